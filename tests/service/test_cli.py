"""The command `tbn4`, as typed."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from rich.console import Console
from typer.testing import CliRunner, Result

from projections.audit import AuditProjection
from service.cli import accounts, app
from service.demo.load import Loader
from service.demo.step import Step

pytestmark = pytest.mark.usefixtures("logging_as_before")

Tbn4 = Callable[..., Result]


@pytest.fixture
def tbn4(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Tbn4:
    """Run a command on the test's database."""
    monkeypatch.setenv("TBN4_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words, **more: CliRunner().invoke(app, list(words), catch_exceptions=False, **more)


ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _create(tbn4: Tbn4, login: str = "aigul") -> Result:
    return tbn4("account", "create", login, "--name", "Айгүл", "--role", "supervisor", "--no-password")


def test_accounts_are_made_and_listed(tbn4: Tbn4) -> None:
    """An account made at the terminal is there, and not made twice."""
    assert _create(tbn4).exit_code == 0
    listed = tbn4("account", "list").output
    assert "aigul" in listed
    assert "supervisor" in listed
    again = _create(tbn4)
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    assert "aigul" in again.stderr


def test_an_account_gets_an_address(tbn4: Tbn4, database_url: str) -> None:
    """An administrator says where an account gets mail; what is no address is refused in one line."""
    _create(tbn4)
    assert tbn4("account", "address", "aigul", "--address", "aigul@example.kz").exit_code == 0
    with psycopg.connect(database_url) as conn:
        found = conn.execute("SELECT address, set_by FROM alerts.preferences").fetchone()
    assert found == ("aigul@example.kz", "administrator")
    wrong = tbn4("account", "address", "aigul", "--address", "nobody")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (1, 1)
    assert tbn4("account", "address", "aigul", "--address", "").exit_code == 0
    with psycopg.connect(database_url) as conn:
        assert conn.execute("SELECT address FROM alerts.preferences").fetchone() == ("",)


def test_password_is_asked_for(tbn4: Tbn4, database_url: str) -> None:
    """A password is typed twice, never shown, and stored as a hash."""
    words = ("account", "create", "aigul", "--name", "Айгүл", "--role", "supervisor")
    made = tbn4(*words, input="correct horse\ncorrect horse\n")
    assert made.exit_code == 0, made.output
    assert "correct horse" not in made.output
    with psycopg.connect(database_url) as conn:
        assert conn.execute("SELECT password LIKE '$argon2id$%' FROM access.accounts").fetchone() == (True,)


def test_tokens_are_issued_and_revoked(tbn4: Tbn4) -> None:
    """A token is printed alone and once, listed without its secret, and ends by its id."""
    _create(tbn4)
    secret = tbn4("token", "issue", "aigul", "--title", "documents", "--days", "30").output.strip()
    assert re.fullmatch(r"tbn4_[\w-]{43}", secret)
    listed = tbn4("token", "list").output
    assert "documents" in listed
    assert secret not in listed
    [token_id] = re.findall(ID, listed)
    assert tbn4("token", "revoke", token_id).exit_code == 0
    assert tbn4("token", "revoke", token_id).exit_code == 1


def test_ids_are_listed_whole(tbn4: Tbn4, monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the terminal, and without one, an id is written whole in one line."""
    _create(tbn4)
    tbn4("token", "issue", "aigul", "--title", "a title of more than a few words", "--days", "30")
    for console in (Console(width=80), Console(width=80, force_terminal=True)):
        monkeypatch.setattr(accounts, "_console", console)
        for listing in ("token", "account"):
            assert len(re.findall(ID, tbn4(listing, "list").output)) == 1


def test_a_token_is_revoked_by_the_beginning_of_its_id(tbn4: Tbn4) -> None:
    """The beginning of an id is enough if only one valid token has it."""
    _create(tbn4)
    for title in ("one", "two"):
        tbn4("token", "issue", "aigul", "--title", title)
    assert tbn4("token", "revoke", "").exit_code == 1
    first, second = re.findall(ID, tbn4("token", "list").output)
    assert tbn4("token", "revoke", first[:20]).exit_code == 0
    assert tbn4("token", "revoke", first[:20]).exit_code == 1
    assert tbn4("token", "revoke", second[:20]).output == f"Token {second} is revoked.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("token", "issue", "nobody", "--title", "x"), "no account"),
        (
            (
                "account",
                "create",
                "a",
                "--name",
                "A",
                "--role",
                "officer",
                "--organization",
                "nowhere",
                "--no-password",
            ),
            "nowhere",
        ),
        (("account", "create", "a", "--name", "A", "--role", "signatory", "--no-password"), "organisation"),
        (
            ("account", "create", "a", "--name", "A", "--role", "supervisor", "--language", "fr", "--no-password"),
            "ru, kk or en",
        ),
        (("rebuild", "nonsense"), "nonsense"),
    ],
)
def test_failures_are_one_line(tbn4: Tbn4, words: tuple[str, ...], says: str) -> None:
    """What cannot be done is said in one line, with exit code 1."""
    failed = tbn4(*words)
    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1), failed.output
    assert says in failed.stderr


def test_wrong_settings_are_one_line(tbn4: Tbn4, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong setting ends with exit code 2, a database that is away with 1; the password is never shown."""
    monkeypatch.setenv("TBN4_LOG_LEVEL", "loud")
    wrong = tbn4("status")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert "TBN4_LOG_LEVEL" in wrong.stderr
    monkeypatch.delenv("TBN4_LOG_LEVEL")
    monkeypatch.setenv("TBN4_DATABASE_URL", "postgresql://tbn4:geheim@127.0.0.1:1/tbn4")
    away = tbn4("status")
    assert (away.exit_code, away.stderr.count("\n")) == (1, 1)
    assert "geheim" not in away.output


def test_demonstration_is_loaded_once(tbn4: Tbn4, database_url: str) -> None:
    """The demonstration goes into an empty database, stays as it is the second time, and is projected by a rebuild.

    Whoever acted in its analyses has an account by whose name the pages call them.
    """
    assert "are loaded" in tbn4("demo").output
    assert "already" in tbn4("demo").output
    assert tbn4("rebuild", "all").exit_code == 0
    status = json.loads(tbn4("status", "--json").output)
    assert {row["projection"] for row in status["projections"]} == {
        "audit",
        "cases",
        "compliance",
        "deadlines",
        "facts",
        "findings",
        "named_files",
        "organizations",
        "report_counts",
        "sealed_reads",
        "search",
    }
    assert {row["lag_events"] for row in status["projections"]} == {0}
    assert status["events"] > 100
    assert {chore["name"] for chore in status["chores"]} == set()
    assert abs(status["clock_ahead"]) < 5
    assert "audit" in tbn4("status").output
    with psycopg.connect(database_url) as conn:
        acts = conn.execute(
            "SELECT count(*), count(*) FILTER (WHERE actor NOT IN (SELECT id::text FROM access.accounts)) "
            "FROM read.audit WHERE workflow = 'risk_analysis' AND role <> 'system'"
        ).fetchone()
    assert acts is not None
    assert acts[0] > 100
    assert acts[1] == 0


def test_recurring_work_is_told(tbn4: Tbn4, database_url: str) -> None:
    """`tbn4 status` says when recurring work was last done and by whom, and which fails and why."""
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute(
            "INSERT INTO runs.chores VALUES ('deadlines', now() - interval '9 s', now() - interval '9 s', now() - interval '9 s', now() - interval '5 s', 0.2, 3, 30, 9, 1, 'KeyError', 'one:7')"
        )
    shown = tbn4("status").output
    assert [word for word in ("deadlines", "one:7", "0.2 s", "KeyError") if word not in shown] == [], shown
    [chore] = json.loads(tbn4("status", "--json").output)["chores"]
    assert (chore["name"], chore["count"], chore["total"], chore["failures"]) == ("deadlines", 3, 30, 1)


def test_a_rebuild_that_would_lose_something_must_be_forced(tbn4: Tbn4, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read model that leaves out what the present one shows is refused in one line, and taken with --force."""
    tbn4("demo")
    tbn4("rebuild", "audit")

    async def apply(*_: object) -> None:
        raise ValueError("mistyped\nbadly")

    monkeypatch.setattr(AuditProjection, "apply", apply)
    refused = tbn4("rebuild", "audit")
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    # the cases that the new read model parks are told above it
    assert "events that the present one shows (ValueError: mistyped)" in refused.stderr.splitlines()[-1]
    assert tbn4("rebuild", "audit", "--force").exit_code == 0
    audit = [row for row in json.loads(tbn4("status", "--json").output)["projections"] if row["projection"] == "audit"]
    assert [row["parked"] for row in audit] == [json.loads(tbn4("status", "--json").output)["events"]]


def test_demonstration_does_not_mix_with_other_data(tbn4: Tbn4, database_url: str) -> None:
    """A database that holds other data is left alone."""
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute(
            "INSERT INTO log.events VALUES ('main', 1, gen_random_uuid(), 1, 'other', '', now(), gen_random_uuid())"
        )
    failed = tbn4("demo")
    assert failed.exit_code == 1
    assert "empty" in failed.stderr


def test_an_interrupted_demonstration_is_not_taken_for_a_whole_one(
    tbn4: Tbn4, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load that ended half-way is refused in one line that names what to empty, however often it is tried."""

    class InterruptedByTestError(Exception):
        pass

    async def interrupted(self: Loader, story: list[Step]) -> None:
        await tell(self, story[:3])
        raise InterruptedByTestError

    tell = Loader.tell
    monkeypatch.setattr(Loader, "tell", interrupted)
    with pytest.raises(InterruptedByTestError):
        tbn4("demo")
    monkeypatch.undo()
    monkeypatch.setenv("TBN4_DATABASE_URL", database_url)
    for _ in range(2):
        failed = tbn4("demo")
        assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1), failed.output
        assert f"empty the database {conninfo_to_dict(database_url)['dbname']}" in failed.stderr


def test_a_token_alone_goes_down_the_pipe(tbn4: Tbn4, database_url: str, tmp_path: Path) -> None:
    """TOKEN=$(tbn4 token issue …) is the token and nothing else."""
    _create(tbn4)
    command = [sys.executable, "-c", "from service.cli import app; app()", "token", "issue", "aigul", "--title", "x"]
    environment = os.environ | {"TBN4_DATABASE_URL": database_url, "TBN4_DATA_DIR": str(tmp_path)}
    issued = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert re.fullmatch(r"tbn4_[\w-]{43}\n", issued.stdout)


def test_serving_until_told_to_stop(tbn4: Tbn4, database_url: str, tmp_path: Path) -> None:
    """`tbn4 serve` says where it is, answers with addresses that lead there, and ends cleanly on SIGTERM; a port that is taken is said in one line."""
    _create(tbn4)
    token = tbn4("token", "issue", "aigul", "--title", "x").stdout.strip()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = os.environ | {"TBN4_DATABASE_URL": database_url, "TBN4_DATA_DIR": str(tmp_path), "COLUMNS": "200"}
        command = [sys.executable, "-c", "from service.cli import app; app()", "serve", "--port"]
        port = str(taken.getsockname()[1])
        refused = subprocess.run(
            [*command, port], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
        assert port in refused.stderr
    with subprocess.Popen(
        [*command, "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serving:
        try:
            assert serving.stdout
            address = next(
                found[0] for line in serving.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line))
            )
            with urllib.request.urlopen(f"{address}/readyz", timeout=30) as answer:  # noqa: S310 - our own address
                assert json.load(answer)["ready"] is True
            asking = urllib.request.Request(  # noqa: S310 - our own address
                f"{address}/api/v1/lists/cases.json", headers={"Authorization": f"Bearer {token}"}
            )
            with urllib.request.urlopen(asking, timeout=30) as answer:  # noqa: S310
                assert json.load(answer)["about"]["address"].startswith(f"{address}/")
            serving.send_signal(signal.SIGTERM)
            _, errors = serving.communicate(timeout=30)
        finally:
            serving.kill()
    assert serving.returncode == 0, errors
    assert "Traceback" not in errors
