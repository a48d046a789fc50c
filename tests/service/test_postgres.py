"""The embedded PostgreSQL: started, found, killed, recovered."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from service import postgres
from service.postgres import UNSAFE_AND_FAST, Postgres, PostgresError, embedded
from service.postgres_child import SPARE_UID
from service.postgres_folder import binary

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from service.logs import configure_logs
from service.postgres import Postgres, embedded
configure_logs()
with embedded(Path(sys.argv[1]), {"fsync": "off"}) as url:
    print(Postgres(Path(sys.argv[1])).pid, url, flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the module: making a cluster takes a second, starting it a twentieth."""
    path = tmp_path_factory.mktemp("service") / "postgres"
    with embedded(path, UNSAFE_AND_FAST):
        return path


@contextmanager
def another_process(folder: Path, seconds: float) -> Iterator[tuple["subprocess.Popen[str]", int, str]]:
    """Another process that holds or uses the folder's server; with the server's pid and the URL it was given."""
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        pid, url = process.stdout.readline().split()
        try:
            yield process, int(pid), url
        finally:
            process.kill()


def eventually(happened: Callable[[], bool]) -> bool:
    """Wait for something for at most 30 seconds."""
    deadline = time.monotonic() + 30
    while not (done := happened()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return done


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie, which nobody may ever reap in a container, has no command line)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except (FileNotFoundError, ProcessLookupError):
        return False


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def add_rows(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [number])


def emptied(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")


def test_rows_and_address_outlive_a_restart(folder: Path) -> None:
    """A second start has the same address and all rows, and letters outside ASCII have case."""
    with embedded(folder, UNSAFE_AND_FAST) as first:
        emptied(first)
        add_rows(first, 1000)
    with embedded(folder, UNSAFE_AND_FAST) as second:
        assert second == first
        assert rows(second) == 1000
        with psycopg.connect(second) as connection:
            assert connection.execute("SELECT lower('ҚҰҚЫҚ'), current_setting('TimeZone')").fetchone() == (
                "құқық",
                "UTC",
            )


def test_full_durability_is_the_default(folder: Path) -> None:
    """Without settings of its own a server flushes what it acknowledges."""
    with embedded(folder) as url, psycopg.connect(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute("SELECT current_setting(%s)", [setting]).fetchone() == ("on",)


def test_only_the_password_opens_it(folder: Path) -> None:
    """Nobody gets in from the machine without the password, and only its owner can read the file."""
    with embedded(folder, UNSAFE_AND_FAST) as url:
        password = (folder / "password").read_text()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url.replace(password, "guess"))
    assert (folder / "password").stat().st_mode & 0o777 == 0o600


def test_another_process_finds_the_running_server(folder: Path) -> None:
    """A command beside the service connects to the same server and leaves it running."""
    with embedded(folder, UNSAFE_AND_FAST) as url:
        server = Postgres(folder).pid
        assert server is not None
        assert os.getsid(server) == server, "Ctrl+C in the service's terminal would reach it"
        with another_process(folder, 0) as (process, pid, its_url):
            process.wait()
            assert (pid, its_url) == (server, url)
        assert answers(url)


def test_a_service_does_not_lean_on_a_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service is told which process has the folder, instead of using a server that ends with that process."""
    monkeypatch.setattr(postgres, "_WAITING", 0.2)
    with another_process(folder, 60) as (process, _, _):
        service = embedded(folder, UNSAFE_AND_FAST, lasting=True)
        with pytest.raises(PostgresError, match=f"process {process.pid} uses .* TBN4_DATA_DIR"):
            service.__enter__()
    with embedded(folder, UNSAFE_AND_FAST, lasting=True) as url:
        assert answers(url)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux ends a child with its parent")
def test_it_dies_with_a_killed_parent(folder: Path) -> None:
    """After kill -9 of the service no PostgreSQL is left behind."""
    with another_process(folder, 60) as (process, pid, _):
        assert Postgres(folder).pid == pid
        process.kill()
        process.wait()
        assert eventually(lambda: not alive(pid))


def test_a_killed_server_is_started_again(folder: Path) -> None:
    """After kill -9 of PostgreSQL the same address answers again, with every acknowledged row."""
    server = Postgres(folder)
    server.start()
    try:
        emptied(server.url())
        add_rows(server.url(), 500)
        killed = server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda: server.pid not in {None, killed})
        assert eventually(lambda: answers(server.url()))
        assert rows(server.url()) == 500
    finally:
        server.stop()


def test_it_recovers_when_everything_was_killed(folder: Path) -> None:
    """After kill -9 of service and PostgreSQL together the next start has every acknowledged row."""
    with another_process(folder, 60) as (process, pid, url):
        emptied(url)
        add_rows(url, 700)
        os.kill(process.pid, signal.SIGSTOP)
        os.kill(pid, signal.SIGKILL)
        process.kill()
    with embedded(folder) as url:
        assert rows(url) == 700


def test_a_number_in_use_by_others_is_no_server(folder: Path) -> None:
    """A pid file left by a crash, whose number another program has by now, neither blocks the start nor ends that program."""
    with embedded(folder, UNSAFE_AND_FAST):
        left_behind = (folder / "cluster" / "postmaster.pid").read_text().splitlines()
    (folder / "cluster" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left_behind[1:]]) + "\n")
    assert Postgres(folder).pid is None
    with embedded(folder, UNSAFE_AND_FAST) as url:
        assert answers(url)


def test_a_taken_port_is_avoided(folder: Path) -> None:
    """When another program has the port used last, the server takes a free one."""
    with embedded(folder, UNSAFE_AND_FAST) as before:
        port = int((folder / "port").read_text())
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with embedded(folder, UNSAFE_AND_FAST) as url:
            assert url != before


def test_a_broken_cluster_is_explained(folder: Path) -> None:
    """A server that does not start says why in PostgreSQL's words and where its log is, and gives the folder back."""
    server = Postgres(folder, {"shared_buffers": "nonsense"})
    with pytest.raises(PostgresError, match=r"shared_buffers.*nonsense.*postgres\.log"):
        server.start()
    with embedded(folder, UNSAFE_AND_FAST) as url:
        assert answers(url)


def test_an_interrupted_beginning_is_begun_again(tmp_path: Path) -> None:
    """A cluster whose making was cut off is made anew."""
    (tmp_path / "pg" / "cluster.unfinished" / "base").mkdir(parents=True)
    (tmp_path / "pg" / "password").write_text("old")
    with embedded(tmp_path / "pg", UNSAFE_AND_FAST) as url:
        assert answers(url)
    assert not (tmp_path / "pg" / "cluster.unfinished").exists()


def copy_of_binaries(place: Path) -> Path:
    """Copy PostgreSQL's programs and the libraries they find beside their package; return the programs' folder."""
    package = binary("postgres").parents[2]
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall18" / part, place / package.name / "pginstall18" / part)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, place / libraries.name)
    return place / package.name / "pginstall18" / "bin"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_root_hands_it_to_another_user_below_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by root with data and binaries below a folder closed to others, it runs unprivileged, and no mode changes."""
    closed = tmp_path / "closed"
    closed.mkdir(0o700)
    programs = copy_of_binaries(closed)
    monkeypatch.setattr(postgres, "binary", lambda name: programs / name)
    with embedded(closed / "pg", UNSAFE_AND_FAST) as url:
        pid = Postgres(closed / "pg").pid
        status = dict(
            line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
        )
        assert set(status["Uid"].split()) == {str(SPARE_UID)}
        assert int(status["CapEff"], 16) in {1 << 1, 1 << 2}, "one of the two that open closed folders, nothing else"
        assert answers(url)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "pg" / "cluster").stat().st_uid == SPARE_UID
