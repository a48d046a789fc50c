"""Exports of lists."""

from datetime import datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class ExportItem(Shape, frozen=True, kw_only=True):
    """An export. `state` is waiting, running, ready, failed or cancelled; `total` is null while nobody knows how many rows there are.

    `problem` is the last part of the type of what it failed of. `file` leads to the file of a ready one, until `expires_at`.
    """

    id: UUID
    list: str
    filters: dict[str, str]
    format: str
    language: str
    address: str
    state: str
    done: int
    total: int | None
    size: int
    problem: str | None
    detail: str | None
    asked_at: datetime
    as_of: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    href: str
    file: str | None
