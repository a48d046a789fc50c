"""The page of an archive for people: what lies in it, in tables, without a script and with nothing from elsewhere. The same words give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.harmless import harmless
from service.i18n import Translator

NAME = "index.html"
"""Its name in the archive."""

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Item:
    """Words, maybe with the place of a file in the archive or an address, and the SHA-256 of what lies there; `language` is theirs, "" for that of the page."""

    words: str
    place: str = ""
    link: str = ""
    sha256: str = ""
    language: str = ""

    @property
    def href(self) -> str:
        """Where the words lead, "" for nowhere."""
        return quote(self.place) if self.place else self.link if self.link.startswith(_WEB) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is about, and its cells; `lacks` marks one that says what is missing."""

    about: str
    cells: Sequence[Sequence[Item]]
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A table under its heading; the first of the columns is what a row is about."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Index:
    """What the page says: its title, a few lines about the archive, and the tables."""

    title: str
    about: Sequence[str]
    sections: Sequence[Section]


def page(index: Index, t: Translator) -> bytes:
    """Draw the page."""
    return _environment().get_template(NAME).render(index=index, t=t, _=t).encode()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["harmless"] = harmless
    return made
