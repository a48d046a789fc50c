"""The bodies of the country as they take their places in walked histories, and their people: accounts, posts, holders."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from zlib import crc32

from events.organization import OrganizationType
from service.demo.bodies import bodies
from service.demo.country import Entry, groups
from service.demo.history.parts import Holder, Likeness, Part, Place, PostRow, staff
from service.demo.history.words import person

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:country")


@dataclass(frozen=True)
class Body:
    """A body of the country, with what stands above it."""

    code: str
    likeness: Likeness
    region: str
    name: str
    above: str
    top: str

    @cached_property
    def drawn(self) -> int:
        """A number that is always the body's."""
        return crc32(self.code.encode())

    def place(self, place: str) -> str:
        """Give the code of whoever takes a place."""
        return {Place.OWN.name: self.code, Place.ABOVE.name: self.above, Place.TOP.name: self.top}[place]

    def holder(self, holder: str) -> str:
        """Give the code of whoever holds a post."""
        return person_code(self.code, Holder[holder])

    @property
    def posts(self) -> Iterator[tuple[PostRow, str, str]]:
        """Give its posts, each with code and name of whoever holds it."""
        for holder, post in zip(Holder, staff(self.likeness.type), strict=True):
            yield post, person_code(self.code, holder), person(crc32(f"{self.code}/{holder}".encode()))


class Cast:
    """Who plays whom; `fixed` are the accounts of the anti-corruption body."""

    def __init__(self, scale: float, fixed: Mapping[Part, str]) -> None:
        told = {body.code: (body.type, body.parent) for body in bodies()}
        entries = [entry for group in groups(scale) for entry in group]
        self._known = {entry["code"]: (entry["type"], entry["parent"]) for entry in entries} | told
        self._fixed = fixed
        self.bodies = tuple(self._body(entry) for entry in entries if entry["code"] not in told)
        """All bodies but those of the story, whose cases it tells itself."""

    def account(self, body: Body, part: str) -> str:
        """Give the id of the account that plays a part for a body."""
        match Part[part]:
            case Part.ABOVE_OFFICER:
                return account_id(body.above, Part.OFFICER)
            case Part.TOP_OFFICER:
                return account_id(body.top, Part.OFFICER)
            case fixed if fixed in self._fixed:
                return self._fixed[fixed]
            case own:
                return account_id(body.code, own)

    def accounts(self) -> Iterator[dict[str, Any]]:
        """Give the accounts of everybody: two officials of each body, and its head, who is a person of the register."""
        own = {body.code: body for body in self.bodies}
        for code, (kind, _) in self._known.items():
            yield _account(code, Part.OFFICER)
            if body := own.get(code):
                yield _account(code, Part.COLLEAGUE)
                head = staff(kind)[0].kind
                yield _account(code, Part.HEAD) | {
                    "role": "signatory", "post": head.value, "person": body.holder(Holder.HEAD.name),
                    "name": person(crc32(f"{code}/{Holder.HEAD}".encode())),
                }  # fmt: skip

    def _body(self, entry: Entry) -> Body:
        above = entry["parent"]
        top = self._known[above][1] if above else ""
        kind: OrganizationType = entry["type"]
        likeness = Likeness(kind, entry["account"], entry["site"] is not None)
        return Body(entry["code"], likeness, entry["region"], entry["name_ru"], above, top)


def _account(code: str, part: Part) -> dict[str, Any]:
    return {
        "id": account_id(code, part), "login": f"{code}:{part.name.lower()}", "name": person(crc32(f"{code}/{part.name}".encode())),
        "role": "officer", "post": None, "organization": code, "person": "",
    }  # fmt: skip


@lru_cache(maxsize=1 << 16)
def account_id(code: str, part: Part) -> str:
    """Give the id of an account of a body."""
    return str(uuid.uuid5(_NAMESPACE, f"{code}/{part.name}"))


@lru_cache(maxsize=1 << 16)
def person_code(code: str, holder: Holder) -> str:
    """Give the code of whoever holds a post of a body."""
    return f"c-{uuid.uuid5(_NAMESPACE, f'{code}/{holder.name}').hex[:12]}"


def people(bodies: Iterable[Body]) -> Iterator[tuple[Body, str, str]]:
    """Give everybody who holds a post: their body, code and name."""
    for body in bodies:
        for _, code, name in body.posts:
            yield body, code, name
