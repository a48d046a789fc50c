"""Table T-RES: each row by the law of 2024, each changed row by the law from 2026-07-01, and what never happens."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.offence import OffenceCategory
from events.organization import OrganizationType as T
from events.organization import Post, PostClass
from events.resignation import OfficialPost, Relation, Ruling, VerdictReason
from workflows.resignation import Question, edition, rows, table, tenure, verdict
from workflows.resignation.verdict import is_political

DIRECT, SUPERVISES = Relation.DIRECT, Relation.SUPERVISES
OLD, NEW = date(2024, 6, 5), date(2026, 8, 3)


def political(body: T, kind: Post, **other: bool) -> OfficialPost:
    """A political post."""
    return OfficialPost(body, kind, PostClass.POLITICAL, **other)


def corps_b(body: T, kind: Post, **other: bool) -> OfficialPost:
    """An administrative post of corps B."""
    return OfficialPost(body, kind, PostClass.CORPS_B, **other)


MINISTER, VICE_MINISTER = political(T.CGO, Post.FIRST_HEAD), political(T.CGO, Post.DEPUTY_HEAD)
AKIM, DEPUTY_AKIM = political(T.OBL, Post.FIRST_HEAD), political(T.OBL, Post.DEPUTY_HEAD)
CHIEF = political(T.OBL, Post.APPARATUS_HEAD)
DISTRICT_AKIM, ELECTED = political(T.RAY, Post.DISTRICT_AKIM), political(T.RAY, Post.DISTRICT_AKIM, elected=True)
COMMITTEE, DEPARTMENT, SECTION = (corps_b(body, Post.FIRST_HEAD) for body in (T.KOM, T.UPR, T.OTD))
TERRITORIAL, LOCAL = (corps_b(T.TER, Post.FIRST_HEAD, region_wide=wide) for wide in (True, False))
INSTITUTION = corps_b(T.ORG, Post.FIRST_HEAD)
SPECIALIST = corps_b(T.OBL, Post.SPECIALIST)


def ask(
    superior: OfficialPost, subordinate: OfficialPost | None, relation: Relation, on: date, **more: object
) -> Question:
    """A question of a crime, of a superior long in the post."""
    known = {"category": OffenceCategory.CRIMINAL, "three_months_passed": True, **more}
    return Question(final_on=on, superior=superior, subordinate=subordinate, relation=relation, **known)  # type: ignore[arg-type]


NAMED = (
    ("R1", MINISTER, VICE_MINISTER, DIRECT, "1"),
    ("R2", MINISTER, political(T.CGO, Post.SPECIALIST), DIRECT, "1"),
    ("R3", MINISTER, corps_b(T.CGO, Post.APPARATUS_HEAD), DIRECT, "1"),
    ("R4", MINISTER, TERRITORIAL, DIRECT, "1"),
    ("R5", AKIM, DEPUTY_AKIM, DIRECT, "2"),
    ("R6", AKIM, political(T.OBL, Post.SPECIALIST), DIRECT, "2"),
    ("R7", AKIM, CHIEF, DIRECT, "2"),
    ("R8", AKIM, DISTRICT_AKIM, DIRECT, "2"),
    ("R9", AKIM, ELECTED, DIRECT, "2"),
    ("R10", VICE_MINISTER, COMMITTEE, SUPERVISES, "3"),
    ("R11", VICE_MINISTER, corps_b(T.CGO, Post.UNIT_HEAD), SUPERVISES, "3"),
    ("R12", DEPUTY_AKIM, DEPARTMENT, SUPERVISES, "4"),
    ("R13", CHIEF, corps_b(T.OBL, Post.DEPUTY_HEAD), DIRECT, "4-1"),
    ("R14", CHIEF, DEPARTMENT, SUPERVISES, "4-1"),
    ("R15", CHIEF, corps_b(T.OBL, Post.UNIT_HEAD), DIRECT, "4-1"),
    ("R16", DISTRICT_AKIM, political(T.RAY, Post.DEPUTY_HEAD), DIRECT, "5"),
    ("R17", DISTRICT_AKIM, corps_b(T.RAY, Post.APPARATUS_HEAD), DIRECT, "5"),
    ("R18", DISTRICT_AKIM, SECTION, SUPERVISES, "5"),
)


@pytest.mark.parametrize(("row", "superior", "subordinate", "relation", "item"), NAMED, ids=[one[0] for one in NAMED])
def test_rows_1_to_18_in_the_law_of_2024(
    row: str, superior: OfficialPost, subordinate: OfficialPost, relation: Relation, item: str
) -> None:
    """Each pair that art. 60 para 3-1 names is one row, with its item; only R9 excepts."""
    found = verdict(ask(superior, subordinate, relation, OLD))
    assert (found.row, found.law, found.article, found.paragraph, found.item) == (row, "416-V", "60", "3-1", item)
    assert found.ruling is (Ruling.NO_DUTY if row == "R9" else Ruling.RESIGNS)
    assert found.why is (VerdictReason.ELECTED_SUBORDINATE if row == "R9" else VerdictReason.NAMED)


@pytest.mark.parametrize(
    ("superior", "subordinate", "relation"),
    [
        (AKIM, SPECIALIST, DIRECT),
        (AKIM, corps_b(T.OBL, Post.UNIT_HEAD), DIRECT),
        (DEPUTY_AKIM, DEPARTMENT, DIRECT),
        (MINISTER, LOCAL, DIRECT),
    ],
    ids=["specialist", "unit not named", "body not supervised", "district department"],
)
def test_row_19_in_the_law_of_2024(superior: OfficialPost, subordinate: OfficialPost, relation: Relation) -> None:
    """Any other subordinate of a superior whom the table names is no ground for a resignation."""
    found = verdict(ask(superior, subordinate, relation, OLD))
    assert (found.row, found.ruling, found.why) == ("R19", Ruling.NO_DUTY, VerdictReason.NOT_NAMED)


@pytest.mark.parametrize(
    ("superior", "subordinate", "why"),
    [
        (AKIM, DEPARTMENT, VerdictReason.NO_DEPUTY_BETWEEN),
        (MINISTER, COMMITTEE, VerdictReason.NO_DEPUTY_BETWEEN),
        (DISTRICT_AKIM, SECTION, VerdictReason.NO_DEPUTY_BETWEEN),
        (MINISTER, corps_b(T.TER, Post.FIRST_HEAD), VerdictReason.LEVEL_UNKNOWN),
        (ELECTED, corps_b(T.RAY, Post.DEPUTY_HEAD), VerdictReason.ELECTED_SUPERIOR),
        (AKIM, None, VerdictReason.SUBORDINATE_UNKNOWN),
        (OfficialPost(T.OBL, Post.FIRST_HEAD, PostClass.OTHER), DEPUTY_AKIM, VerdictReason.CLASS_UNKNOWN),
    ],
    ids=lambda value: value.value if isinstance(value, VerdictReason) else "",
)
def test_gaps_are_checked_by_hand(superior: OfficialPost, subordinate: OfficialPost | None, why: VerdictReason) -> None:
    """What the table leaves open is for an official to decide, not for the service."""
    found = verdict(ask(superior, subordinate, DIRECT, OLD))
    assert (found.ruling, found.why) == (Ruling.BY_HAND, why)


@pytest.mark.parametrize("kind", [PostClass.CORPS_A, PostClass.CORPS_B])
def test_row_20_in_the_law_of_2024(kind: PostClass) -> None:
    """An administrative servant of either corps never resigns: discipline is considered for immediate subordinates (art. 43)."""
    superior = OfficialPost(T.OBL, Post.APPARATUS_HEAD, kind)
    found = verdict(ask(superior, SPECIALIST, DIRECT, OLD, three_months_passed=False))
    assert (found.row, found.ruling, found.article, found.paragraph) == ("R20", Ruling.DISCIPLINE, "43", "4")
    assert verdict(ask(superior, SPECIALIST, SUPERVISES, OLD)).ruling is Ruling.BY_HAND


@pytest.mark.parametrize(
    ("superior", "body", "on", "named"),
    [
        (MINISTER, T.CGO, OLD, Ruling.BY_HAND),
        (AKIM, T.OBL, OLD, Ruling.BY_HAND),
        (DISTRICT_AKIM, T.RAY, OLD, Ruling.RESIGNS),
        (AKIM, T.OBL, NEW, Ruling.BY_HAND),
        (ELECTED, T.RAY, NEW, Ruling.RESIGNS),
    ],
    ids=["R1", "R5", "R16", "R5 in 2026", "R16-E"],
)
def test_an_administrative_deputy_is_checked_by_hand(superior: OfficialPost, body: T, on: date, named: Ruling) -> None:
    """An administrative deputy may be that of the head of the apparatus; in a district not, once somebody named the superior."""
    deputy = corps_b(body, Post.DEPUTY_HEAD)
    found = verdict(ask(superior, deputy, DIRECT, on))
    assert (found.ruling, found.why) == (Ruling.BY_HAND, VerdictReason.SUBORDINATE_UNKNOWN)
    assert verdict(ask(superior, deputy, DIRECT, on, named=True)).ruling is named


def test_row_21_in_the_law_of_2024() -> None:
    """A political superior under three months in the post does not resign."""
    found = verdict(ask(AKIM, DEPUTY_AKIM, DIRECT, OLD, three_months_passed=False))
    assert (found.row, found.ruling, found.paragraph) == ("R21", Ruling.NO_DUTY, "3-1")


@pytest.mark.parametrize("category", [OffenceCategory.ADMINISTRATIVE, OffenceCategory.DISCREDITING])
def test_row_22_in_the_law_of_2024(category: OffenceCategory) -> None:
    """Only a crime is a ground, for political and administrative superiors alike."""
    for superior in (AKIM, corps_b(T.UPR, Post.FIRST_HEAD)):
        found = verdict(ask(superior, DEPUTY_AKIM, DIRECT, OLD, category=category))
        assert (found.row, found.ruling) == ("R22", Ruling.NO_DUTY)


def test_row_23_in_the_law_of_2024() -> None:
    """A superior who moved before anything was considered is a fact of 2.3.2, whatever the new post."""
    for moved_to in (PostClass.POLITICAL, PostClass.CORPS_A):
        found = verdict(ask(AKIM, DEPUTY_AKIM, DIRECT, OLD, moved_to=moved_to))
        assert (found.row, found.ruling, found.why) == ("R23", Ruling.OUTSIDE, VerdictReason.MOVED)


def test_row_24_in_the_law_of_2024() -> None:
    """The manager of a quasi-state entity is no civil servant: the supervising body decides by hand."""
    found = verdict(ask(OfficialPost(T.KGS, Post.FIRST_HEAD, PostClass.QUASI_STATE), SPECIALIST, DIRECT, OLD))
    assert (found.row, found.ruling) == ("R24", Ruling.BY_HAND)


CHANGED = (
    ("R9", AKIM, ELECTED, DIRECT, Ruling.RESIGNS, "69"),
    ("R11-1", VICE_MINISTER, INSTITUTION, SUPERVISES, Ruling.RESIGNS, "69"),
    ("R12-1", DEPUTY_AKIM, INSTITUTION, SUPERVISES, Ruling.RESIGNS, "69"),
    ("R13", CHIEF, corps_b(T.OBL, Post.DEPUTY_HEAD), DIRECT, Ruling.BY_HAND, "69"),
    ("R14", CHIEF, DEPARTMENT, SUPERVISES, Ruling.BY_HAND, "69"),
    ("R15", CHIEF, corps_b(T.OBL, Post.UNIT_HEAD), DIRECT, Ruling.BY_HAND, "69"),
    ("R18", DISTRICT_AKIM, SECTION, DIRECT, Ruling.RESIGNS, "69"),
    ("R18-1", DISTRICT_AKIM, INSTITUTION, DIRECT, Ruling.RESIGNS, "69"),
    ("R16-E", ELECTED, political(T.RAY, Post.DEPUTY_HEAD), DIRECT, Ruling.RESIGNS, "70"),
    ("R17-E", ELECTED, corps_b(T.RAY, Post.APPARATUS_HEAD), DIRECT, Ruling.RESIGNS, "70"),
    ("R18-E", ELECTED, SECTION, DIRECT, Ruling.RESIGNS, "70"),
    ("R18-1-E", ELECTED, INSTITUTION, SUPERVISES, Ruling.RESIGNS, "70"),
    ("R20", corps_b(T.UPR, Post.FIRST_HEAD), SPECIALIST, SUPERVISES, Ruling.DISCIPLINE, "60"),
)


@pytest.mark.parametrize(
    ("row", "superior", "subordinate", "relation", "ruling", "article"), CHANGED, ids=[one[0] for one in CHANGED]
)
def test_changed_rows_in_the_law_from_2026(
    row: str, superior: OfficialPost, subordinate: OfficialPost, relation: Relation, ruling: Ruling, article: str
) -> None:
    """What Law 290-VIII changed is said by its own article, and was said otherwise by the law of 2024."""
    found = verdict(ask(superior, subordinate, relation, NEW))
    assert (found.row, found.law, found.ruling, found.article) == (row, "290-VIII", ruling, article)
    before = verdict(ask(superior, subordinate, relation, OLD))
    assert (before.row, before.ruling) != (found.row, found.ruling)


@pytest.mark.parametrize(
    ("row", "superior", "subordinate", "relation"),
    [one[:4] for one in NAMED if one[0] not in {"R9", "R13", "R14", "R15"}],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unchanged_rows_in_the_law_from_2026(
    row: str, superior: OfficialPost, subordinate: OfficialPost, relation: Relation
) -> None:
    """The other rows stand in art. 69; their paragraphs are not known, so none is cited."""
    found = verdict(ask(superior, subordinate, relation, NEW))
    assert (found.row, found.ruling, found.article, found.paragraph) == (row, Ruling.RESIGNS, "69", "")


def test_the_discipline_of_superiors_in_the_law_from_2026() -> None:
    """Discipline reaches supervised people by art. 60 para 7."""
    found = verdict(ask(corps_b(T.UPR, Post.FIRST_HEAD), SPECIALIST, SUPERVISES, NEW))
    assert (found.article, found.paragraph) == ("60", "7")


def test_a_former_team_in_the_law_from_2026() -> None:
    """Whoever hired a former subordinate may answer by para 4: an official checks; in the law of 2024 there was no such rule."""
    found = verdict(ask(AKIM, SPECIALIST, DIRECT, NEW, former_team=True))
    assert (found.ruling, found.why, found.paragraph) == (Ruling.BY_HAND, VerdictReason.FORMER_TEAM, "4")
    assert verdict(ask(AKIM, SPECIALIST, DIRECT, OLD, former_team=True)).ruling is Ruling.NO_DUTY


def test_a_political_move_in_the_law_from_2026() -> None:
    """A move to another political post does not free from the duty; another move is a fact of 2.3.2."""
    assert verdict(ask(AKIM, DEPUTY_AKIM, DIRECT, NEW, moved_to=PostClass.POLITICAL)).ruling is Ruling.RESIGNS
    assert verdict(ask(AKIM, DEPUTY_AKIM, DIRECT, NEW, moved_to=PostClass.CORPS_A)).row == "R23"


def test_an_acting_superior_is_checked_by_hand() -> None:
    """The law speaks of who was appointed: of who only acted an official decides, with the row at hand."""
    found = verdict(ask(AKIM, DEPUTY_AKIM, DIRECT, OLD, acting=True))
    assert (found.row, found.ruling, found.why) == ("R5", Ruling.BY_HAND, VerdictReason.ACTING)


def test_the_edition_is_that_of_the_day() -> None:
    """The law in force on the day of entry into force decides; before the first known edition nobody is told to resign."""
    laws = {day: verdict(ask(AKIM, ELECTED, DIRECT, day)).law for day in (date(2026, 6, 30), date(2026, 7, 1))}
    assert laws == {date(2026, 6, 30): "416-V", date(2026, 7, 1): "290-VIII"}
    found = verdict(ask(AKIM, DEPUTY_AKIM, DIRECT, date(2023, 12, 31)))
    assert (found.ruling, found.why) == (Ruling.BY_HAND, VerdictReason.NO_EDITION)


@pytest.mark.parametrize(
    ("appointed_on", "last_day", "passed"),
    [
        (date(2023, 11, 12), date(2024, 2, 12), False),
        (date(2023, 11, 12), date(2024, 2, 13), True),
        (date(2023, 11, 30), date(2024, 2, 29), False),
        (date(2023, 11, 30), date(2024, 3, 1), True),
    ],
)
def test_three_months(appointed_on: date, last_day: date, *, passed: bool) -> None:
    """The offence must lie after the day on which the three months ended (D13); a short month ends them on its last day."""
    assert tenure(appointed_on, last_day).passed is passed


OFFICIALS = st.builds(
    OfficialPost,
    st.sampled_from(T),
    st.sampled_from(Post),
    st.sampled_from(PostClass),
    st.booleans(),
    st.none() | st.booleans(),
)
QUESTIONS = st.builds(
    Question,
    st.sampled_from(OffenceCategory),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.booleans(),
    OFFICIALS,
    st.none() | OFFICIALS,
    st.sampled_from(Relation),
    st.booleans(),
    st.none() | st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(PostClass),
    st.booleans(),
)


def may_resign(asked: Question) -> bool:
    """Whether the requirements leave room for a duty to resign (§13, invariant 5)."""
    akim = asked.subordinate and table().is_one(asked.subordinate, "district_akim")
    elected_before_2026 = akim and asked.subordinate and asked.subordinate.elected and asked.final_on < date(2026, 7, 1)
    return (
        is_political(asked.superior, stated=asked.political) is True
        and asked.three_months_passed
        and asked.category is OffenceCategory.CRIMINAL
        and not elected_before_2026
    )


@given(QUESTIONS)
def test_never_resigns_by_default(asked: Question) -> None:
    """Whoever is told to resign is political, three months in the post, and named by exactly one row; nobody else is."""
    law = edition(asked.final_on)
    found = rows(asked, law) if law else ()
    assert len(found) <= 1
    answer = verdict(asked)
    if answer.ruling is Ruling.RESIGNS:
        assert may_resign(asked)
        assert [row.row for row in found] == [answer.row]
    assert answer.ruling is not Ruling.DISCIPLINE or not is_political(asked.superior, stated=asked.political)


def test_every_pair_of_posts_has_at_most_one_row() -> None:
    """Over all bodies, posts, classes and relations, in both laws, no two rows name the same pair."""
    posts = [
        OfficialPost(body, kind, post_class, elected, wide)
        for body in T
        for kind in (Post.FIRST_HEAD, Post.DEPUTY_HEAD, Post.APPARATUS_HEAD, Post.DISTRICT_AKIM, Post.UNIT_HEAD, Post.SPECIALIST)
        for post_class in (PostClass.POLITICAL, PostClass.CORPS_B)
        for elected in (False, True)
        for wide in (None, True)
    ]  # fmt: skip
    named = {row.superior for law in table().editions for row in law.rows}
    superiors = [post for post in posts if any(table().is_one(post, name) for name in named)]
    matched: set[str] = set()
    for superior in {post for post in superiors if post.post_class is PostClass.POLITICAL and post.region_wide is None}:
        for subordinate in posts:
            for relation in Relation:
                for law in table().editions:
                    found = rows(ask(superior, subordinate, relation, law.since), law)
                    assert len(found) <= 1
                    matched |= {f"{law.law} {row.row}" for row in found}
    assert matched == {f"{law.law} {row.row}" for law in table().editions for row in law.rows}
