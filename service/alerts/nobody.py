"""How many deadlines there are of which nobody can be told, for those who run the service."""

import time
from typing import TYPE_CHECKING

from service.alerts.policies import Policies
from service.alerts.recipients import Recipients
from service.alerts.unreached import told_to_nobody

if TYPE_CHECKING:
    from service.wiring import Service


class ToldToNobody:
    """Counts deadlines of which nobody can be told; anew after `every` seconds, since it looks at all that are awaited."""

    def __init__(self, every: float = 300.0) -> None:
        self._every, self._until, self._count = every, 0.0, 0

    async def of(self, service: "Service") -> int:
        """Give the count of a service, of no sealed case."""
        if time.monotonic() >= self._until:
            today, register = service.clock.today(), await service.register.current()
            version = await Policies(service.cases).in_force(today)
            async with service.pool.connection() as conn:
                recipients = await Recipients.on(conn, service.access, register, today)
                self._count = await told_to_nobody(conn, recipients, version, service.cases.log)
            self._until = time.monotonic() + self._every
        return self._count
