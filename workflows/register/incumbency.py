"""Who was ever in which post: what has changed of that between two records of an organisation."""

from collections.abc import Iterator

from events.organization.post_record import PostRecord
from events.organization.record import OrganizationRecord


def changed(before: OrganizationRecord, record: OrganizationRecord) -> Iterator[tuple[str, set[str], set[str]]]:
    """Give the posts that have changed, with the people who were ever in them before and now.

    An import asks this for each row: of a large organisation only what is another object is looked at.
    """
    known, posts = before.posts.get, record.posts
    if posts is before.posts:
        return
    others = [code for code, post in posts.items() if known(code) is not post]
    fresh = sum(known(code) is None for code in others)
    gone = before.posts.keys() - posts.keys() if len(posts) - fresh < len(before.posts) else ()
    for code in (*others, *gone):
        yield code, _people(known(code)), _people(posts.get(code))


def _people(post: PostRecord | None) -> set[str]:
    return {one.person for one in post.appointments} if post else set()
