"""Group commit for threads."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from events.store.commit_thread import CommitThread
from events.store.save import Committed, Conflict, Rejected, Unavailable
from tests.events.store.material import Connect, event, opening, rows, save


async def test_threads_save_together(connect: Connect) -> None:
    """Saves of many threads each get their verdict, and one of those that race wins."""
    case = uuid4()
    store = CommitThread(connect)
    with ThreadPoolExecutor(16) as threads:
        verdicts = list(threads.map(store.commit, [opening() if n % 2 else save(event(case, 1)) for n in range(64)]))
    store.close()
    assert [type(verdict) for verdict in verdicts].count(Committed) == 33
    assert verdicts.count(Conflict()) == 31
    assert [row.position for row in await rows(connect)] == list(range(1, 34))


def test_a_closed_thread_refuses(connect: Connect) -> None:
    """Closing twice does no harm; errors reach the calling thread; nothing can be saved afterwards."""
    store = CommitThread(connect)
    with pytest.raises(Rejected):
        store.commit(save())
    assert isinstance(store.commit(opening()), Committed)
    store.close()
    store.close()
    with pytest.raises(Unavailable):
        store.commit(opening())
