"""Examples of answers about the register, of the shapes in `service.api.shapes.register`; a test holds them to these."""

from typing import Any

_HEAD = {
    "organization": "almaty-region", "organization_name": "Office of the Akim of Almaty Region", "post": "akim",
    "title": "Akim of the region", "person": "p-000101", "name": "Akimbayev A.", "acting": False, "vacant": False,
    "found": "head_above",
}  # fmt: skip

SUPERIOR: dict[str, Any] = _HEAD

ENTERED: dict[str, Any] = {
    "id": "0b5a8ed0-6f25-5d2f-8fd2-9f7a2e1b2b11", "code": "almaty-region.education", "state": "active", "version": 1,
    "position": 2051, "recorded_at": "2024-03-01T05:20:11.482301Z",
}  # fmt: skip

ORGANIZATION: dict[str, Any] = {
    "id": "0b5a8ed0-6f25-5d2f-8fd2-9f7a2e1b2b11",
    "code": "almaty-region.education",
    "on": "2024-03-01",
    "exists": True,
    "type": "UPR",
    "type_title": "Department of an akimat",
    "region": "KZ-19",
    "name": "Department of Education of Almaty Region",
    "name_ru": "Управление образования Алматинской области",
    "name_kk": "Алматы облысының Білім басқармасы",
    "name_en": "Department of Education of Almaty Region",
    "bin": "971240001315",
    "site": "https://example.kz",
    "account": True,
    "working_week": "five_days",
    "since": "2023-01-03",
    "closed_on": None,
    "successors": [],
    "parent": "almaty-region",
    "ancestors": ["almaty-region"],
    "supervisors": [],
    "below": ["almaty-region.school-1"],
    "uploader": "almaty-region.education",
    "superior": _HEAD,
    "posts": [
        {
            "code": "head",
            "title": "Head of the department",
            "kind": "first_head",
            "kind_title": "First head",
            "part": "head",
            "post_class": "corps_b",
            "elected": False,
            "since": "2023-01-03",
            "incumbents": [
                {
                    "person": "p-000123",
                    "name": "Akhmetova Aigul",
                    "acting": False,
                    "since": "2023-02-01",
                    "order_no": "45-л",
                }
            ],
            "superior": _HEAD,
        }
    ],
    "state": "active",
    "version": 4,
    "actions": [
        {
            "name": "appoint",
            "title": "Appoint an official",
            "method": "POST",
            "href": "/api/v1/organizations/almaty-region.education/actions/appoint",
            "schema": {"type": "object"},
        }
    ],
    "href": "/api/v1/organizations/almaty-region.education",
}

PERSON: dict[str, Any] = {
    "id": "4cf1a9c6-6d0f-5f0e-8e5a-3f3a2f6d9a11",
    "code": "p-000123",
    "on": "2024-03-01",
    "name": "Akhmetova Aigul",
    "name_ru": "Ахметова Айгуль Кайратовна",
    "name_kk": "Ахметова Айгүл Қайратқызы",
    "name_latin": "Akhmetova Aigul",
    "iin": "850101300015",
    "keeper": "almaty-region.education",
    "posts": [
        {
            "organization": "almaty-region.education",
            "organization_name": "Department of Education of Almaty Region",
            "post": "head",
            "title": "Head of the department",
            "kind": "first_head",
            "acting": False,
            "since": "2023-02-01",
            "order_no": "45-л",
            "superior": _HEAD,
        }
    ],
    "state": "active",
    "version": 1,
    "actions": [],
    "href": "/api/v1/people/p-000123",
}
