"""`tbn4 files check`, as typed."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.settings import Settings
from service.wiring import open_service
from tests.service.files.samples import PDF, docx, stream
from workflows.actor import Actor, Role

pytestmark = pytest.mark.usefixtures("logging_as_before")


async def _kept(database_url: str, data_dir: Path) -> list[Path]:
    settings = Settings(database_url=database_url, data_dir=data_dir)
    actor = Actor("aigul", Role.OFFICER, "a")
    async with open_service(settings, runs=False, ticks=False) as service:
        sent = [(PDF, "протокол.pdf"), (docx(), "приказ.docx"), (docx(n="2"), "приказ 2.docx")]
        kept = [await service.files.keep(stream(content, 1000), name, actor, "a") for content, name in sent]
        return [(await service.files.open("a", one.sha256))[1] for one in kept]


def test_damaged_and_missing_files_are_listed(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All whole is said with exit code 0; what is not is listed with where it lies and who sent it, not by its name, and the exit code is 1."""
    monkeypatch.setenv("TBN4_DATABASE_URL", database_url)
    monkeypatch.setenv("TBN4_DATA_DIR", str(tmp_path))
    paths = asyncio.run(_kept(database_url, tmp_path))

    def check() -> Result:
        return CliRunner().invoke(app, ["files", "check"], catch_exceptions=False)

    whole = check()
    assert (whole.exit_code, whole.stdout) == (0, "3 files, all whole.\n")
    paths[0].write_bytes(paths[0].read_bytes()[:-1])
    paths[1].unlink()
    found = check()
    assert found.exit_code == 1
    wrong = {("damaged", paths[0].name, "a", "aigul"), ("missing", paths[1].name, "a", "aigul")}
    told = [line.split("\t") for line in found.stdout.splitlines()]
    assert {(state, address, organization, by) for state, address, organization, _day, by in told} == wrong
    assert "2 of 3 files are missing or damaged" in found.stderr
