"""Notices and accounts for tests."""

import uuid
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from service.access import Access
from service.access.account import Account
from service.alerts import Capacity, Kind, Notice
from service.alerts.notice import identity
from service.register import FreshRegister
from workflows.actor import Post, Role

CASE = UUID("5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")
BODY = "almaty-region.procurement"
NOON = datetime(2024, 3, 1, 7, tzinfo=UTC)


def nobodys_access() -> Access:
    """Give access to no database, for what asks none."""
    pool = AsyncConnectionPool(open=False)
    return Access(pool, FreshRegister(pool))


def notice(account: UUID, **changes: Any) -> Notice:
    """Give the reminder of one deadline, three working days before it."""
    case_id, key, due = changes.get("case_id", CASE), changes.get("key", "D07"), changes.get("due", date(2024, 3, 6))
    kind, days = changes.get("kind", Kind.REMINDER), changes.get("days", 3)
    fields: dict[str, Any] = {
        "id": identity("main", case_id, key, due, f"{kind}/{days}", account), "log": "main", "case_id": case_id, "key": key,
        "due": due, "organization": BODY, "workflow": "risk_analysis", "subtask": "1.2.3", "rule": "D07", "kind": kind,
        "days": days, "step": 0, "account": account, "in_place_of": None, "capacity": Capacity.RESPONSIBLE, "policy": 1,
        "asked_by": "", "reason": "", "clearance": "", "mandatory": False, "told_on": date(2024, 3, 1), "made_at": NOON,
    }  # fmt: skip
    return Notice(**(fields | changes))


async def account(
    pool: AsyncConnectionPool, role: Role = Role.OFFICER, organization: str = BODY, post: Post | None = None
) -> Account:
    """Make an account with a login of its own."""
    access = Access(pool, FreshRegister(pool))
    return await access.create(f"u{uuid.uuid4().hex[:12]}", "Айгүл", role, organization=organization, post=post)
