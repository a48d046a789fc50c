"""What posts and appointments may not contradict."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from events import organization as happened
from events.organization import Post, PostReference
from events.organization.post_record import Appointment, PostRecord
from events.organization.record import OrganizationRecord
from events.text import msg
from workflows.refusals import Violation
from workflows.register import Register

_ONE_OF_A_KIND = frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM})

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
    elif day := _answering(register, at, PostReference(facts.code, event.post), _in_force(facts, event)):
        yield Violation(
            ("superior", "post"), msg("“{post}” answers to this post itself on {day}.", post=at.post, day=day)
        )


def _in_force(facts: OrganizationRecord, event: Any) -> tuple[date, date]:
    """Give the stretch [first, after) for which an event names the superior of a post."""
    spans = facts.posts[event.post].superiors.spans()
    return next(((first, after) for first, after, _ in spans if first == event.since), (event.since, date.max))


def _answering(register: Register, at: PostReference, superior: PostReference, days: tuple[date, date]) -> date | None:
    """Give a day of [first, after) on which a post answers to another, whatever changes along the line; None without one."""
    first, after = days
    left, seen = {first}, set[date]()
    while left:
        day = left.pop()
        seen.add(day)
        line, is_circle = _line(register, at, superior, day)
        if is_circle:
            return day
        left |= {change for code in line for change in _changes(register, code) if first < change < after} - seen
    return None


def _line(register: Register, at: PostReference, superior: PostReference, on: date) -> tuple[set[str], bool]:
    """Follow a post's superiors on a day: through which bodies they lead, and whether to that superior."""
    passed = {at.organization}
    for _ in range(_FARTHEST):
        if at == superior:
            return passed, True
        found = register.superior_of(at.organization, at.post, on)
        if not found.post:
            return passed | {found.organization}, False
        at = PostReference(found.organization, found.post)
        passed.add(at.organization)
    return passed, True


def _changes(register: Register, code: str) -> Iterator[date]:
    """Give the days on which something changes in who answers to whom in a body, and to which body its head does."""
    record = register.organization(code)
    if record is None:
        return
    yield from (day for day, _ in record.above.entries)
    for post in record.posts.values():
        yield from (post.since, post.until, *(day for day, _ in post.superiors.entries))


def is_the_only_head(
    facts: OrganizationRecord, event: happened.PostEstablished, _register: Register
) -> Iterator[Violation]:
    """Hold that a body has one post of its head at a time."""
    own = facts.posts[event.post]
    for other in facts.posts.values() if own.kind in _ONE_OF_A_KIND else ():
        if other.code != own.code and other.kind is own.kind and own.since < other.until and other.since < own.until:
            yield Violation(
                ("kind",), msg("There is such a post already, “{post}”: abolish it first.", post=other.title_ru)
            )


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
