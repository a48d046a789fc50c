"""Who is whose immediate superior.

The superior named for a post by an event; else the head of the same body; of a head, the head of the body above (of an
akim of a district, the akim of the oblast). The board or founder of a quasi-state entity counts as its head here.
"""

from datetime import date
from typing import TYPE_CHECKING

from events.organization import Post, PostReference
from events.organization.post_record import PostRecord
from workflows.register.answers import NOBODY, Found, Holder, Superior

if TYPE_CHECKING:
    from workflows.register.register import Register

_HEADS = (Post.FIRST_HEAD, Post.DISTRICT_AKIM)
_AT_THE_TOP = frozenset({*_HEADS, Post.APPROVING_BODY})


def of_post(register: "Register", at: PostReference, on: date) -> Superior:
    """Give the superior of a post on a day; nobody, if there was no such post."""
    post = _post(register, at, on)
    if post is None:
        return NOBODY
    named = post.superiors.at(on)
    if named and (found := _post(register, named, on)):
        return _superior(named.organization, found, on, Found.NAMED)
    if post.kind not in _AT_THE_TOP:
        return _headed(register, at.organization, on, Found.HEAD)
    above = register.above(at.organization, on)
    return _headed(register, above, on, Found.HEAD_ABOVE) if above else NOBODY


def of_person(register: "Register", person: str, at: PostReference, on: date) -> Superior:
    """Give the superior of whoever is in a post: a deputy who acts as the head answers to the head's superior."""
    passed = set()
    found = of_post(register, at, on)
    while found.holder and found.holder.person == person and found not in passed:
        passed.add(found)
        found = of_post(register, PostReference(found.organization, found.post), on)
    return found


def head(register: "Register", code: str, on: date) -> PostRecord | None:
    """Give the post of the head of a body, None if none is recorded."""
    record = register.organization(code)
    posts = [p for p in record.posts.values() if p.kind in _HEADS and p.exists(on)] if record else []
    return min(posts, key=lambda p: (_HEADS.index(p.kind), p.code), default=None)


def _headed(register: "Register", code: str, on: date, found: Found) -> Superior:
    post = head(register, code, on)
    return _superior(code, post, on, found) if post else Superior(code, "", None, found)


def _superior(code: str, post: PostRecord, on: date, found: Found) -> Superior:
    holders = [Holder(one.person, post.code, one.acting, one.since) for one in post.incumbents(on)]
    return Superior(code, post.code, holders[0] if holders else None, found)


def _post(register: "Register", at: PostReference, on: date) -> PostRecord | None:
    record = register.organization(at.organization)
    post = record.posts.get(at.post) if record else None
    return post if post and post.exists(on) else None
