"""An answer of the board of deadlines, as the API's description shows it."""

from typing import Any

from service.api.answers_shown import CASE

[_DEADLINE] = CASE["deadlines"]

DEADLINES: dict[str, Any] = {
    "items": [
        {
            **{name: value for name, value in _DEADLINE.items() if name != "arithmetic"},
            **_DEADLINE["arithmetic"],
            "log": "main",
            "case_id": CASE["id"],
            "organization": CASE["organization"],
            "workflow": CASE["workflow"],
            "missed_due": None,
            "set_by": 1,
            "set_at": 5,
            "clearance": "",
            "href": f"/api/v1/cases/{CASE['id']}",
            "case_title": "№ 17-Ө",
            "days_left": 5,
            "responsible": {"account": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a12", "name": "Главный специалист"},
            "signatories": [{"post": "first_head", "title": "First head", "person": "", "name": ""}],
            "escalation": None,
            "last_notice": None,
            "lacks": {
                "stage": "Start announcement",
                "action": "announce_start",
                "body": "almaty-region.procurement",
                "evidence": [],
            },
        }
    ],
    "next": None,
}
