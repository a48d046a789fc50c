"""Who is in which post in the demonstration's bodies."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from service.organizations import Organizations
from service.requests import Request
from workflows.actor import SYSTEM


class Official(NamedTuple):
    """A post of an organisation and whoever holds it, by the code of the person."""

    organization: str
    post: str
    kind: str
    post_class: str
    title_ru: str
    title_kk: str
    person: str
    name: str


async def appoint(register: Organizations, rows: list[list[str]], since: date) -> None:
    """Enter people and posts, and put the people into the posts."""
    versions: dict[str, int] = {}
    for official in (Official(*row) for row in rows):
        person = {"code": official.person, "name_ru": official.name}
        asked = Request.of(SYSTEM, f"demonstration:{official.person}", official.person)
        await register.enter_person(person, official.organization, SYSTEM, asked)
        for action, data in _steps(official, since):
            asked = Request.of(SYSTEM, f"demonstration:{official.person}:{action}", action)
            version = versions.get(official.organization, 1)
            done = await register.act(official.organization, action, data, SYSTEM, asked, version)
            versions[official.organization] = done.case.version


def _steps(official: Official, since: date) -> Iterator[tuple[str, dict[str, Any]]]:
    post = {"post": official.post, "since": since.isoformat()}
    titles = {"title_ru": official.title_ru, "title_kk": official.title_kk}
    yield "establish_post", {**post, **titles, "kind": official.kind, "post_class": official.post_class}
    yield "appoint", {**post, "person": official.person, "order_no": "1-л"}
