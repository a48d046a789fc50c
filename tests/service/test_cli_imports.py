"""`tbn4 import`, as typed."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.tables import read_table
from tests.service.imports.tables import as_csv, as_xlsx, organization

Tbn4 = Callable[..., Result]
ROWS = [organization("abai.education", "UPR", "abai"), organization("abai")]


@pytest.fixture
def tbn4(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Tbn4:
    """Run a command on the test's database."""
    monkeypatch.setenv("TBN4_DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def _events(database_url: str) -> int:
    with psycopg.connect(database_url) as conn:
        row = conn.execute("SELECT count(*) FROM log.events").fetchone()
    assert row is not None
    return int(row[0])


def test_try_store_again(tbn4: Tbn4, database_url: str, tmp_path: Path) -> None:
    """A dry run stores nothing, the import everything, and the same table again nothing more."""
    file = tmp_path / "bodies.xlsx"
    file.write_bytes(as_xlsx(ROWS))
    tried = tbn4("import", "organizations", str(file), "--dry-run", "--language", "en")
    assert (tried.exit_code, _events(database_url)) == (0, 0), tried.output
    assert "Nothing is stored yet" in tried.output
    stored = tbn4("import", "organizations", str(file))
    assert (stored.exit_code, _events(database_url)) == (0, 3), stored.output
    assert "Таблица сохранена" in stored.output
    again = tbn4("import", "organizations", str(file))
    assert (again.exit_code, _events(database_url)) == (0, 3)
    assert "Всё уже было записано" in again.output


def test_errors(tbn4: Tbn4, database_url: str, tmp_path: Path) -> None:
    """Errors are shown by row and column, whatever brackets they hold, and the exit code says that nothing was stored."""
    file = tmp_path / "bodies.csv"
    file.write_bytes(as_csv([*ROWS, organization("x", "UPR", "nowhere"), ROWS[0] | {"bin": "1", "code": "[b]"}]))
    refused = tbn4("import", "organizations", str(file), "--language", "en")
    assert (refused.exit_code, _events(database_url)) == (1, 0)
    assert "nowhere" in refused.stdout
    assert refused.stderr == "tbn4: 3 errors. Nothing was stored.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("cases", "t.csv"), "there is no table “cases”"),
        (("people", "missing.csv"), "missing.csv"),
        (("people", "t.csv", "more.csv"), "one file"),
        (("people", "t.csv", "--language", "de"), "ru, kk or en"),
        (("people", "t.csv", "--login", "nobody"), "nobody"),
        (("people", "t.doc"), ".xlsx"),
        (("template", "people"), "name the workbook"),
        (("template", "cases", "t.xlsx"), "there is no table “cases”"),
        (("template", "people", "t.csv"), "exists already"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(
    tbn4: Tbn4, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    """What cannot be done is told in one line."""
    monkeypatch.chdir(tmp_path)
    for name in ("t.csv", "t.doc"):
        (tmp_path / name).write_bytes(b"code;name_ru\np-1;x")
    refused = tbn4("import", *words)
    assert refused.exit_code == 1
    assert (told in refused.stderr, refused.stderr.count("\n")) == (True, 1), refused.stderr


def test_template(tbn4: Tbn4, tmp_path: Path) -> None:
    """The workbook to fill in is written in the language asked for."""
    made = tmp_path / "people.xlsx"
    assert tbn4("import", "template", "people", str(made), "--language", "en").exit_code == 0
    assert read_table(made.read_bytes(), made.name).columns[:2] == ("Code", "Full name")


def test_an_account_imports_under_its_name(tbn4: Tbn4, database_url: str, tmp_path: Path) -> None:
    """With --login the trail says that this account imported."""
    file = tmp_path / "bodies.csv"
    file.write_bytes(as_csv(ROWS))
    tbn4("account", "create", "aigul", "--name", "A", "--role", "supervisor", "--no-password")
    assert tbn4("import", "organizations", str(file), "--login", "aigul").exit_code == 0
    with psycopg.connect(database_url) as conn:
        [topic_and_state] = conn.execute(
            "SELECT convert_from(state, 'utf8') FROM log.events WHERE topic = 'organization.registered' LIMIT 1"
        ).fetchall()
        [account] = conn.execute("SELECT id::text FROM access.accounts").fetchall()
    assert account[0] in topic_and_state[0]
