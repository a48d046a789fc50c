"""The bodies of two regions and of a ministry, with the anti-corruption body's departments, as the register knows them."""

from events.organization import OrganizationType as T
from tests.workflows.organization.country import Country
from workflows.actor import Actor, Post, Role
from workflows.register import Register

AKIMAT, EDUCATION, DISTRICT, SECTION, COMPANY = (
    "almaty-region",
    "almaty-region.education",
    "almaty-region.ili",
    "almaty-region.ili.finance",
    "almaty-region.water",
)
OTHER_AKIMAT, CITY, MINISTRY, TERRITORIAL = "akmola-region", "almaty-city", "ministry", "ministry.almaty"
DEPARTMENT, OTHER_DEPARTMENT = "agency.almaty", "agency.akmola"
EIGHT = tuple(f"almaty-region.department-{n}" for n in range(8))
"""Departments of which nothing else is said."""

TYPES = {
    AKIMAT: (T.OBL, "", "KZ-19"),
    EDUCATION: (T.UPR, AKIMAT, "KZ-19"),
    DISTRICT: (T.RAY, AKIMAT, "KZ-19"),
    SECTION: (T.OTD, DISTRICT, "KZ-19"),
    COMPANY: (T.KGS, EDUCATION, "KZ-19"),
    OTHER_AKIMAT: (T.OBL, "", "KZ-11"),
    CITY: (T.OBL, "", "KZ-75"),
    MINISTRY: (T.CGO, "", "KZ-71"),
    TERRITORIAL: (T.TER, MINISTRY, "KZ-19"),
    "agency": (T.AGN, "", "KZ-71"),
    DEPARTMENT: (T.AGT, "agency", "KZ-19"),
    OTHER_DEPARTMENT: (T.AGT, "agency", "KZ-11"),
    **dict.fromkeys(EIGHT, (T.UPR, AKIMAT, "KZ-19")),
}
"""Code: type, what stands above, region."""


def places() -> Country:
    """Give all of them, without posts."""
    made = Country()
    for code, (kind, above, region) in TYPES.items():
        made.enter(code, kind.value, above, region=region)
    return made


def country() -> Country:
    """Give all of them, and the people in the posts of the education department and of the district."""
    made = places()
    for code, post, person in (
        (EDUCATION, Post.FIRST_HEAD, "p-head"),
        (EDUCATION, Post.DEPUTY_HEAD, "p-deputy"),
        (DISTRICT, Post.DISTRICT_AKIM, "p-akim"),
        (DISTRICT, Post.DEPUTY_HEAD, "p-akims-deputy"),
    ):
        made.post(code, post.value.replace("_", "-"), post.value)
        made.appoint(code, post.value.replace("_", "-"), person)
    return made


def register() -> Register:
    """Give the register of all of them."""
    return country().register


def officer(body: str) -> Actor:
    """An official of a body."""
    return Actor(f"officer@{body}", Role.OFFICER, body, TYPES[body][0])


def signatory(body: str, post: Post = Post.FIRST_HEAD) -> Actor:
    """Somebody who signs for a body."""
    return Actor(f"{post}@{body}", Role.SIGNATORY, body, TYPES[body][0], post)
