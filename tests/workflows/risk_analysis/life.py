"""The worked example of requirements §5, step by step."""

from typing import Any

from tests.workflows.scenario import HEAD, OFFICER, Scenario

SHA = "a" * 64
PARTY = {"kind": "working_group", "members": ["Главный специалист", "Юрист"]}
ORDER = {
    "order_no": "17-Ө",
    "ordered_on": "2024-02-12",
    "starts_on": "2024-03-04",
    "ends_on": "2024-03-28",
    "authorised": PARTY,
    "objects": ["Отдел закупок"],
}
START = {
    "channel": "website",
    "address": "https://example.kz/1",
    "published_on": "2024-02-16",
    "secrets_excluded": True,
}
DISCUSSION_ANNOUNCED = {
    "channel": "social",
    "address": "https://example.kz/2",
    "published_on": "2024-03-07",
    "discussion_on": "2024-03-15",
    "secrets_excluded": True,
}
DISCUSSION = {
    "held_on": "2024-03-15",
    "protocol_no": "3",
    "protocol_approved_on": "2024-03-15",
    "results_channel": "website",
    "results_address": "https://example.kz/3",
    "results_published_on": "2024-03-18",
    "signature": {"post": "first_head"},
}
RISK = {"code": "R1", "description": "Приёмка без комиссии", "area": "Отдел закупок"}
RECOMMENDATION = {
    "code": "1",
    "risk": "R1",
    "text": "Утвердить порядок приёмки",
    "lawful": True,
    "effective": True,
    "feasible": True,
    "targeted": True,
}
POSITION = {"title": "Главный специалист", "unit": "Отдел закупок", "powers": "Подписание актов", "risk": "R1"}
REPORT = {
    "report_no": "5",
    "signed_on": "2024-04-05",
    "risks": [RISK],
    "recommendations": [RECOMMENDATION],
    "positions": [POSITION],
}
UNIT = "Отдел закупок"
ITEM = {
    "code": "1",
    "recommendations": ["1"],
    "measure": "Издать приказ",
    "completion_form": "Приказ",
    "due_on": "2024-06-28",
    "unit": UNIT,
}
PLAN = {"plan_no": "6", "approved_on": "2024-04-19", "items": [ITEM]}
PUBLISHED = {
    "published_on": "2024-04-24",
    "report_address": "https://example.kz/4",
    "plan_address": "https://example.kz/5",
}
WITHHELD = {
    "approved_on": "2024-04-23",
    "note_no": "7",
    "basis": "state_secret",
    "justification": "Охраняемые сведения",
}
PROGRESS = {
    "unit": UNIT,
    "quarter": "2024Q2",
    "received_on": "2024-07-04",
    "items": [{"item": "1", "progress": "Приказ издан"}],
}
REVIEW = {
    "unit": UNIT,
    "quarter": "2024Q2",
    "reviewed_on": "2024-07-10",
    "recommendations": [{"recommendation": "1", "state": "done", "completion_form_reached": True}],
}
LIST = {"approved_on": "2024-07-11", "list_no": "5-п", "signature": {"post": "first_head"}}
CLOSED = {
    "closed_on": "2025-04-14",
    "report_no": "9",
    "conclusion": "Исполнено",
    "signature": {"post": "first_head"},
}

LIFE: tuple[tuple[str, Any, str, dict[str, Any]], ...] = (
    ("order", HEAD, "2024-02-12", ORDER),
    ("announce_start", OFFICER, "2024-02-16", START),
    ("begin", OFFICER, "2024-03-04", {"began_on": "2024-03-04"}),
    ("announce_discussion", OFFICER, "2024-03-07", DISCUSSION_ANNOUNCED),
    ("hold_discussion", OFFICER, "2024-03-18", DISCUSSION),
    ("finish", OFFICER, "2024-03-28", {"finished_on": "2024-03-28"}),
    ("sign_report", HEAD, "2024-04-05", REPORT),
    ("approve_plan", HEAD, "2024-04-19", PLAN),
    ("publish", OFFICER, "2024-04-24", PUBLISHED),
    ("report_progress", OFFICER, "2024-07-04", PROGRESS),
    ("review_progress", OFFICER, "2024-07-10", REVIEW),
    ("approve_positions", OFFICER, "2024-07-11", LIST),
    ("close_monitoring", OFFICER, "2025-04-14", CLOSED),
)


WITH_PAPER = {"order", "hold_discussion", "sign_report", "approve_plan", "approve_positions", "review_progress"}
"""Actions whose entries have a place for the signed paper that is uploaded (l.41)."""


def papered(action: str, data: dict[str, Any]) -> dict[str, Any]:
    """Give the data of an action with its paper, if it has one."""
    return data | ({"file": SHA} if action in WITH_PAPER else {})


def lived(until: str) -> Scenario:
    """Give the analysis after an action of its life; "" for one of which nothing is recorded."""
    scenario = Scenario()
    if not until:
        return scenario
    for action, actor, day, data in LIFE:
        scenario.do(action, actor, day, **data)
        if action == until:
            return scenario
    raise ValueError(until)
