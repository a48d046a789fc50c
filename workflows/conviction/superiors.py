"""Who was the offender's immediate superior on each day of the offence, by the register (l.394, A-24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from events.conviction import ConvictionRegistered
from events.organization import OrganizationType, Post, PostReference
from events.organization.post_record import PostRecord
from events.resignation import OfficialPost, Relation, SuperiorThen
from workflows.offence import owes
from workflows.register import Register, superiors
from workflows.register.answers import NOBODY, Found, Holder, Superior

_ROW = "2.3.1"
_TERRITORIAL = {OrganizationType.TER, OrganizationType.AGT}


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody who may answer for the offender, and the body whose HR checks it.

    `key` tells the superiors of one offence apart. `superior` is None where the post was vacant or the register names nobody:
    then the superior is entered by hand.
    """

    key: str
    body: str
    superior: SuperiorThen | None
    subordinate: OfficialPost | None


def found(event: ConvictionRegistered, register: Register) -> list[Answering]:
    """Give the superior of each part of the offence, each with the last day of it within their own time in the post.

    A part without a known superior is one that is entered by hand; of each body there is one such.
    """
    made: dict[str, Answering] = {}
    for day in _days(event):
        for at, superior in _over(event, register, day):
            key, body = _key(superior), _body(event, superior, day, register)
            made[key] = Answering(
                key,
                body,
                _then(at, superior, day, register) if at and superior.holder else None,
                official_post(register, at, day) if at else None,
            )
    return list(made.values())


def _days(event: ConvictionRegistered) -> Iterator[date]:
    first, last = event.offence.happened_on, event.offence.last_day
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _over(
    event: ConvictionRegistered, register: Register, day: date
) -> Iterator[tuple[PostReference | None, Superior]]:
    """Give the posts of the offender on a day, each with its superior; nobody, where the register has no post."""
    at = list(_posts(event, register, day))
    for post in at:
        superior = (
            superiors.of_person(register, event.person, post, day)
            if event.person
            else superiors.of_post(register, post, day)
        )
        yield post, superior
    if not at:
        yield None, NOBODY


def _posts(event: ConvictionRegistered, register: Register, day: date) -> Iterator[PostReference]:
    if event.person is None:
        if event.post and (post := _record(register, event.post)) and post.exists(day):
            yield event.post
        return
    for code, post, _ in register.posts_of(event.person, day):
        held = PostReference(code, post.code)
        if event.post in {None, held}:
            yield held


def _key(superior: Superior) -> str:
    person = superior.holder.person if superior.holder else ""
    return f"{superior.organization}/{superior.post}/{person}" if superior.post else f"{superior.organization}//"


def _body(event: ConvictionRegistered, superior: Superior, day: date, register: Register) -> str:
    """Give the body that checks: the superior's at the time of the offence, of a quasi-state entity the one above (R24)."""
    candidates = (superior.organization, register.above(superior.organization, day), event.organization)
    return next(
        (
            code
            for code in candidates
            if register.exists(code, event.found_on) and owes(code, _ROW, event.found_on, register)
        ),
        event.organization,
    )


def _then(at: PostReference, superior: Superior, day: date, register: Register) -> SuperiorThen | None:
    over = PostReference(superior.organization, superior.post)
    post, official, holder = _record(register, over), official_post(register, over, day), superior.holder
    if post is None or official is None or holder is None:
        return None
    return SuperiorThen(
        name=_name(holder, day, register),
        position=post.title_ru,
        official=official,
        relation=_relation(at, superior, post, register),
        appointed_on=holder.since,
        last_day=day,
        acting=holder.acting,
        person=holder.person,
    )


def _name(holder: Holder, day: date, register: Register) -> str:
    person = register.person(holder.person)
    return person.name(day).ru if person else holder.person


def _relation(at: PostReference, superior: Superior, post: PostRecord, register: Register) -> Relation:
    """Take a superior named in another body, or a deputy named over a unit, for one who supervises it (курирует)."""
    subordinate = _record(register, at)
    over_unit = post.kind is Post.DEPUTY_HEAD and subordinate is not None and subordinate.kind is Post.UNIT_HEAD
    named = superior.found is Found.NAMED
    supervises = named and (superior.organization != at.organization or over_unit)
    return Relation.SUPERVISES if supervises else Relation.DIRECT


def official_post(register: Register, at: PostReference, day: date) -> OfficialPost | None:
    """Give a post as the table sees it on a day; None if the register does not have it."""
    post, kind = _record(register, at), register.type_of(at.organization, day)
    if post is None or kind is None:
        return None
    wide = register.type_of(register.above(at.organization, day), day) not in _TERRITORIAL
    return OfficialPost(kind, post.kind, post.post_class, post.elected, wide if kind in _TERRITORIAL else None)


def _record(register: Register, at: PostReference) -> PostRecord | None:
    body = register.organization(at.organization)
    return body.posts.get(at.post) if body else None
