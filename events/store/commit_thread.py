"""Group commit for threads: a loop of its own, in a thread of its own."""

import asyncio
import atexit
import threading

from events.store.group_commit import Connect, GroupCommit
from events.store.save import Save, Unavailable, Verdict


class CommitThread:
    """Runs a `GroupCommit` of one log in a daemon thread, so that saves of any number of threads are written together.

    It takes `GroupCommit`'s parameters. One that is not closed is closed when the process exits.
    """

    def __init__(self, connect: Connect, log: str = "main", max_batch: int = 1000, give_up_after: float = 30.0) -> None:
        self._loop = asyncio.new_event_loop()
        self._open = threading.Lock()
        self._closed = False
        self._group = GroupCommit(connect, log, max_batch, give_up_after)
        self._thread = threading.Thread(target=self._run, name=f"group commit of log {log}", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._group.start(), self._loop).result()
        atexit.register(self.close)

    def commit(self, save: Save) -> Verdict:
        """Store a save and return its verdict once it is durable; raises what `GroupCommit.commit` raises."""
        with self._open:
            if self._closed:
                raise Unavailable("the log is closed")
            verdict = asyncio.run_coroutine_threadsafe(self._group.commit(save), self._loop)
        return verdict.result()

    def close(self) -> None:
        """Give every waiting save its verdict, disconnect, and end the thread. Closing again does nothing."""
        with self._open:
            if self._closed:
                return
            self._closed = True
        atexit.unregister(self.close)
        asyncio.run_coroutine_threadsafe(self._group.close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
