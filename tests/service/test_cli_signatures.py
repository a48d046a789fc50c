"""The commands that look after the folder of trust."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.clock import FixedClock
from tests.service.signatures.authority import NOW, Centre

Trust = Callable[[str], Result]


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
def trust(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Run `tbn4 signatures trust …` on the day of the tests' certificates."""
    monkeypatch.setenv("TBN4_TRUST_DIR", str(centre.folder))
    monkeypatch.setattr("service.cli.signatures.SystemClock", lambda: FixedClock(NOW))
    return lambda word: CliRunner().invoke(app, ["signatures", "trust", word], catch_exceptions=False)


def test_the_folder_is_listed(trust: Trust, centre: Centre) -> None:
    """Each certificate and list with its file, whose it is, and the days on which it serves."""
    rows = [line.split("\t") for line in trust("list").output.splitlines()]
    assert [(row[0], row[1]) for row in rows] == [
        ("serves", "roots/root.cer"), ("serves", "intermediates/nca.cer"), ("serves", "crls/nca.cer"),
    ]  # fmt: skip
    assert "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (TEST)" in rows[0][2]
    assert rows[2][3:] == ["2024-03-20", "2024-03-21"]


def test_a_folder_in_order_is_told(trust: Trust) -> None:
    """Exit code 0, and how much lies there."""
    told = trust("check")
    assert (told.exit_code, told.output) == (0, "3 certificates and lists, all serve.\n")


def test_what_is_stale_or_missing_is_told(trust: Trust, centre: Centre) -> None:
    """A list after which a newer one was due, with both days; no list at all; no root: exit code 1 and every reason."""
    centre.publish(NOW - timedelta(days=9))
    told = trust("check")
    assert told.exit_code == 1
    assert "crls/nca.cer is stale: it is of 2024-03-11, a newer list was due on 2024-03-12" in told.output
    assert trust("list").output.splitlines()[2].startswith("over\tcrls/nca.cer")
    (centre.folder / "crls" / "nca.cer").unlink()
    (centre.folder / "roots" / "root.cer").unlink()
    told = trust("check")
    assert told.exit_code == 1
    assert {"there is no root", "there is no list of revoked certificates"} <= set(told.output.splitlines())


def test_certificates_that_are_over_are_told(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    """Years later nothing of the folder serves."""
    monkeypatch.setattr("service.cli.signatures.SystemClock", lambda: FixedClock(datetime(2050, 1, 3, tzinfo=UTC)))
    told = trust("check")
    assert told.exit_code == 1
    assert {"roots/root.cer is over", "intermediates/nca.cer is over"} <= set(told.output.splitlines())


def test_what_cannot_be_read_is_named(
    trust: Trust, centre: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that is no certificate, a folder that is not there, none set: each is told, and the command fails."""
    (centre.folder / "roots" / "notes.txt").write_text("to do")
    for word in ("list", "check"):
        told = trust(word)
        assert told.exit_code == 1
        assert "notes.txt is not a certificate or a list of revoked ones" in " ".join(told.output.split())
    monkeypatch.setenv("TBN4_TRUST_DIR", str(tmp_path / "nowhere"))
    told = trust("check")
    assert (told.exit_code, "is no folder" in " ".join(told.output.split())) == (1, True)
    monkeypatch.delenv("TBN4_TRUST_DIR")
    told = trust("list")
    assert (told.exit_code, "names no folder" in told.output) == (1, True)
