"""What posts and appointments may not contradict."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from events import organization as happened
from events.organization import PostReference
from events.organization.post_record import Appointment, PostRecord
from events.organization.record import OrganizationRecord
from events.text import msg
from workflows.refusals import Violation
from workflows.register import Register

_FARTHEST = 30
"""More steps than any chain of command has."""


def held_after(record: OrganizationRecord, last: date) -> list[PostRecord]:
    """Give the posts in which somebody would be after the last day of an organisation."""
    first_without = last + timedelta(days=1)
    return [post for post in record.posts.values() if any(one.until > first_without for one in post.appointments)]


def is_new(facts: OrganizationRecord, event: happened.PostEstablished, _register: Register) -> Iterator[Violation]:
    """Hold that a code names one post only, for ever."""
    if facts.posts[event.post].set_by != event.originator_version:
        yield Violation(("post",), msg("There has been a post “{post}” here: choose another code.", post=event.post))


def exists(facts: OrganizationRecord, event: Any, _register: Register) -> Iterator[Violation]:
    """Hold that there is the post on that day; its own end may be that day."""
    post = facts.posts.get(event.post)
    if post is None:
        yield Violation(("post",), msg("There is no post “{post}” here.", post=event.post))
    elif event.occurred_on < post.since:
        yield Violation((event.HAPPENED,), msg("This cannot be before {first}.", first=post.since))
    elif event.occurred_on > post.until:
        yield Violation((event.HAPPENED,), msg("The post was abolished on {day}.", day=post.until))


def superior_is_known(facts: OrganizationRecord, event: Any, register: Register) -> Iterator[Violation]:
    """Hold that a superior named expressly exists and does not in turn answer to this post."""
    at: PostReference | None = event.superior
    if at is None:
        return
    record = facts if at.organization == facts.code else register.organization(at.organization)
    post = record.posts.get(at.post) if record else None
    if record is None:
        yield Violation(("superior", "organization"), msg("There is no organisation {code}.", code=at.organization))
    elif post is None or not post.exists(event.since):
        yield Violation(("superior", "post"), msg("There is no post “{post}” there on that day.", post=at.post))
    elif _answers_to(register, at, PostReference(facts.code, event.post), event.since):
        yield Violation(("superior", "post"), msg("“{post}” answers to this post itself.", post=at.post))


def _answers_to(register: Register, at: PostReference, superior: PostReference, on: date) -> bool:
    for _ in range(_FARTHEST):
        if at == superior:
            return True
        found = register.superior_of(at.organization, at.post, on)
        if not found.post:
            return False
        at = PostReference(found.organization, found.post)
    return True


def ends_once(facts: OrganizationRecord, event: happened.PostAbolished, _register: Register) -> Iterator[Violation]:
    """Hold that a post is abolished once."""
    post = facts.posts.get(event.post)
    if post and post.ended_by != event.originator_version:
        yield Violation(("post",), msg("The post was abolished on {day}.", day=post.until))


def is_left(facts: OrganizationRecord, event: happened.PostAbolished, _register: Register) -> Iterator[Violation]:
    """Hold that nobody is in a post that no longer exists."""
    post = facts.posts.get(event.post)
    if post and any(one.until > post.until for one in post.appointments):
        yield Violation(("on",), msg("Release first the officials in these posts: {titles}.", titles=post.title_ru))


def person_is_known(
    _facts: OrganizationRecord, event: happened.OfficialAppointed, register: Register
) -> Iterator[Violation]:
    """Hold that the person is in the register."""
    if register.person(event.person) is None:
        yield Violation(("person",), msg("There is no person {code} in the register.", code=event.person))


def is_free(facts: OrganizationRecord, event: happened.OfficialAppointed, _register: Register) -> Iterator[Violation]:
    """Hold that a post has one holder and one who acts in it at most, and nobody twice."""
    if event.until is not None and event.until <= event.since:
        yield Violation(("until",), msg("The end ({until}) is not after the start.", until=event.until))
        return
    post = facts.posts.get(event.post)
    if post is None:
        return
    own = next(one for one in post.appointments if one.set_by == event.originator_version)
    if own.until > post.until:
        yield Violation(("since",), msg("The post was abolished on {day}.", day=post.until))
    for other in post.appointments:
        if other.set_by != own.set_by and own.overlaps(other):
            yield from _clash(own, other)


def _clash(own: Appointment, other: Appointment) -> Iterator[Violation]:
    if other.person == own.person:
        yield Violation(("person",), msg("This person is in the post since {since} already.", since=other.since))
    elif other.acting is own.acting and own.acting:
        yield Violation(
            ("since",), msg("Somebody else acts in the post since {since}: release them first.", since=other.since)
        )
    elif other.acting is own.acting:
        yield Violation(
            ("since",), msg("Somebody else holds the post since {since}: release them first.", since=other.since)
        )


def was_held(facts: OrganizationRecord, event: happened.OfficialReleased, _register: Register) -> Iterator[Violation]:
    """Hold that there was an open appointment to end."""
    post = facts.posts.get(event.post)
    if post and all(one.ended_by != event.originator_version for one in post.appointments):
        yield Violation(("person",), msg("This person has no open appointment to the post on that day."))
    for one in post.appointments if post else ():
        if one.ended_by == event.originator_version and one.until <= one.since:
            yield Violation(("on",), msg("This cannot be before {first}.", first=one.since + timedelta(days=1)))
