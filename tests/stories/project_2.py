"""What Project 2 asks of a body, subtask by subtask: a right life, what is refused on the way, what is recorded with a warning."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.workflows.hired_offender import test_hired as hired
from tests.workflows.hiring_check import test_check as check
from tests.workflows.liability.test_refusals import MOVE
from tests.workflows.liability.test_stories import ACCEPTED, NAMED
from tests.workflows.liability.world import ACT as JUDICIAL_ACT
from tests.workflows.liability.world import CRIME, OFFENCE
from tests.workflows.offence_report.life import LIFE as REPORT
from tests.workflows.offence_report.life import OFFENCE as REPORTED_OFFENCE
from tests.workflows.reconciliation.life import CLOSED as RECONCILED
from tests.workflows.reconciliation.life import FILED, OWN_LIST, REGISTRY_LIST, listed, own
from tests.workflows.restriction_fact.life import CLOSED, FOUND, HANDED_OVER, MEASURES, OPENINGS, PERSON, cured

Data = dict[str, Any]
TOMORROW = "2025-01-01"
"""The day after the story's, which is the last of 2024: everything is recorded afterwards."""

NO_SUCH_FILE = "b" * 64


class Wrong(NamedTuple):
    """What a step may not say: what differs from the right data, and the fields for which it is refused."""

    step: int
    changes: Data
    fields: tuple[str, ...]


class Warned(NamedTuple):
    """What is recorded though it is not as it should be: by a remark, or by a deadline that then has this status."""

    step: int
    changes: Data
    remark: str = ""
    deadline: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Walk:
    """A subtask walked to its end: the first step begins the case, unless the year's plan makes it."""

    subtask: str
    workflow: str
    steps: tuple[tuple[str, Data], ...]
    end: str
    wrong: tuple[Wrong, ...]
    warned: tuple[Warned, ...]
    sealed: bool = False
    planned: bool = False
    remarks: tuple[str, ...] = ()
    deadlines: tuple[tuple[str, str], ...] = ()


def _restriction(row: str, *wrong: Wrong, **more: Any) -> Walk:
    """Give the walk of a broken restriction: what every row has is refused alike."""
    opening = (OPENINGS[row].action, {"found_on": FOUND} | OPENINGS[row].data)
    between = [("hand_over_gift", HANDED_OVER)] if row == "2.5.4" else []
    between += [("record_cure", cured(row))] if OPENINGS[row].cure else []
    steps = (opening, ("record_measures", MEASURES), *between, ("close_restriction_fact", CLOSED))
    common = (
        Wrong(0, {"found_on": TOMORROW}, ("found_on",)),
        Wrong(1, {"file": NO_SUCH_FILE}, ("file",)),
        Wrong(1, {"taken_on": "2024-05-13"}, ("taken_on",)),
        Wrong(len(steps) - 1, {"closed_on": "2024-05-19"}, ("closed_on",)),
    )
    return Walk(row, "restriction_fact", steps, "closed", (*common, *wrong), **more)


_LATE_CURE = {"cured_on": "2024-12-16"}

WALKS = (
    Walk(
        "2.1.1", "offence_report", tuple((action, data) for action, _, data in REPORT), "closed",
        (
            Wrong(0, {"no_state_secrets": False}, ("no_state_secrets",)),
            Wrong(0, {"offence": REPORTED_OFFENCE | {"category": "discrediting"}}, ("offence/category",)),
            Wrong(0, {"found_on": TOMORROW}, ("found_on",)),
            Wrong(1, {"file": NO_SUCH_FILE}, ("file",)),
            Wrong(1, {"file": None}, ("file",)),
            Wrong(1, {"sent_on": "2024-05-13"}, ("sent_on",)),
            Wrong(2, {"file": NO_SUCH_FILE}, ("file",)),
            Wrong(2, {"received_on": "2024-05-15"}, ("received_on",)),
            Wrong(3, {"recommendation": "R9"}, ("recommendation",)),
            Wrong(4, {"unexecuted": []}, ("unexecuted",)),
            Wrong(4, {"closed_on": "2024-06-02"}, ("closed_on",)),
        ),
        (
            Warned(0, {"crime_no": "17"}, "crime_number_unusual"),
            Warned(3, {"executed_on": "2024-06-01"}, "executed_before_the_reply"),
        ),
        sealed=True, remarks=("closed_with_recommendations_not_carried_out",),
    ),
    Walk(
        "2.2.1", "reconciliation", (
            ("enter_own_list", OWN_LIST), ("receive_registry_list", REGISTRY_LIST),
            ("approve_act", FILED | {"signature": {"post": "apparatus_head", "person": "p-apparatus"}}),
            ("close_reconciliation", RECONCILED),
        ),
        "closed",
        (
            Wrong(0, {"rows": [own(in_force_on="2023-12-29")]}, ("rows/0/in_force_on",)),
            Wrong(0, {"entered_on": TOMORROW}, ("entered_on",)),
            Wrong(1, {"received_on": TOMORROW}, ("received_on",)),
            Wrong(2, {"signature": {"post": "first_head"}}, ("signature/post",)),
            Wrong(2, {"file": NO_SUCH_FILE}, ("file",)),
            Wrong(2, {"approved_on": "2024-12-01"}, ("approved_on",)),
            Wrong(3, {"closed_on": "2024-12-15"}, ("closed_on",)),
        ),
        (
            Warned(1, {"rows": [listed(in_force_on="2023-06-05")]}, "registry_rows_outside_the_year"),
            Warned(2, {"signature": {"post": "apparatus_head"}}, "signatory_not_named"),
            Warned(2, {"file": None}, "act_without_file"),
        ),
        planned=True,
    ),
    Walk(
        "2.3.1", "liability_check",
        (
            ("open_by_hand", CRIME | {
                "reason": "Письмо", "superior": NAMED["superior"],
                "subordinate": {"body": "OBL", "kind": "deputy_head", "post_class": "political"},
            }),
            *((action, data) for _, action, data in ACCEPTED),
        ),
        "closed",
        (
            Wrong(0, {"offence": OFFENCE | {"category": "administrative"}}, ("offence/category",)),
            Wrong(0, {"outcome": {"kind": "judgment"}}, ("outcome/judicial_act",)),
            Wrong(0, {"found_on": TOMORROW}, ("found_on",)),
            Wrong(1, {"file": NO_SUCH_FILE}, ("file",)),
            Wrong(1, {"filed_on": TOMORROW}, ("filed_on",)),
            Wrong(2, {"order_no": None}, ("order_no",)),
            Wrong(2, {"signatory": None}, ("signatory",)),
            Wrong(2, {"ordered_on": "2024-05-28"}, ("ordered_on",)),
            Wrong(3, {"closed_on": "2024-06-09"}, ("closed_on",)),
        ),
        (
            Warned(0, {"crime_number": "12/24"}, "crime_number_unusual"),
            Warned(1, {"filed_on": "2024-06-05"}, deadline=("D14", "met_late")),
            Warned(1, {"filed_on": "2024-05-19"}, "filed_before_force"),
        ),
        deadlines=(("D14", "met"),),
    ),
    Walk(
        "2.3.2", "superior_move",
        (("register_move", MOVE), ("close_move", {"closed_on": "2024-06-20", "result": "Передано"})),
        "closed",
        (
            Wrong(0, {"found_on": "2024-05-26"}, ("found_on",)),
            Wrong(0, {"not_finished_reason": None}, ("not_finished_reason",)),
            Wrong(0, {"new_appointed_on": "2024-02-11"}, ("new_appointed_on",)),
            Wrong(0, {"judicial_act": JUDICIAL_ACT | {"in_force_on": "2024-05-01"}}, ("judicial_act/in_force_on",)),
            Wrong(1, {"closed_on": TOMORROW}, ("closed_on",)),
            Wrong(1, {"result": None}, ("result",)),
        ),
        (Warned(0, {"offence": OFFENCE | {"category": "administrative"}}, "not_counted_in_2_3_1"),),
    ),
    Walk(
        "2.4.1", "hiring_check",
        (
            ("begin_check", check.BEGUN),
            ("record_lookup", check.LOOKUP | {"person": None, "checker": "Ахметова А. К.", "checker_position": "Кадровик"}),
            ("decide_admission", check.DECIDED),
            ("close_check", check.CLOSED),
        ),
        "closed",
        (
            Wrong(0, {"procedure": "quasi_state", "intake_ended_on": None}, ("procedure",)),
            Wrong(0, {"begun_on": TOMORROW}, ("begun_on",)),
            Wrong(1, {"checker": None, "checker_position": None}, ("checker",)),
            Wrong(1, {"looked_up_on": "2024-05-12"}, ("looked_up_on",)),
            Wrong(2, {"decided_on": "2024-05-13"}, ("decisions/0/admitted",)),
            Wrong(3, {"closed_on": "2024-05-14"}, ("closed_on",)),
        ),
        (
            Warned(2, {"decided_on": "2024-05-16"}, deadline=("D15", "met_late")),
            Warned(2, {"decisions": [check.ADMITTED, {"candidate": "C2", "admitted": True}]}, "admitted_though_convicted"),
        ),
        deadlines=(("D15", "met"),),
    ),
    Walk(
        "2.4.1", "hired_offender",
        (
            ("register_hired_offender", hired.FOUND),
            ("record_hiring_measures", hired.MEASURES),
            ("close_hiring_fact", hired.CLOSED),
        ),
        "closed",
        (
            Wrong(0, {"act_on": "2021-02-11"}, ("act_on",)),
            Wrong(0, {"found_on": "2024-01-31"}, ("found_on",)),
            Wrong(0, {"checker": ""}, ("checker",)),
            Wrong(1, {"file": NO_SUCH_FILE}, ("file",)),
            Wrong(1, {"taken_on": "2024-05-13"}, ("taken_on",)),
            Wrong(2, {"closed_on": "2024-05-19"}, ("closed_on",)),
        ),
        (
            Warned(0, {"checked_on": None}, "hired_without_check"),
            Warned(0, {"checked_on": "2024-02-02"}, "checked_after_hiring"),
        ),
    ),
    _restriction(
        "2.5.1", Wrong(2, {"how": "accounts_closed"}, ("how",)), Wrong(2, {"file": NO_SUCH_FILE}, ("file",)),
        warned=(Warned(2, _LATE_CURE, deadline=("TRUST", "met_late")),), deadlines=(("TRUST", "met_late"),),
    ),
    _restriction(
        "2.5.2", Wrong(0, {"people": []}, ("people",)), Wrong(2, {"how": "trust_agreement"}, ("how",)),
        warned=(Warned(0, {"notified_on": None, "notice_no": None}, "conflict_without_notice"),),
    ),
    _restriction("2.5.3", Wrong(0, {"asked_on": "2024-05-15"}, ("asked_on",)), warned=(), remarks=("not_by_responsible_unit",)),
    _restriction(
        "2.5.4",
        Wrong(0, {"received_on": "2024-05-15"}, ("received_on",)),
        Wrong(2, {"file": None}, ("file",)),
        Wrong(2, {"file": NO_SUCH_FILE}, ("file",)),
        Wrong(2, {"handed_on": "2024-05-12"}, ("handed_on",)),
        warned=(Warned(2, {"handed_on": "2024-05-21"}, deadline=("GIFT", "met_late")),), deadlines=(("GIFT", "met"),),
    ),
    _restriction(
        "2.5.5", Wrong(0, {"holdings": []}, ("holdings",)), Wrong(0, {"people": [PERSON, PERSON]}, ("people/1",)),
        Wrong(2, {"file": NO_SUCH_FILE}, ("file",)),
        warned=(Warned(2, _LATE_CURE, deadline=("ACCOUNT", "met_late")),), deadlines=(("ACCOUNT", "met"),), sealed=True,
    ),
    _restriction(
        "2.5.R", Wrong(0, {"second": PERSON}, ("second",)), Wrong(2, {"how": "trust_agreement"}, ("how",)),
        warned=(Warned(2, _LATE_CURE, deadline=("RELATIVES", "met_late")),), deadlines=(("RELATIVES", "met"),),
    ),
)  # fmt: skip
"""The subtasks of Project 2 with the row of relatives, and the check of candidates beside the hiring of offenders."""
