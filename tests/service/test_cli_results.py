"""The command `tbn4 results`, as typed; `tests/service/package` tells what a list does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from tests.service.package.test_results import written

pytestmark = pytest.mark.usefixtures("logging_as_before")

Tbn4 = Callable[..., Result]
ROW = {"case": "1", "subtask": "1.1.2", "period": "2024", "uploaded_on": "2024-02-12"}


@pytest.fixture
def tbn4(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Tbn4:
    """Run a command on the test's database."""
    monkeypatch.setenv("TBN4_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_a_list_is_recorded_under_a_name(tbn4: Tbn4, tmp_path: Path) -> None:
    """Refused rows are shown by row and column, and the exit code says so; without an account nothing is done."""
    file = tmp_path / "results.csv"
    file.write_bytes(written([ROW]))
    unnamed = tbn4("results", str(file))
    assert unnamed.exit_code == 2
    nobody = tbn4("results", str(file), "--login", "aigul")
    assert (nobody.exit_code, len(nobody.stderr.splitlines())) == (1, 1)
    tbn4("account", "create", "aigul", "--name", "Айгүл", "--role", "supervisor", "--no-password")
    refused = tbn4("results", str(file), "--login", "aigul", "--language", "en", "--dry-run")
    assert (refused.exit_code, refused.stderr) == (1, "tbn4: 1 row is refused.\n")
    assert "This is no id of a case." in refused.stdout
    file.write_bytes(written([]))
    assert tbn4("results", str(file), "--login", "aigul").exit_code == 0
    file.write_bytes(b"PK")
    assert tbn4("results", str(file), "--login", "aigul").exit_code == 1
