"""The saves that wait for the committer, and which of them can be written together."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from events.store.encoding import EncodedSave
from events.store.save import Committed, Conflict, Duplicate, Mismatch, Verdict

_MAX_BATCH_BYTES = 64 * 1024 * 1024


@dataclass(slots=True, eq=False)
class WaitingSave:
    """A save on its way: its deadline by the loop's clock, whether it may have reached the server, whether it must go alone."""

    save: EncodedSave
    deadline: float
    verdict: asyncio.Future[Verdict]
    sent: bool = False
    alone: bool = False

    def settle(self, row: tuple[Any, ...]) -> None:
        """Answer the caller, if it still waits, with the row that `log.append` returned for the save."""
        if not self.verdict.done():
            self.verdict.set_result(_verdict(*row))

    def fail(self, error: Exception) -> None:
        """Answer the caller, if it still waits, with an error."""
        if not self.verdict.done():
            self.verdict.set_exception(error)


class WaitingSaves:
    """A queue from which as many saves are taken at once as can be written together."""

    def __init__(self) -> None:
        self._queue: deque[WaitingSave] = deque()

    def __len__(self) -> int:
        return len(self._queue)

    def __iter__(self) -> Iterator[WaitingSave]:
        return iter(self._queue)

    def put(self, waiting: WaitingSave) -> None:
        """Add a save at the end."""
        self._queue.append(waiting)

    def put_back(self, batch: Sequence[WaitingSave]) -> None:
        """Return saves that were taken to the front, in their order."""
        self._queue.extendleft(reversed(batch))

    def take(self, max_events: int) -> list[WaitingSave]:
        """Take the longest-waiting saves that share no case, no command id and no different time, and leave the others in order.

        A save that is larger than `max_events` alone goes alone. Saves whose callers have gone before they were sent are dropped.
        """
        batch: list[WaitingSave] = []
        left: list[WaitingSave] = []
        taken: set[UUID] = set()
        events = size = 0
        while self._queue and events < max_events and len(left) < max_events:
            waiting = self._queue.popleft()
            save = waiting.save
            if waiting.verdict.done():
                continue
            apart = batch and (waiting.alone or batch[0].alone or save.at != batch[0].save.at)
            full = batch and (events + save.events > max_events or size + save.size > _MAX_BATCH_BYTES)
            if apart or full or not taken.isdisjoint(save.keys):
                left.append(waiting)
            else:
                batch.append(waiting)
                events += save.events
                size += save.size
            taken |= save.keys
        self.put_back(left)
        return batch


def _verdict(verdict: str, first_position: int, last_position: int, recorded_at: Any) -> Verdict:
    match verdict:
        case "committed":
            return Committed(first_position, last_position, recorded_at.astimezone(UTC))
        case "duplicate":
            return Duplicate(first_position, last_position, recorded_at.astimezone(UTC))
        case "mismatch":
            return Mismatch()
        case _:
            return Conflict()
