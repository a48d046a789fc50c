"""Examples of answers about what waits for a person; a test holds them to their shapes."""

from typing import Any

NOTICES: dict[str, Any] = {
    "items": [
        {
            "id": "3c4a3a9c-0c7a-5d7b-8a55-6b1c2f6d9a11",
            "number": 41,
            "kind": "reminder",
            "case_id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
            "key": "D04",
            "organization": "almaty-region.procurement",
            "workflow": "risk_analysis",
            "subtask": "1.1.3",
            "rule": "D04",
            "due": "2024-02-19",
            "days": 3,
            "days_left": 2,
            "step": 0,
            "capacity": "responsible",
            "in_place_of": None,
            "stands_in_as": "",
            "clearance": "",
            "mandatory": True,
            "told_on": "2024-02-14",
            "made_at": "2024-02-14T04:00:00Z",
            "read_at": None,
            "text": "Announce the start (№ 17-Ө), Department of procurement: due 19 February 2024 (Mon), in 2 working days; "
            "you are responsible",
            "over": False,
            "asked_by": "",
            "reason": "",
            "next": "announce_start",
            "href": "/api/v1/cases/5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
        }
    ],
    "next": None,
    "unread": 1,
}

CALENDAR_FEED: dict[str, Any] = {"made_at": "2024-02-14T04:00:00Z", "address": None}

NEW_CALENDAR_FEED: dict[str, Any] = {
    "made_at": "2024-02-14T04:00:00Z",
    "address": "https://tbn4.example.kz/calendar/q2xk0V0yqgQ0yqgQ0yqgQ0yqgQ0yqgQ0yqgQ0yqgQ0y.ics",
}

NOTICES_READ: dict[str, Any] = {"read": 1, "unread": 0}

TASKS: dict[str, Any] = {
    "items": [
        {
            "case_id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
            "workflow": "risk_analysis",
            "organization": "almaty-region.procurement",
            "state": "ordered",
            "subtask": "1.1.2",
            "period": "2024",
            "number": "17-Ө",
            "title": "№ 17-Ө",
            "clearance": "",
            "key": "D04",
            "rule": "D04",
            "due": "2024-02-19",
            "days_left": 5,
            "status": "open",
            "next": "announce_start",
            "href": "/api/v1/cases/5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
        }
    ],
    "next": None,
    "tab": "mine",
    "counts": {"mine": 1, "unit": 1, "returned": 0, "review": 0},
}

VIEW: dict[str, Any] = {
    "id": "0b0e6f6e-8a57-4f0e-9d55-3f3a2f6d9a11",
    "page": "tasks",
    "name": "Late ones of Project 1",
    "query": {"tab": "unit", "project": "1", "late": "1"},
    "default": True,
    "unknown": {},
    "shared": "body",
    "own": True,
    "owner": "Akhmetova Aigul",
}

VIEWS: dict[str, Any] = {"items": [VIEW], "next": None}
