"""Bundles: many files in one archive, made behind their reader's back like the files of long lists."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from events.text import Text
from service.access import Account
from service.exports.exported import Filters
from service.exports.making import Made, Progress
from service.exports.writing.writer import Into
from service.i18n import Language
from service.problems import BadQuery
from service.query_errors import said_of

if TYPE_CHECKING:
    from service.wiring import Service

FORMAT = "zip"


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a bundle is made, in which language, and where it goes."""

    service: "Service"
    account: Account
    language: Language
    into: Into
    progress: Progress


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle: `name` for programs, `title` for people, `query` what it can be asked for, `path` the address of its page.

    `admit` refuses whoever may not have it, or asks for what there is not; `make` writes it.
    """

    name: str
    title: Text
    query: type[BaseModel]
    path: str
    admit: Callable[["Service", Account, Any], Awaitable[None]]
    make: Callable[[Wish, Any], Awaitable[Made]]

    def asked(self, filters: Filters) -> Any:
        """Understand what is asked for; raises `BadQuery`."""
        try:
            return self.query.model_validate(dict(filters))
        except ValidationError as error:
            raise BadQuery(tuple((str(one["loc"][0]), said_of(one)) for one in error.errors())) from None

    def place(self, filters: Filters) -> str:
        """Give the address of the page that it was asked for on."""
        return f"{self.path}?{urlencode(filters)}" if filters else self.path


BUNDLES: dict[str, Bundle] = {}
"""By name; the modules that make bundles enter theirs."""


def enter(bundle: Bundle) -> None:
    """Enter a bundle."""
    BUNDLES[bundle.name] = bundle


def titles(lists: Mapping[str, Text]) -> dict[str, Text]:
    """Give the titles of lists and of bundles."""
    return {**lists, **{name: one.title for name, one in BUNDLES.items()}}


async def ask(service: "Service", account: Account, bundle: Bundle, filters: Filters, language: str) -> Any:
    """Put a bundle in line and give its id; raises `BadQuery` and whatever refuses it."""
    await bundle.admit(service, account, bundle.asked(filters))
    address = service.settings.site + bundle.place(filters)
    return await service.exports.ask(account.id, bundle.name, filters, FORMAT, language, address)
