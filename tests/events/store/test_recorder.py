"""A stock eventsourcing application on our log."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import DataError, IntegrityError, OperationalError, ProgrammingError

from events.store.reader import find_command
from events.store.recorder import LogRecorder
from tests.events.store.material import Connect, rows
from tests.events.store.material import event as stored


class Journal(Aggregate):
    """An aggregate as the library's users write them."""

    @event("Opened")
    def __init__(self, title: str) -> None:
        self.title = title
        self.entries: list[str] = []

    @event("Entered")
    def enter(self, text: str) -> None:
        """Add an entry."""
        self.entries.append(text)


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    url = urlsplit(database_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "APPLICATION_RECORDER_TOPIC": "events.store.recorder:LogRecorder",
        "POSTGRES_DBNAME": url.path.strip("/"),
        "POSTGRES_HOST": str(url.hostname),
        "POSTGRES_PORT": str(url.port),
        "POSTGRES_USER": str(url.username),
        "POSTGRES_PASSWORD": url.password or "",
    }


@pytest.fixture
def app(env: dict[str, str]) -> Iterator[Application[UUID]]:
    application: Application[UUID] = Application(env)
    yield application
    recorder_of(application).close()
    application.close()


def recorder_of(app: Application[UUID]) -> LogRecorder:
    assert isinstance(app.recorder, LogRecorder)
    return app.recorder


async def test_an_application_saves_and_reads(app: Application[UUID], connect: Connect) -> None:
    """Aggregates are saved under dense positions, rebuilt from the log, at any version, and listed as notifications."""
    one, other = Journal(title="first"), Journal(title="second")
    one.enter(text="a")
    one.enter(text="b")
    assert [recording.notification.id for recording in app.save(one, other)] == [1, 2, 3, 4]
    loaded: object = app.repository.get(one.id)
    assert isinstance(loaded, Journal)
    assert (loaded.title, loaded.entries) == ("first", ["a", "b"])
    earlier: object = app.repository.get(one.id, version=2)
    assert isinstance(earlier, Journal)
    assert earlier.entries == ["a"]
    with pytest.raises(AggregateNotFoundError):
        app.repository.get(uuid4())
    assert [row.originator_version for row in await rows(connect)] == [1, 2, 3, 1]
    assert app.save() == []


def test_notifications_are_selected(app: Application[UUID]) -> None:
    """The sequence is selected from, up to, by topic and by number, as the library promises."""
    recorder = recorder_of(app)
    assert recorder.max_notification_id() is None
    recorder.insert_events([stored(uuid4(), 1, topic=topic) for topic in "abcab"])
    assert recorder.max_notification_id() == 5
    assert [one.id for one in recorder.select_notifications(None, 10)] == [1, 2, 3, 4, 5]
    assert [one.id for one in recorder.select_notifications(2, 2)] == [2, 3]
    assert [one.id for one in recorder.select_notifications(2, 10, inclusive_of_start=False)] == [3, 4, 5]
    assert [one.id for one in recorder.select_notifications(1, 10, stop=3)] == [1, 2, 3]
    assert [one.id for one in recorder.select_notifications(1, 10, topics=("a", "c"))] == [1, 3, 4]


def test_a_conflict_is_an_integrity_error(app: Application[UUID]) -> None:
    """Of two copies changed from one version, the second to be saved is refused as the library expects."""
    journal = Journal(title="one")
    app.save(journal)
    mine: object = app.repository.get(journal.id)
    yours: object = app.repository.get(journal.id)
    assert isinstance(mine, Journal)
    assert isinstance(yours, Journal)
    mine.enter(text="mine")
    yours.enter(text="yours")
    app.save(mine)
    with pytest.raises(IntegrityError):
        app.save(yours)


async def test_a_command_id_reaches_the_log(app: Application[UUID], connect: Connect) -> None:
    """A save repeated under its command id returns the original positions; another request under it is refused."""
    journal, command_id = Journal(title="one"), uuid4()
    app.save(journal, command_id=command_id, request_hash=b"request")
    async with await connect() as conn:
        found = await find_command(conn, "main", command_id)
    assert found is not None
    assert found.request_hash == b"request"
    recorder = recorder_of(app)
    events = [stored(uuid4(), 1)]
    assert recorder.insert_events(events, command_id=command_id, request_hash=b"request") == range(1, 2)
    with pytest.raises(ProgrammingError):
        recorder.insert_events(events, command_id=command_id)
    again = uuid4()
    assert (
        recorder.insert_events(events, command_id=again)
        == recorder.insert_events(events, command_id=again)
        == range(2, 3)
    )


def test_errors_are_the_librarys(app: Application[UUID]) -> None:
    """Content that cannot be stored is a data error, a closed store an operational one."""
    recorder = recorder_of(app)
    with pytest.raises(DataError):
        recorder.insert_events([stored(uuid4(), 1, topic="a\0b")])
    recorder.close()
    with pytest.raises(OperationalError):
        recorder.insert_events([stored(uuid4(), 1)])


def test_a_subscription_outlives_its_connections(app: Application[UUID], database_url: str) -> None:
    """A subscriber sees what was recorded before and after every connection of the application was killed."""
    app.save(Journal(title="before"))
    seen = []
    with recorder_of(app).subscribe(gt=0) as subscription:
        seen.append(next(subscription).id)
        for _ in range(3):
            with psycopg.connect(database_url, autocommit=True) as conn:
                conn.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
            app.save(Journal(title="after"))
            seen.append(next(subscription).id)
    assert seen == [1, 2, 3, 4]


def test_a_subscription_ends(app: Application[UUID]) -> None:
    """A subscriber that waits for news can be stopped, and gets only the topics it asked for."""
    recorder = recorder_of(app)
    recorder.insert_events([stored(uuid4(), 1, topic=topic) for topic in "aba"])
    with recorder.subscribe(gt=None, topics=["a"]) as subscription:
        assert [next(subscription).id, next(subscription).id] == [1, 3]
        subscription.stop()
        assert list(subscription) == []
