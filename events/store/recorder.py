"""A stock eventsourcing `Application` on our log: set `APPLICATION_RECORDER_TOPIC=events.store.recorder:LogRecorder`."""

import hashlib
import time
from collections.abc import Sequence
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4

import psycopg
import structlog
from eventsourcing.persistence import (
    ApplicationRecorder,
    DataError,
    IntegrityError,
    InterfaceError,
    Notification,
    OperationalError,
    PersistenceError,
    ProgrammingError,
    StoredEvent,
    Subscription,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresSubscription
from eventsourcing.utils import retry
from psycopg import AsyncConnection
from psycopg.sql import SQL, Literal

from events.store.commit_thread import CommitThread
from events.store.save import Conflict, Mismatch, Rejected, Save, StoreError
from events.store.statements import load

_SQL = load(__package__, "recorder.sql")
_ANY_POSITION = 2**63 - 1
_POLL = 0.1

_logger = structlog.get_logger(__name__)


class LogRecorder(PostgresApplicationRecorder):
    """Saves by group commit to, and reads from, one named log (`LOG`; subclass it for another).

    The schema is the migrations' affair: `create_table` does nothing. Close the recorder before its application.
    """

    LOG: ClassVar[str] = "main"

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        self.channel_name = "tbn4_log"
        self.select_events_statement = self._statement("select_events")
        self.max_notification_id_statement = self._statement("max_notification_id")
        self._select_notifications = self._statement("select_notifications")
        self._saves = CommitThread(self._connect, self.LOG)

    def close(self) -> None:
        """Give every waiting save its verdict and stop the committer."""
        self._saves.close()

    def create_table(self) -> None:
        """Leave the schema alone."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Save events and return their positions; a repeated command returns its original ones.

        Keywords: `command_id` (a UUID; by default a new one) and `request_hash` (bytes; by default that of the events).
        It never retries by itself: a command id tells what became of a save. Raises the library's IntegrityError on
        a version conflict, ProgrammingError when the command id is that of another request, DataError on content that
        cannot be stored, OperationalError when the deadline passed.
        """
        if not stored_events:
            return None
        command_id: UUID = kwargs.get("command_id") or uuid4()
        save = Save(command_id, kwargs.get("request_hash") or _hash(stored_events), tuple(stored_events))
        try:
            verdict = self._saves.commit(save)
        except Rejected as error:
            raise DataError(str(error)) from error
        except StoreError as error:
            raise OperationalError(str(error)) from error
        except psycopg.Error as error:
            raise PersistenceError(str(error)) from error
        if isinstance(verdict, Conflict):
            raise IntegrityError(f"command {command_id}: a version is taken or leaves a gap")
        if isinstance(verdict, Mismatch):
            raise ProgrammingError(f"command {command_id} is already that of another request")
        return range(verdict.first_position, verdict.last_position + 1)

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)
    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events of the log by position, as the library describes it."""
        first = (start or 0) + (start is not None and not inclusive_of_start)
        last = _ANY_POSITION if stop is None else stop
        parameters = {"first": first, "last": last, "topics": list(topics), "limit": limit}
        with self.datastore.get_connection() as conn, conn.cursor(binary=True) as cursor:
            cursor.execute(self._select_notifications, parameters)
            return [
                Notification(
                    row["originator_id"], row["originator_version"], row["topic"], row["state"], row["notification_id"]
                )
                for row in cursor
            ]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Return a subscription that also polls, and outlives the loss of its listening connection."""
        return LogSubscription(recorder=self, gt=gt, topics=topics)

    def _statement(self, name: str) -> Any:
        return SQL(_SQL[name].decode()).format(log=Literal(self.LOG))

    async def _connect(self) -> AsyncConnection[Any]:
        pool = self.datastore.pool
        settings: dict[str, Any] = {**cast("dict[str, Any]", pool.kwargs)}
        del settings["row_factory"]
        if pool.get_password_func:
            settings["password"] = pool.get_password_func()
        return await AsyncConnection.connect(**settings)


class LogSubscription(PostgresSubscription):
    """The library's subscription, which alone waits for ever when a notification or its connection is lost."""

    def _listen(self) -> None:
        while not self._has_been_stopped and not self._thread_error:
            try:
                self._listen_and_poll()
            except (PersistenceError, psycopg.Error) as error:
                _logger.warning("log subscription lost its connection", error=str(error).strip())
                self._has_been_notified.set()
                time.sleep(_POLL)

    def _listen_and_poll(self) -> None:
        with self._recorder.datastore.get_connection() as conn:
            conn.execute("LISTEN tbn4_log")
            while not self._has_been_stopped and not self._thread_error:
                for _ in conn.notifies(timeout=_POLL, stop_after=1):
                    pass
                self._has_been_notified.set()
            conn.execute("UNLISTEN tbn4_log")


def _hash(events: Sequence[StoredEvent]) -> bytes:
    digest = hashlib.sha256()
    for event in events:
        digest.update(f"{event.originator_id} {event.originator_version} {event.topic} {len(event.state)} ".encode())
        digest.update(event.state)
    return digest.digest()
