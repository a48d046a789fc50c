"""Who was whose immediate superior."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from events.organization import Post
from tests.workflows.organization.country import Country, almaty
from workflows.register import Found, Holder, Superior

DAY = date(2024, 3, 1)


def staffed() -> Country:
    """Heads of a region, its department and its district; a deputy, a unit head and a board."""
    country = almaty()
    country.post("almaty", "akim", "first_head")
    country.post("education", "head", "first_head")
    country.post("education", "deputy", "deputy_head")
    country.post("education", "unit", "unit_head", superior={"organization": "education", "post": "deputy"})
    country.post("talgar", "akim", "district_akim")
    country.post("section", "head", "first_head")
    country.post("company", "ceo", "first_head", since="2023-01-03")
    country.post("company", "board", "approving_body")
    country.post("company", "compliance", "compliance_officer", superior={"organization": "company", "post": "board"})
    for organization, post, person in (
        ("almaty", "akim", "akim-1"), ("education", "head", "head-1"), ("education", "deputy", "deputy-1"),
        ("talgar", "akim", "akim-2"), ("company", "ceo", "ceo-1"),
    ):  # fmt: skip
        country.appoint(organization, post, person)
    return country


def found(country: Country, organization: str, post: str, on: date = DAY) -> tuple[str, str, str, Found]:
    """The superior: organisation, post, person or "", how found."""
    answer = country.register.superior_of(organization, post, on)
    return answer.organization, answer.post, answer.holder.person if answer.holder else "", answer.found


def test_the_usual_superiors() -> None:
    """A deputy answers to the head, a head to the head of the body above, the akim of a district to that of the oblast."""
    country = staffed()
    assert found(country, "education", "deputy") == ("education", "head", "head-1", Found.HEAD)
    assert found(country, "education", "head") == ("almaty", "akim", "akim-1", Found.HEAD_ABOVE)
    assert found(country, "talgar", "akim") == ("almaty", "akim", "akim-1", Found.HEAD_ABOVE)
    assert found(country, "section", "head") == ("talgar", "akim", "akim-2", Found.HEAD_ABOVE)
    assert found(country, "company", "ceo") == ("education", "head", "head-1", Found.HEAD_ABOVE)
    assert found(country, "company", "board") == ("education", "head", "head-1", Found.HEAD_ABOVE)
    assert found(country, "almaty", "akim") == ("", "", "", Found.NONE)
    assert found(country, "education", "nobody") == ("", "", "", Found.NONE)
    country.post("school", "head", "first_head")
    country.do("school", "move", parent="health", since="2024-02-01")
    assert found(country, "school", "head") == ("health", "", "", Found.HEAD_ABOVE)
    assert found(country, "school", "head", date(2024, 1, 31)) == ("education", "head", "head-1", Found.HEAD_ABOVE)


def test_a_superior_named_expressly() -> None:
    """The superior named for a post holds from its day on, until another is named or the post is abolished."""
    country = staffed()
    assert found(country, "education", "unit") == ("education", "deputy", "deputy-1", Found.NAMED)
    assert found(country, "company", "compliance") == ("company", "board", "", Found.NAMED)
    country.do(
        "education",
        "subordinate_post",
        post="unit",
        since="2024-02-01",
        superior={"organization": "almaty", "post": "akim"},
    )
    assert found(country, "education", "unit", date(2024, 1, 31))[1] == "deputy"
    assert found(country, "education", "unit") == ("almaty", "akim", "akim-1", Found.NAMED)
    country.do("education", "subordinate_post", post="unit", since="2024-03-01")
    assert found(country, "education", "unit") == ("education", "head", "head-1", Found.HEAD)
    country.do(
        "education",
        "subordinate_post",
        post="unit",
        since="2024-04-01",
        superior={"organization": "education", "post": "deputy"},
    )
    country.release("education", "deputy", "deputy-1", "2024-05-01")
    country.do("education", "abolish_post", post="deputy", on="2024-05-01")
    assert found(country, "education", "unit", date(2024, 4, 30))[1] == "deputy"
    assert found(country, "education", "unit", date(2024, 5, 1)) == ("education", "head", "head-1", Found.HEAD)


def test_vacant_and_acting() -> None:
    """Whoever acts comes before whoever holds the post; a post in which nobody is, is answered as vacant."""
    country = staffed()
    country.appoint("education", "head", "deputy-1", "2024-02-01", acting=True)
    acting = country.register.superior_of("education", "unit", DAY)
    assert acting.holder == Holder("deputy-1", "deputy", False, date(2023, 1, 3))
    assert country.register.superior_of("company", "ceo", DAY).holder == Holder(
        "deputy-1", "head", True, date(2024, 2, 1)
    )
    country.release("education", "head", "deputy-1", "2024-02-15")
    country.release("education", "head", "head-1", "2024-02-20")
    assert country.register.superior_of("education", "deputy", DAY) == Superior("education", "head", None, Found.HEAD)
    assert country.register.superior_of("education", "deputy", DAY).vacant
    assert not country.register.superior_of("school", "head", DAY).vacant


def test_nobody_is_their_own_superior() -> None:
    """A deputy who acts as the head answers to the head's superior; each post of a person has its own."""
    country = staffed()
    country.appoint("education", "head", "deputy-1", "2024-02-01", acting=True)
    answers = country.register.superiors_of_person("deputy-1", DAY)
    assert [(one.organization, one.post, one.holder and one.holder.person) for one in answers] == [
        ("almaty", "akim", "akim-1"),
        ("almaty", "akim", "akim-1"),
    ]
    assert country.register.superiors_of_person("deputy-1", date(2024, 1, 31))[0].post == "head"
    assert country.register.superiors_of_person("nobody", DAY) == ()


def test_what_a_person_holds() -> None:
    """The kinds of post a person holds or acts in, by organisation and day; whether posts are recorded at all."""
    country = staffed()
    country.appoint("education", "head", "deputy-1", "2024-02-01", acting=True)
    register = country.register
    assert register.held("education", "deputy-1", DAY) == {Post.DEPUTY_HEAD, Post.FIRST_HEAD}
    assert register.held("education", "deputy-1", date(2024, 1, 31)) == {Post.DEPUTY_HEAD}
    assert register.held("almaty", "deputy-1", DAY) == frozenset()
    assert [(h.person, h.acting) for h in register.holders("education", Post.FIRST_HEAD, DAY)] == [
        ("deputy-1", True),
        ("head-1", False),
    ]
    assert (register.has_posts("education"), register.has_posts("school")) == (True, False)


PEOPLE = ("p-0", "p-1", "p-2", "p-3")
FIRST = date(2024, 1, 1)
TERMS = st.lists(
    st.tuples(
        st.sampled_from(["akim", "head", "deputy"]),
        st.sampled_from(PEOPLE),
        st.booleans(),
        st.integers(0, 90),
        st.integers(1, 40),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(TERMS, st.integers(0, 130))
def test_the_superior_agrees_with_a_naive_model(terms: list[tuple[str, str, bool, int, int]], offset: int) -> None:
    """On any day the superior is whom a list of all accepted appointments, searched through, says."""
    country, on = almaty(), FIRST + timedelta(days=offset)
    where = {"akim": "almaty", "head": "education", "deputy": "education"}
    kinds = {"akim": "first_head", "head": "first_head", "deputy": "deputy_head"}
    for post, organization in where.items():
        country.post(organization, post, kinds[post])
    for person in PEOPLE:
        country.person(person)
    accepted: list[tuple[str, str, bool, date, date]] = []
    for post, person, acting, start, length in terms:
        since, until = FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)
        clash = any(
            p == post and s < until and since < u and (q == person or a is acting) for p, q, a, s, u in accepted
        )
        refused = country.refused(
            where[post],
            "appoint",
            post=post,
            person=person,
            order_no="1",
            since=since.isoformat(),
            acting=acting,
            until=until.isoformat(),
        )
        assert bool(refused) is clash
        if not clash:
            accepted.append((post, person, acting, since, until))

    def in_post(post: str) -> str:
        there = sorted((not a, q) for p, q, a, s, u in accepted if p == post and s <= on < u)
        return there[0][1] if there else ""

    assert found(country, "education", "deputy", on) == ("education", "head", in_post("head"), Found.HEAD)
    assert found(country, "education", "head", on) == ("almaty", "akim", in_post("akim"), Found.HEAD_ABOVE)
    for person in PEOPLE:
        for answer in country.register.superiors_of_person(person, on):
            assert answer.holder is None or answer.holder.person != person or in_post("akim") == person
