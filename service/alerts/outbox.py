"""The one way to tell people something: the notice and all that will carry it are stored together, or neither."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection

from service.alerts.notice import Notice
from service.alerts.notices import Notices


async def tell(conn: AsyncConnection[Any], notices: Sequence[Notice]) -> list[Notice]:
    """Tell what was not told yet, in the caller's transaction; gives these notices, numbered."""
    return await Notices(conn).put(notices)
