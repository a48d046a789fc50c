"""Send what is due from a process of its own, with a lease of two seconds: `python -m tests.service.alerts.send_once URL`."""

import asyncio
import sys
from datetime import timedelta

from tests.service.alerts.sending import sending


async def _send(database_url: str) -> None:
    async with sending(database_url, lease=timedelta(seconds=2)) as service:
        await service.sent()


if __name__ == "__main__":
    asyncio.run(_send(sys.argv[1]))
