"""Organisations, and the posts in them with who is in them."""

from events.text import Somebody, msg
from projections import organizations as read
from projections.organizations import Official, Organization
from projections.page import LARGEST, Page
from service.api.queries import AsOfQuery, Text
from service.api.register_queries import OrganizationsQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, body_of
from service.exports.reader import Reader
from service.figures import silence_on
from service.named import Named
from workflows.regions import REGIONS


class OfficialsQuery(AsOfQuery):
    """Whose officials: of a body with those below it, of a region."""

    organization: Text | None = None
    region: Text | None = None


async def _organizations(reader: Reader, query: OrganizationsQuery, cursor: str) -> Page[Organization]:
    return await read.organizations(
        reader.conn, region=query.region, type=query.type, parent=query.parent, text=query.text, active=query.active,
        within=query.within, without=query.without,
        silent=silence_on(reader.today.day, reader.today.calendar) if query.silent else None, codes=reader.scope, cursor=cursor, limit=LARGEST,
    )  # fmt: skip


async def _officials(reader: Reader, query: OfficialsQuery, cursor: str) -> Page[Official]:
    return await read.posts(
        reader.conn,
        organization=query.organization,
        region=query.region,
        scope=reader.scope,
        cursor=cursor,
        limit=LARGEST,
    )


def _of_page(asked: Filters) -> dict[str, str]:
    """Leave out what was closed, as the page does unless it is asked for."""
    found = {name: value for name, value in asked.items() if name != "closed"}
    if found.get("silent") == "yes":
        found["silent"] = "true"
    return found if "closed" in asked else {"active": "true", **found}


def _person(row: Official, on: Reader) -> str:
    named = Named(on.register, on.t.language, on.today.day)
    return named(Somebody(row.person, (row.organization,))) if row.person else ""


enter(
    Exported(
        name="organizations",
        title=msg("Organisations"),
        query=OrganizationsQuery,
        path="/organizations",
        page=_organizations,
        of_page=_of_page,
        bodies=lambda row: (row.parent,),
        columns=(
            Column("code", msg("Code of the organisation"), lambda row, _: row.code, 26),
            Column("name", msg("Organisation"), lambda row, on: getattr(row, f"name_{on.t.language}"), 44),
            Column("type", msg("Type"), lambda row, _: row.type, 26, coded="OrganizationType"),
            Column("region", msg("Region"), lambda row, on: REGIONS[row.region].names[on.t.language], 24),
            Column("parent", msg("Code of the body above"), lambda row, _: row.parent, 26),
            Column("parent_name", msg("Body above"), lambda row, on: on.body(row.parent), 40),
            Column("bin", msg("BIN"), lambda row, _: row.bin, 14),
            Column("site", msg("Website"), lambda row, _: row.site, 26),
            Column("account", msg("Has an account in the Cross-platform"), lambda row, _: row.account, 12),
            Column("since", msg("Since"), lambda row, _: row.since, 12),
            Column("closed_on", msg("Last day"), lambda row, _: row.closed_on, 12),
        ),
    )
)
enter(
    Exported(
        name="officials",
        title=msg("Officials"),
        query=OfficialsQuery,
        path="/organizations",
        page=_officials,
        bodies=body_of,
        columns=(
            *BODY,
            Column("post", msg("Code of the post"), lambda row, _: row.post, 20),
            Column("post_title", msg("Post"), lambda row, on: getattr(row, f"title_{on.t.language}"), 40),
            Column("kind", msg("Kind"), lambda row, _: row.kind, 22, coded="Post"),
            Column("post_class", msg("Class"), lambda row, _: row.post_class, 18, coded="PostClass"),
            Column("elected", msg("Elected"), lambda row, _: row.elected, 10),
            Column("person", msg("Code of the person"), lambda row, _: row.person, 20),
            Column("person_name", msg("Person"), _person, 32),
            Column("acting", msg("Acting"), lambda row, _: row.acting, 10),
            Column("order_no", msg("Order"), lambda row, _: row.order_no, 14),
            Column("since", msg("Since"), lambda row, _: row.since, 12),
        ),
    )
)
