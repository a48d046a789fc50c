"""What a body owes for a year."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.organization import OrganizationType as T
from events.organization.dated import Dated
from events.organization.record import Details, OrganizationRecord
from workflows.catalogue import edition
from workflows.consequences import case_id
from workflows.plan import Slot, every_slot, obligations, owed, owed_by, superfluous, why_not
from workflows.plan_reasons import PlanReason, coded, worded
from workflows.register import Register
from workflows.subtask.period import bounds

YEAR = 2024
FIRST, LAST = bounds(str(YEAR))
OBLAST, CITY = "KZ-19", "KZ-75"


def _record(
    *types: tuple[date, T], since: date = date(2023, 1, 3), closed_on: date | None = None, region: str = OBLAST
) -> OrganizationRecord:
    return OrganizationRecord(
        "body", since, closed_on,
        types=Dated(tuple(sorted(types))), details=Dated(((since, Details(region, "", "", account=True)),)),
    )  # fmt: skip


def _of(kind: T, **more: date | str | None) -> OrganizationRecord:
    since = more.get("since", date(2023, 1, 3))
    return _record((since, kind), **more)  # type: ignore[arg-type]


def _counts(record: OrganizationRecord) -> dict[str, int]:
    return dict(Counter(one.slot.subtask for one in owed(record, YEAR)))


EVERY_STATE_BODY = {"1.1.2": 1, "2.2.1": 1, "4.2.1": 1, "4.2.2": 1, "4.2.3": 12, "4.2.4": 1, "4.3.1": 1}
MATRIX: dict[T, dict[str, int]] = {
    T.CGO: EVERY_STATE_BODY | {"1.1.1": 1},
    T.KOM: EVERY_STATE_BODY,
    T.TER: EVERY_STATE_BODY,
    T.OBL: EVERY_STATE_BODY | {"1.1.1": 1, "1.5.1": 1, "4.1.1": 4, "4.1.2": 1},
    T.UPR: EVERY_STATE_BODY | {"4.1.2": 1},
    T.RAY: EVERY_STATE_BODY | {"4.1.1": 4, "4.1.2": 1},
    T.OTD: EVERY_STATE_BODY | {"4.1.2": 1},
    T.ORG: {"1.1.2": 1, "2.2.1": 1},
    T.KGS: {"1.1.2": 1, "3.1.1": 4, "3.3.1": 1} | {f"3.2.{n}": 1 for n in range(1, 10)},
    T.AGN: {},
    T.AGT: {},
}
"""Cases by subtask: requirements §1, without the facts of Project 2, the steps of an analysis being one case."""


@pytest.mark.parametrize("kind", T)
def test_a_type_owes_what_the_matrix_says(kind: T) -> None:
    """A body that is of one type all year owes exactly the cases of the matrix, each for its own period."""
    found = owed(_of(kind), YEAR)
    assert _counts(_of(kind)) == MATRIX[kind]
    assert len({one.case_id for one in found}) == len(found)
    assert all(one.case_id == case_id("body", one.slot.subtask, one.slot.period) for one in found)


def test_periods_are_months_quarters_and_the_year() -> None:
    """Twelve months for 4.2.3, four quarters for 4.1.1, the year for the rest, in the order of time."""
    slots = obligations(T.OBL, YEAR)
    assert [slot.period for slot in slots if slot.subtask == "4.2.3"] == [f"2024-{month:02}" for month in range(1, 13)]
    assert [slot.period for slot in slots if slot.subtask == "4.1.1"] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert {slot.period for slot in slots if slot.subtask not in {"4.1.1", "4.2.3"}} == {"2024"}


def test_every_planned_subtask_belongs_to_one_case() -> None:
    """Nothing that has a workflow is forgotten: a case of its own, or a step of its workflow's one; facts of Project 2 happen."""
    planned = {slot.subtask for slot in every_slot(YEAR)}
    firsts = {slot.workflow: slot.subtask for slot in reversed(every_slot(YEAR))}
    for subtask in edition(2024).subtasks:
        covered = subtask.code in planned or firsts.get(subtask.workflow) in planned
        assert covered is (subtask.project != "2" or subtask.code == "2.2.1"), subtask.code


def test_cities_of_republican_significance_keep_no_cartogram() -> None:
    """The akimat of such a city owes all that one of an oblast owes but the cartogram (A-57)."""
    assert _counts(_of(T.OBL, region=CITY)) == {k: n for k, n in MATRIX[T.OBL].items() if k != "1.5.1"}


@pytest.mark.parametrize(
    ("since", "months", "quarters"), [(date(2024, 3, 31), 10, 4), (date(2024, 4, 1), 9, 3), (date(2024, 12, 31), 1, 1)]
)
def test_a_body_registered_in_mid_year(since: date, months: int, quarters: int) -> None:
    """It owes the periods that end on or after its first day, that of the year among them."""
    counts = _counts(_of(T.OBL, since=since))
    assert (counts["4.2.3"], counts["4.1.1"], counts["1.1.2"]) == (months, quarters, 1)


@pytest.mark.parametrize(
    ("closed_on", "months", "quarters"),
    [(date(2024, 1, 3), 0, 0), (date(2024, 3, 30), 2, 0), (date(2024, 3, 31), 3, 1), (date(2024, 12, 31), 12, 4)],
)
def test_a_body_closed_in_mid_year(closed_on: date, months: int, quarters: int) -> None:
    """It owes the periods that were over by its end: for others nothing can be asked of it."""
    counts = _counts(_of(T.RAY, closed_on=closed_on))
    year = int(closed_on == LAST)
    assert (counts.get("4.2.3", 0), counts.get("4.1.1", 0), counts.get("4.2.1", 0)) == (months, quarters, year)


def test_a_body_restored_in_mid_year() -> None:
    """It owes the periods that end on a day on which it existed; those that ended meanwhile are superfluous."""
    record = replace(_of(T.RAY), gaps=((date(2024, 2, 15), date(2024, 7, 1)),))
    quarters = [one.slot.period for one in owed(record, YEAR) if one.slot.subtask == "4.1.1"]
    assert quarters == ["2024Q3", "2024Q4"]
    assert {one.slot.period for one in superfluous(record, YEAR) if one.slot.subtask == "4.1.1"} == {"2024Q1", "2024Q2"}
    mistaken = replace(_of(T.RAY), gaps=((date(2024, 2, 15), date(2024, 2, 16)),))
    assert _counts(mistaken) == MATRIX[T.RAY]


def test_before_and_after_its_life_a_body_owes_nothing() -> None:
    """Neither a body closed the year before nor one registered the year after is planned."""
    assert owed(_of(T.RAY, closed_on=date(2023, 12, 31)), YEAR) == ()
    assert owed(_of(T.RAY, since=date(2025, 1, 1)), YEAR) == ()
    assert owed_by("nobody", Register(), YEAR) == ()


def test_a_body_whose_type_changes() -> None:
    """Each period is owed by the type of its last day; what the earlier type owed later is superfluous, with the reason."""
    record = _record((date(2023, 1, 3), T.RAY), (date(2024, 7, 1), T.OTD))
    assert _counts(record) == EVERY_STATE_BODY | {"4.1.1": 2, "4.1.2": 1}
    left = {one.slot for one in superfluous(record, YEAR)}
    assert Slot("subtask", "4.1.1", "2024Q3") in left
    assert Slot("subtask", "4.1.1", "2024Q2") not in left
    assert (
        str(worded(why_not(record, Slot("subtask", "4.1.1", "2024Q3")))) == "Organisations of type OTD do not owe this."
    )


def test_a_closed_body_says_so() -> None:
    """The reason of what comes after a body's end is its end."""
    record = _of(T.RAY, closed_on=date(2024, 5, 15))
    assert {one.slot.period for one in superfluous(record, YEAR) if one.slot.subtask == "4.1.1"} == {
        "2024Q2",
        "2024Q3",
        "2024Q4",
    }
    text = str(worded(why_not(record, Slot("subtask", "4.1.1", "2024Q2"))))
    assert text == "The organisation ended on 2024-05-15, before the period was over."


def test_reasons_are_stored_as_codes() -> None:
    """A reason of the plan is kept without a word of any language; what people write is never taken for one."""
    assert coded(PlanReason.NOT_OWED, T.OTD) == "plan:not_owed:OTD"
    reasons = [coded(PlanReason.ENDED, date(2024, 5, 15)), *map(coded, set(PlanReason) - {PlanReason.ENDED})]
    assert all(worded(stored) for stored in reasons)
    for text in ("План отменён", "plan:", "plan:x:y", "plan:organization_ended:вчера", "plan:not_owed:XYZ"):
        assert worded(text) is None


def test_what_a_type_may_do_is_not_superfluous() -> None:
    """A district akim may draw up a schedule without owing one (l.87): it is left to them."""
    schedule = Slot("analysis_schedule", "1.1.1", "2024")
    assert schedule not in {one.slot for one in superfluous(_of(T.RAY), YEAR)}
    assert schedule in {one.slot for one in superfluous(_of(T.OTD), YEAR)}


@pytest.mark.parametrize("slot", every_slot(YEAR), ids=lambda slot: f"{slot.subtask}-{slot.period}")
def test_every_slot_can_be_begun_and_ended(slot: Slot) -> None:
    """The plan knows the actions that begin and end each case, and gives them exactly the fields they take."""
    for action, data in (
        (slot.action, slot.data(FIRST, None)),
        (slot.ending, slot.ending_data(LAST, "register", "closed")),
        (slot.restoring, slot.restoring_data(LAST, "owed")),
    ):
        fields = {field.name for field in action.event.data_fields()}
        assert action.event.HAPPENED in data
        assert data.keys() <= fields
    assert slot.action.opens
    assert slot.ending.event.CLOSES
    assert slot.restoring.event.REOPENS


DAYS = st.dates(date(2023, 6, 1), date(2025, 6, 30))


@st.composite
def _lives(draw: st.DrawFn) -> OrganizationRecord:
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=4, unique=True)))
    types = [(day, draw(st.sampled_from(T))) for day in days]
    closed_on = draw(st.none() | st.dates(days[-1], days[-1] + timedelta(days=400)))
    return _record(*types, since=days[0], closed_on=closed_on, region=draw(st.sampled_from([OBLAST, CITY])))


@given(_lives())
def test_whatever_becomes_of_a_body(record: OrganizationRecord) -> None:
    """It owes a part of what the types it had in the year owe, nothing twice, and nothing that is superfluous at once."""
    due = [one.slot for one in owed(record, YEAR)]
    had = {kind for day, after, kind in record.types.spans() if day <= LAST and after > FIRST}
    assert set(due) <= {slot for kind in had for slot in obligations(kind, YEAR)}
    assert len(set(due)) == len(due)
    assert due == [slot for slot in every_slot(YEAR) if slot in due]
    assert not set(due) & {one.slot for one in superfluous(record, YEAR)}
    for slot in due:
        last = bounds(slot.period)[1]
        assert record.since is not None
        assert record.since <= last
        assert record.closed_on is None or last <= record.closed_on


@given(_lives(), st.dates(FIRST, LAST))
def test_closing_a_body_only_takes_away(record: OrganizationRecord, on: date) -> None:
    """A body closed on a day owes what it owed for the periods before, and every loss is superfluous or another type's."""
    if record.closed_on is not None or any(day > on for day, _ in record.types.entries):
        return
    closed = OrganizationRecord(record.code, record.since, on, types=record.types, details=record.details)
    before, after = ({one.slot for one in owed(r, YEAR)} for r in (record, closed))
    assert after <= before
    kind = record.types.at(on)
    lost = {slot for slot in before - after if kind not in edition(2024).subtask(slot.subtask).may_apply_to}
    assert lost <= {one.slot for one in superfluous(closed, YEAR)}
