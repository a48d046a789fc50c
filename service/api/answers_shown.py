"""Examples of answers, of the shapes in `service.api.shapes`; a test holds them to these."""

from typing import Any

_ID = "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11"
_HREF = f"/api/v1/cases/{_ID}"
_BODY = "almaty-region.procurement"
_DUE: dict[str, Any] = {
    "key": "D04", "rule": "D04", "subject": "", "subtask": "1.1.3", "strength": "hard", "bound": "not_later", "due": "2024-02-19",
    "status": "open", "done_on": None, "margin": None, "missed_on": None,
}  # fmt: skip

DONE: dict[str, Any] = {
    "id": _ID, "state": "prepared", "version": 2, "position": 1042, "recorded_at": "2024-02-13T05:20:11.482301Z"
}  # fmt: skip

OPENED: dict[str, Any] = {
    "id": _ID, "workflow": "risk_analysis", "organization": _BODY, "state": "ordered", "version": 1, "position": 1041,
    "recorded_at": "2024-02-12T04:02:31.118204Z",
}  # fmt: skip
