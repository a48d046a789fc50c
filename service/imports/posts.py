"""Posts: new ones are established, others get another superior as from the day that the row names."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from events.organization import Post, PostClass, PostEstablished
from events.organization.post_record import PostRecord
from events.text import msg
from service.imports.column import Column
from service.imports.differing import otherwise, refuse
from service.imports.draft import Draft, Step
from service.imports.kind import Entry, Key, Kind
from workflows.organization import Organization, OrganizationWorkflow
from workflows.refusals import Invalid, Violation

ORGANIZATION = Column(
    name="organization",
    title=msg("Organisation").msgid,
    hint=msg("Code of the body").msgid,
    path=(),
    kind=str,
    needed=True,
    example="almaty-region.education",
)
"""Which organisation a row is about, in the tables of posts and appointments."""

_LASTING = ("title_ru", "title_kk", "title_en", "kind", "post_class", "elected")
_SUPERIOR = ("superior_organization", "superior_post")


async def _decide(draft: Draft, entry: Entry) -> None:
    code = entry.given["organization"]
    post = draft.organization(code).posts.get(entry.given["post"])
    at = OrganizationWorkflow, Organization.id_of(code), code
    if post is None:
        await draft.carry_out(*at, [("establish_post", KIND.data(entry.given))])
    else:
        await draft.change(*at, lambda: _changes(post, entry.given))


def _changes(post: PostRecord, given: Mapping[str, Any]) -> Iterator[Step]:
    since: date = given["since"]
    if since < post.since:
        raise Invalid((Violation(("since",), msg("This cannot be before {first}.", first=post.since)),))
    refuse(otherwise(given, {name: getattr(post, name) for name in _LASTING}))
    superior = post.superiors.at(since)
    named = {"superior_organization": superior.organization, "superior_post": superior.post} if superior else {}
    if changed := otherwise(given, dict.fromkeys(_SUPERIOR, "") | named):
        if any(day == since for day, _ in post.superiors.entries):
            refuse(changed)
        yield "subordinate_post", {name: KIND.data(given)[name] for name in ("post", "since", "superior")}


def _above(entry: Entry) -> Key | None:
    given = entry.given
    return (Organization.id_of(given[_SUPERIOR[0]]), given[_SUPERIOR[1]]) if _SUPERIOR[0] in given else None


def _superior(part: str, title: str) -> Column:
    return Column(
        name=f"superior_{part}",
        title=title,
        hint=msg("Only if it is not the head of this body, or for a head the head of the body above").msgid,
        path=("superior", part),
        kind=str,
        needed=False,
    )


KIND = Kind(
    name="posts",
    title=msg("Posts").msgid,
    event=PostEstablished,
    columns=(
        ORGANIZATION,
        Column.of(PostEstablished, "post"),
        *(Column.of(PostEstablished, name) for name in ("title_ru", "title_kk", "title_en")),
        Column.of(PostEstablished, "kind", example=Post.DEPUTY_HEAD),
        Column.of(PostEstablished, "post_class", example=PostClass.CORPS_B),
        Column.of(PostEstablished, "elected", example=False),
        _superior("organization", msg("Superior's organisation").msgid),
        _superior("post", msg("Superior's post").msgid),
        Column.of(PostEstablished, "since"),
    ),
    identified_by=(
        "organization",
        "post",
    ),
    case_id=Organization.id_of,
    decide=_decide,
    above=_above,
    above_column="superior_post",
)
