"""Examples of answers, of the shapes in `service.api.shapes`; a test holds them to these."""

from typing import Any

DONE: dict[str, Any] = {
    "id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
    "state": "prepared",
    "version": 2,
    "position": 1042,
    "recorded_at": "2024-02-13T05:20:11.482301Z",
}

OPENED: dict[str, Any] = {
    "id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
    "workflow": "risk_analysis",
    "organization": "almaty-region.procurement",
    "state": "ordered",
    "version": 1,
    "position": 1041,
    "recorded_at": "2024-02-12T04:02:31.118204Z",
}

CASE: dict[str, Any] = {
    "id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
    "workflow": "risk_analysis",
    "organization": "almaty-region.procurement",
    "state": "ordered",
    "state_title": "Ordered",
    "version": 1,
    "responsible": None,
    "data": {
        "terms": [{"starts_on": "2024-03-04", "ends_on": "2024-03-28", "since": "2024-02-12"}],
        "order": {
            "order_no": "17-Ө",
            "ordered_on": "2024-02-12",
            "starts_on": "2024-03-04",
            "ends_on": "2024-03-28",
            "authorised": {"kind": "official", "members": ["Главный специалист"]},
            "objects": ["Закупки"],
            "directions": ["legal_acts", "management"],
            "public_members": [],
            "external_analysis_ended_on": None,
        },
    },
    "deadlines": [
        {
            "key": "D04",
            "rule": "D04",
            "title": "Announce the start",
            "subject": "",
            "subtask": "1.1.3",
            "basis": "l.105",
            "strength": "hard",
            "bound": "not_later",
            "due": "2024-02-19",
            "status": "open",
            "done_on": None,
            "margin": None,
            "missed_on": None,
            "arithmetic": {
                "anchor": "2024-03-04",
                "amount": -10,
                "unit": "working_days",
                "due": "2024-02-19",
                "moved_from": None,
                "skipped": [
                    {"day": "2024-02-24", "reason": "weekend", "name": "", "act": ""},
                    {"day": "2024-02-25", "reason": "weekend", "name": "", "act": ""},
                    {"day": "2024-03-02", "reason": "weekend", "name": "", "act": ""},
                    {"day": "2024-03-03", "reason": "weekend", "name": "", "act": ""},
                ],
                "calendar": "kz-0.109/5d/36-62e7e13b",
                "act": "",
                "extended_from": None,
            },
            "previous": [],
            "explanation": "10 working days before 4 March 2024 (Mon): 19 February 2024 (Mon). Skipped: weekends "
            "24–25 February, 2–3 March.",
        }
    ],
    "remarks": [],
    "actions": [
        {
            "name": "announce_start",
            "title": "Announce the start",
            "method": "POST",
            "href": "/api/v1/cases/5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11/actions/announce_start",
            "schema": {"type": "object"},
        }
    ],
}

CASES: dict[str, Any] = {
    "items": [
        {
            "log": "main",
            "id": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
            "workflow": "risk_analysis",
            "organization": "almaty-region.procurement",
            "state": "ordered",
            "version": 1,
            "position": 5,
            "number": "17-Ө",
            "objects": ["Закупки"],
            "starts_on": "2024-03-04",
            "ends_on": "2024-03-28",
            "opened_on": "2024-02-12",
            "opened_at": "2024-02-12T03:00:00Z",
            "changed_at": "2024-02-12T03:00:00Z",
            "closed": False,
            "remarks": 0,
            "subtask": "1.1.2",
            "period": "2024",
            "about": "",
            "clearance": "",
            "responsible": None,
            "breaches": 0,
            "title": "Internal analysis of corruption risks, 2024",
            "state_title": "Ordered",
            "href": "/api/v1/cases/5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
        }
    ],
    "next": None,
}

ORGANIZATIONS: dict[str, Any] = {
    "items": [
        {
            "code": "almaty-region",
            "type": "OBL",
            "region": "KZ-19",
            "parent": "",
            "name_ru": "almaty-region",
            "name_kk": "almaty-region",
            "name_en": "almaty-region",
            "bin": "",
            "site": "",
            "account": True,
            "since": "2023-01-03",
            "closed_on": None,
            "name": "almaty-region",
            "type_title": "Akimat of a region",
            "href": "/api/v1/organizations/almaty-region",
        }
    ],
    "next": None,
}

KEPT_FILE: dict[str, Any] = {
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 48213,
    "media_type": "application/pdf",
    "name": "Протокол № 3.pdf",
}

DUE: dict[str, Any] = {
    "from": "2024-03-25",
    "amount": -10,
    "unit": "working_days",
    "due": "2024-03-06",
    "moved_from": None,
    "skipped": [
        {
            "date": "2024-03-08",
            "reason": "holiday",
            "name": "womens_day",
            "title": "International Women's Day",
            "act": "",
        },
        {"date": "2024-03-09", "reason": "weekend", "name": "", "title": "weekend", "act": ""},
        {"date": "2024-03-10", "reason": "weekend", "name": "", "title": "weekend", "act": ""},
        {"date": "2024-03-16", "reason": "weekend", "name": "", "title": "weekend", "act": ""},
        {"date": "2024-03-17", "reason": "weekend", "name": "", "title": "weekend", "act": ""},
        {"date": "2024-03-21", "reason": "holiday", "name": "nauryz", "title": "Nauryz", "act": ""},
        {"date": "2024-03-22", "reason": "holiday", "name": "nauryz", "title": "Nauryz", "act": ""},
        {"date": "2024-03-23", "reason": "holiday", "name": "nauryz", "title": "Nauryz", "act": ""},
        {"date": "2024-03-24", "reason": "weekend", "name": "", "title": "weekend", "act": ""},
    ],
    "explanation": "10 working days before 25 March 2024 (Mon): 6 March 2024 (Wed). Skipped: weekends 9–10 March, 16–17 "
    "March, 24 March; 8 March — International Women's Day; 21–23 March — Nauryz.",
    "calendar": "kz-0.109/5d/44-ff639485",
    "known_at": None,
    "week": 5,
}

RESULTS: dict[str, Any] = {
    "dry_run": False,
    "rows": 3,
    "recorded": 1,
    "unchanged": 1,
    "refused": 1,
    "listed": [{"row": 2, "outcome": "changed", "events": ["subtask.uploaded", "case.upload_returned"]}],
    "errors": [{"row": 4, "column": "returned_on", "heading": "", "detail": "Это не может быть раньше 05.07.2024."}],
    "position": 1204,
}

IMPORT: dict[str, Any] = {
    "kind": "organizations",
    "dry_run": True,
    "rows": 3,
    "created": 1,
    "changed": 0,
    "unchanged": 1,
    "listed": [{"row": 2, "outcome": "created", "events": ["organization.registered"]}],
    "wrong": 1,
    "errors": [
        {
            "row": 4,
            "column": "bin",
            "heading": "БИН",
            "detail": "The check digit does not fit: compare the number once more.",
        }
    ],
    "position": 0,
    "recorded_at": None,
}
