"""The commands `tbn4 plan`, `tbn4 card import` and `tbn4 country`, as typed."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from service.cli import app

pytestmark = pytest.mark.usefixtures("logging_as_before")

Tbn4 = Callable[..., Result]

SMALLEST = ("country", "--year", "2024", "--scale", "0.0001")


@pytest.fixture
def tbn4(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Tbn4:
    """Run a command on the test's database, in demonstration mode."""
    monkeypatch.setenv("TBN4_DATABASE_URL", database_url)
    monkeypatch.setenv("TBN4_DEMO", "true")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def _events(url: str) -> int:
    with psycopg.connect(url) as conn:
        row = conn.execute("SELECT count(*) FROM log.events").fetchone()
    assert row
    return int(row[0])


def test_a_country_and_again(tbn4: Tbn4, database_url: str) -> None:
    """The country is entered and planned by one command; the same command again changes nothing."""
    first = tbn4(*SMALLEST)
    assert first.exit_code == 0, first.output
    assert "28 organisations entered." in first.output
    before = _events(database_url)
    again = tbn4(*SMALLEST)
    assert "0 organisations entered." in again.output
    assert " 0 cases made" in again.output
    assert _events(database_url) == before


def test_no_country_where_real_work_is_done(tbn4: Tbn4, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of the demonstration mode the command refuses and enters nothing."""
    monkeypatch.setenv("TBN4_DEMO", "false")
    refused = tbn4(*SMALLEST)
    assert refused.exit_code == 1
    assert "TBN4_DEMO=true" in refused.stderr
    assert _events(database_url) == 0


def test_a_year_is_planned(tbn4: Tbn4) -> None:
    """One body's year, then all: what is there is counted and not made again; what cannot be is said in one line."""
    tbn4(*SMALLEST)
    one = tbn4("plan", "2025", "--organization", "abai.balkhash")
    assert "1 organisations: 23 cases made, 0 were there, 0 ended" in one.output
    assert "23 were there" in tbn4("plan", "2025").output
    for words in (("plan", "2023"), ("plan", "2025", "--organization", "nobody")):
        refused = tbn4(*words)
        assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def test_dates_are_imported(tbn4: Tbn4, database_url: str, tmp_path: Path) -> None:
    """A dry run records nothing and says what the import then does; wrong rows are named, each in a line."""
    tbn4(*SMALLEST)
    table = tmp_path / "karta.csv"
    table.write_text("subtask;upload_by\n4.2.1;2024-12-20\n", "utf-8")
    before = _events(database_url)
    dry = tbn4("card", "import", "2024", str(table), "--dry-run")
    assert "1 dates: 1 set, 0 moved, 0 withdrawn (nothing was recorded)." in dry.output
    assert _events(database_url) == before
    done = tbn4("card", "import", "2024", str(table))
    assert "1 dates: 1 set, 0 moved, 0 withdrawn; 26 cases changed." in done.output
    assert "; 0 cases changed." in tbn4("card", "import", "2024", str(table)).output
    table.write_text("subtask;upload_by\n9.9.9;2024-12-20\n4.2.1;soon\n", "utf-8")
    refused = tbn4("card", "import", "2024", str(table))
    assert refused.exit_code == 1
    assert "rows 3 upload_by" in refused.stderr
