"""An answer of the board of deadlines, as the API's description shows it."""

from typing import Any

DEADLINES: dict[str, Any] = {
    "items": [
        {
            "log": "main",
            "case_id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
            "key": "D04",
            "organization": "almaty-region.procurement",
            "workflow": "risk_analysis",
            "rule": "D04",
            "subtask": "1.1.3",
            "basis": "l.105",
            "strength": "hard",
            "bound": "not_later",
            "subject": "",
            "anchor": "2024-03-04",
            "amount": -10,
            "unit": "working_days",
            "due": "2024-02-19",
            "moved_from": None,
            "skipped": [
                {"act": "", "day": "2024-02-24", "name": "", "reason": "weekend"},
                {"act": "", "day": "2024-02-25", "name": "", "reason": "weekend"},
                {"act": "", "day": "2024-03-02", "name": "", "reason": "weekend"},
                {"act": "", "day": "2024-03-03", "name": "", "reason": "weekend"},
            ],
            "calendar": "kz-0.109/5d/36-62e7e13b",
            "act": "",
            "extended_from": None,
            "missed_due": None,
            "status": "open",
            "done_on": None,
            "margin": None,
            "missed_on": None,
            "set_by": 1,
            "set_at": 5,
            "previous": [],
            "clearance": "",
            "title": "Announce the start",
            "explanation": "10 working days before 4 March 2024 (Mon): 19 February 2024 (Mon). Skipped: weekends "
            "24–25 February, 2–3 March.",
            "href": "/api/v1/cases/5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
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
