"""Posts, and who is in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.organization.country import TODAY, Country, almaty
from workflows.refusals import Invalid

POST = {"kind": "deputy_head", "post_class": "corps_b", "title_ru": "Заместитель"}
ORDER = {"order_no": "1-л"}


@pytest.fixture
def country() -> Country:
    country = almaty()
    country.post("school", "head", "first_head", since="2023-02-01")
    country.appoint("school", "head", "p-1", since="2023-02-01")
    country.person("p-2")
    return country


def test_a_post_is_established_once_within_the_life_of_its_body(country: Country) -> None:
    """A code names one post for ever, and no post is older than its organisation."""
    assert country.refused("school", "establish_post", post="head", since="2024-01-09", **POST) == {"post"}
    assert country.refused("school", "establish_post", post="deputy", since="2022-01-09", **POST) == {"since"}
    assert country.refused("school", "establish_post", post="deputy", since="2024-06-04", **POST) == {"since"}
    assert country.refused("school", "establish_post", post="deputy", since="2024-01-09", **POST) == set()


def test_an_appointment_lies_within_the_life_of_its_post(country: Country) -> None:
    """Nobody is appointed to an unknown post, before it was established or after it was abolished; a person must be known."""

    def refused(post: str, person: str, since: str, until: str | None = None) -> set[str]:
        return country.refused("school", "appoint", post=post, person=person, since=since, until=until, **ORDER)

    country.post("school", "deputy", "deputy_head", since="2024-01-09")
    country.do("school", "abolish_post", post="deputy", on="2024-03-01")
    assert refused("nobody", "p-2", "2024-02-01") == {"post"}
    assert refused("deputy", "p-2", "2024-01-08", "2024-02-01") == {"since"}
    assert refused("deputy", "p-2", "2024-02-01") == {"since"}
    assert refused("deputy", "p-2", "2024-02-01", "2024-03-02") == {"since"}
    assert refused("deputy", "p-9", "2024-02-01", "2024-03-01") == {"person"}
    assert refused("deputy", "p-2", "2024-02-01", "2024-02-01") == {"until"}
    assert refused("deputy", "p-2", "2024-02-01", "2024-03-01") == set()


def test_a_post_has_one_holder_and_one_who_acts(country: Country) -> None:
    """A second holder and a second acting one are refused, one beside the other is not; the next begins on the day of the release."""

    def refused(person: str, since: str, *, acting: bool = False, until: str | None = None) -> set[str]:
        data = {"post": "head", "person": person, "since": since, "acting": acting, "until": until}
        return country.refused("school", "appoint", **ORDER, **data)

    assert refused("p-2", "2024-01-09") == {"since"}
    assert refused("p-2", "2023-02-01", until="2023-03-01") == {"since"}
    assert refused("p-1", "2024-01-09", acting=True) == {"person"}
    assert refused("p-2", "2024-01-09", acting=True) == set()
    country.person("p-3")
    assert refused("p-3", "2024-02-01", acting=True) == {"since"}
    assert refused("p-3", "2023-12-01", acting=True) == {"since"}
    assert refused("p-3", "2023-12-01", acting=True, until="2024-01-09") == set()
    country.release("school", "head", "p-1", "2024-03-01")
    assert refused("p-3", "2024-02-29") == {"since"}
    assert refused("p-3", "2024-03-01") == set()


def test_a_release_ends_an_open_appointment(country: Country) -> None:
    """Nobody is released who is not in the post, twice, or before the second day."""

    def refused(person: str, on: str) -> set[str]:
        return country.refused("school", "release", post="head", person=person, on=on, reason="x")

    assert refused("p-2", "2024-01-09") == {"person"}
    assert refused("p-1", "2023-02-01") == {"on"}
    assert refused("p-1", "2024-06-04") == {"on"}
    assert refused("p-1", "2024-01-09") == set()
    assert refused("p-1", "2024-01-09") == {"person"}


def test_nothing_with_somebody_in_it_ends(country: Country) -> None:
    """A post is not abolished and a body not closed while an official is not released; a post ends once."""
    assert country.refused("school", "abolish_post", post="head", on="2024-03-01") == {"on"}
    assert country.refused("school", "close", on="2024-03-01", reason="liquidated") == {"on"}
    country.release("school", "head", "p-1", "2024-03-02")
    assert country.refused("school", "abolish_post", post="head", on="2024-03-01") == {"on"}
    country.do("school", "abolish_post", post="head", on="2024-03-02")
    assert country.refused("school", "abolish_post", post="head", on="2024-03-02") == {"post"}
    country.do("school", "close", on="2024-03-01", reason="liquidated")


def test_a_superior_exists_and_does_not_answer_to_the_post(country: Country) -> None:
    """A superior named for a post is a post that exists on that day; two posts are not each other's superiors."""

    def refused(organization: str, post: str, since: str = "2024-01-09") -> set[str]:
        superior = {"organization": organization, "post": post}
        return country.refused("school", "subordinate_post", post="head", since=since, superior=superior)

    country.post("education", "head", "first_head", since="2023-06-01")
    country.post("education", "deputy", "deputy_head", since="2023-06-01")
    country.post(
        "school", "deputy", "deputy_head", superior={"organization": "education", "post": "deputy"}, since="2023-07-01"
    )
    assert refused("nobody", "head") == {"superior.organization"}
    assert refused("education", "nobody") == {"superior.post"}
    assert refused("education", "deputy", "2023-05-31") == {"superior.post"}
    assert refused("school", "head") == {"superior.post"}
    assert refused("education", "deputy") == set()
    turned = {"post": "deputy", "since": "2024-01-10", "superior": {"organization": "school", "post": "head"}}
    assert country.refused("education", "subordinate_post", **turned) == {"superior.post"}
    assert country.refused("school", "subordinate_post", post="head", since="2024-01-10") == set()


def test_a_correction_of_an_appointment_is_checked(country: Country) -> None:
    """An appointment is not corrected into another's time, nor away from under its release."""
    country.release("school", "head", "p-1", "2024-03-01")
    country.appoint("school", "head", "p-2", since="2024-03-01")
    versions = {type(e).TOPIC: e.originator_version for e in country.cases["school"].history}
    last = versions["organization.official_appointed"]
    data = {"post": "head", "person": "p-2", "since": "2024-02-01", **ORDER}
    assert country.refused("school", "correct", corrects=last, data=data, reason="x") == {"data.since", "data"}
    data = {"post": "head", "person": "p-2", "since": "2023-02-01", **ORDER}
    assert country.refused("school", "correct", corrects=3, data=data, reason="x") != set()
    data = {"post": "head", "person": "p-1", "since": "2023-03-01", **ORDER}
    assert country.refused("school", "correct", corrects=3, data=data, reason="x") == set()
    assert country.register.holders("school", "first_head", date(2023, 2, 1)) == ()  # type: ignore[arg-type]


DAYS = st.integers(0, 60).map(lambda n: date(2024, 3, 1) + timedelta(days=n))
STEPS = st.one_of(
    st.tuples(st.just("appoint"), st.sampled_from(["p-1", "p-2", "p-3"]), DAYS, st.booleans(), st.none() | DAYS),
    st.tuples(st.just("release"), st.sampled_from(["p-1", "p-2", "p-3"]), DAYS, st.none(), st.none()),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(STEPS, max_size=20))
def test_appointments_never_overlap(steps: list[tuple[str, str, date, bool | None, date | None]]) -> None:
    """Whatever was ordered, on every day a post has one holder and one who acts at most, and nobody is there twice."""
    country = almaty()
    country.post("school", "head", "first_head")
    for person in ("p-1", "p-2", "p-3"):
        country.person(person)
    for step, person, day, acting, until in steps:
        try:
            if step == "release":
                country.release("school", "head", person, day.isoformat())
            else:
                ends = until.isoformat() if until else None
                country.appoint("school", "head", person, day.isoformat(), acting=acting, until=ends)
        except Invalid:
            continue
    post = country.cases["school"].facts.posts["head"]
    for number in range(62):
        there = [one for one in post.appointments if one.covers(date(2024, 3, 1) + timedelta(days=number))]
        assert len([one for one in there if one.acting]) <= 1
        assert len([one for one in there if not one.acting]) <= 1
        assert len({one.person for one in there}) == len(there)
    assert all(one.since <= TODAY for one in post.appointments)


def test_a_circle_on_a_later_day(country: Country) -> None:
    """Two posts cannot answer to each other on any day, though the later entry begins when the earlier one held not yet."""
    for code in ("education", "health"):
        country.post(code, "chief", "first_head")
    to_health = {"organization": "health", "post": "chief"}
    to_education = {"organization": "education", "post": "chief"}
    country.do("education", "subordinate_post", post="chief", since="2024-01-09", superior=to_health)
    found = country.refused("health", "subordinate_post", post="chief", since="2023-06-01", superior=to_education)
    assert found == {"superior.post"}
    country.do("education", "subordinate_post", post="chief", since="2024-03-01", superior=None)
    country.do("health", "subordinate_post", post="chief", since="2024-03-01", superior=to_education)


def test_an_acting_head_becomes_the_head(country: Country) -> None:
    """Whoever acts in a post can be appointed to it without a release: they act no longer from then on."""
    country.post("education", "chief", "first_head")
    country.appoint("education", "chief", "p-1", since="2024-01-09", acting=True)
    country.appoint("education", "chief", "p-1", since="2024-03-01")
    acting, own = country.cases["education"].facts.posts["chief"].appointments
    assert (acting.until, own.since, own.is_open) == (date(2024, 3, 1), date(2024, 3, 1), True)
    country.release("education", "chief", "p-1", "2024-04-01")
    assert (
        country.refused("education", "appoint", post="chief", person="p-1", order_no="1", since="2024-02-01") != set()
    )


def test_a_body_has_one_head(country: Country) -> None:
    """A second post of the head is refused while there is one, and accepted once that is abolished."""
    country.post("education", "chief", "first_head")
    second = {"post": "chief-2", "kind": "first_head", "post_class": "corps_b", "title_ru": "x", "since": "2024-02-01"}
    assert country.refused("education", "establish_post", **second) == {"kind"}
    country.do("education", "abolish_post", post="chief", on="2024-02-01")
    country.do("education", "establish_post", **second)
