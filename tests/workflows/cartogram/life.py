"""A cartogram's year: results of two analyses, both sections brought up to date, the report, the end."""

from typing import Any

from tests.workflows.bodies import AKIMAT, DEPARTMENT, DISTRICT, EDUCATION, officer, register, signatory
from tests.workflows.scenario import Scenario
from workflows.actor import SYSTEM, Post

REGISTER = register()
OFFICER, APPARATUS, AKIM = officer(AKIMAT), signatory(AKIMAT, Post.APPARATUS_HEAD), signatory(AKIMAT)
INSPECTOR = officer(DEPARTMENT)

ASSIGNED = {"year": 2024, "assigned_on": "2024-01-15"}
ANALYSIS, ANOTHER = "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11", "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a12"
RESULTS: dict[str, Any] = {
    "year": 2024,
    "analysis": ANALYSIS,
    "body": EDUCATION,
    "report_no": "5",
    "positions": [{"title": "Главный специалист", "unit": "Отдел закупок", "risk": "R1"}],
    "risks": [{"code": "R1", "description": "Приёмка без комиссии", "measures": 1}],
    "plan_approved": True,
}
OTHER_RESULTS: dict[str, Any] = RESULTS | {
    "analysis": ANOTHER,
    "body": DISTRICT,
    "positions": [{"title": "Инспектор", "unit": "Отдел земли", "risk": "R1"}],
    "risks": [{"code": "R1", "description": "Отвод земли", "measures": 2}],
}
POSITION = {"organization": EDUCATION, "title": "Главный специалист", "unit": "Отдел закупок"}
OTHER_POSITION = {"organization": DISTRICT, "title": "Инспектор", "unit": "Отдел земли"}
RISK = {"organization": EDUCATION, "description": "Приёмка без комиссии", "measures": 1}
OTHER_RISK = {"organization": DISTRICT, "description": "Отвод земли", "measures": 2}
POSITIONS: dict[str, Any] = {
    "updated_on": "2024-05-14",
    "address": "https://example.kz/kartogramma/1",
    "rows": [POSITION, OTHER_POSITION],
}
RISKS: dict[str, Any] = {
    "updated_on": "2024-05-15",
    "address": "https://example.kz/kartogramma/2",
    "rows": [RISK, OTHER_RISK],
}
RISK_MAP: dict[str, Any] = {
    "updated_on": "2024-05-20",
    "address": "https://example.kz/kartogramma/3",
    "risks": ["Земельные отношения"],
    "sources": ["external_analysis", "media"],
}
SIGNED: dict[str, Any] = {
    "signed_on": "2024-12-10",
    "positions_note": "Обновлён",
    "risks_note": "Обновлён",
    "report_no": "14-2/77",
    "file": "a" * 64,
}
UPLOADED = {"uploaded_on": "2024-12-12"}
CLOSED = {"closed_on": "2024-12-31"}

LIFE: tuple[tuple[str, Any, str, dict[str, Any]], ...] = (
    ("plan", SYSTEM, "2024-01-15", ASSIGNED),
    ("receive_results", SYSTEM, "2024-04-05", RESULTS),
    ("receive_results", SYSTEM, "2024-04-20", OTHER_RESULTS),
    ("update_positions", OFFICER, "2024-05-14", POSITIONS),
    ("update_risks", OFFICER, "2024-05-15", RISKS),
    ("update_risk_map", INSPECTOR, "2024-05-20", RISK_MAP),
    ("sign_cartogram_report", APPARATUS, "2024-12-10", SIGNED),
    ("upload_cartogram_report", OFFICER, "2024-12-12", UPLOADED),
    ("close_cartogram", OFFICER, "2024-12-31", CLOSED),
)


def lived(until: str = "") -> Scenario:
    """Give the cartogram after the last time an action is taken in its life; "" for one of which nothing is recorded."""
    scenario = Scenario("cartogram", AKIMAT, REGISTER)
    steps = max((number for number, step in enumerate(LIFE, 1) if step[0] == until), default=0)
    for action, actor, day, data in LIFE[:steps]:
        scenario.do(action, actor, day, **data)
    return scenario
