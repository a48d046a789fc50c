"""The one way to tell people something: the notice and all that will carry it are stored together, or neither."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection

from service.alerts.hours import Hours
from service.alerts.notice import Notice
from service.alerts.notices import Notices
from service.alerts.queue import Queue


async def tell(conn: AsyncConnection[Any], notices: Sequence[Notice], hours: Hours) -> list[Notice]:
    """Tell what was not told yet, in the caller's transaction; gives these notices, numbered.

    `hours` say when those who get mail may be written to.
    """
    told = await Notices(conn).put(notices)
    await Queue(conn).put(told, hours)
    return told
