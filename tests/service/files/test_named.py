"""Files that events name."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from psycopg_pool import AsyncConnectionPool

from events import risk_analysis as happened
from service.api.examples import example
from service.clock import FixedClock
from service.files import Files, Folder
from service.files.evidence import named
from service.files.named import check_pending
from service.recall import Recall
from tests.service.files.proof import Proof, ProofWorkflow, Proved
from tests.service.files.samples import PDF, stream
from tests.workflows.scenario import BODY, OFFICER, command
from workflows import payload
from workflows.machine import act
from workflows.refusals import Invalid
from workflows.seat import Command

A, B, C = "a" * 64, "b" * 64, "c" * 64
DATA: dict[str, Any] = {
    "title": "x", "report": A, "signature": None, "photos": [B, A], "attachments": [{"title": "y", "scan": C}]
}  # fmt: skip


@pytest.fixture
async def files(database_url: str, tmp_path: Path) -> AsyncIterator[Files]:
    async with AsyncConnectionPool(database_url, kwargs={"autocommit": True}, min_size=1) as pool:
        yield Files(pool, FixedClock.at(date(2024, 2, 12)), Folder(tmp_path / "files"), limit=1_000_000)


def test_every_named_file_is_found_with_its_place() -> None:
    """Fields, optional ones, lists and rows are searched; what has no files, or not the form it should have, names none."""
    assert named(Proved, DATA) == [
        (("report",), A), (("photos", 0), B), (("photos", 1), A), (("attachments", 0, "scan"), C)
    ]  # fmt: skip
    assert named(Proved, {**DATA, "signature": B})[1] == (("signature",), B)
    assert named(Proved, {"report": 7, "photos": "x", "attachments": [3]}) == []
    assert named(happened.StartAnnounced, {"address": A}) == []


def test_a_hash_is_what_the_payload_takes() -> None:
    """A file is named by 64 hexadecimal digits in lower case, and the example of an event with files is one."""
    assert payload.checked(Proved, DATA)["photos"] == (B, A)
    assert payload.checked(Proved, example(Proved))
    for wrong in ("", "A" * 64, A[1:], A + "\n"):
        with pytest.raises(Invalid):
            payload.checked(Proved, {**DATA, "report": wrong})


async def test_a_file_that_was_never_sent_is_told_at_its_field(files: Files) -> None:
    """An event may name only what its own organisation keeps."""
    kept = (await files.keep(stream(PDF), "протокол.pdf", OFFICER, BODY)).sha256
    for body, photos, wrong in (
        (BODY, [kept], []),
        (BODY, [kept, A], [("photos", 1)]),
        ("elsewhere", [kept], [("report",), ("photos", 0)]),
    ):
        trial = Proof.blank(uuid.uuid4(), body)
        asked = command(
            "prove", {"title": "x", "report": kept, "photos": photos}, replace(OFFICER, organization=body), "2024-02-12"
        )
        act(ProofWorkflow, trial, asked)
        assert await told(files, trial, asked) == wrong


async def told(files: Files, case: Proof, asked: Command) -> list[tuple[str | int, ...]]:
    """The fields at which what a command made of a case names what it may not."""
    try:
        await check_pending(files, Recall(files.pool), case, asked)
    except Invalid as caught:
        return [violation.path for violation in caught.violations]
    return []


async def test_commands_are_held_to_files_that_are_kept(files: Files) -> None:
    """What a command made of a case, a correction too, names only what the case's organisation keeps."""
    kept = (await files.keep(stream(PDF), "протокол.pdf", OFFICER, BODY)).sha256
    good, wrong = {"title": "x", "report": kept}, {"title": "x", "report": A}
    case, asked = Proof.blank(uuid.uuid4(), BODY), command("prove", good, OFFICER, "2024-02-12")
    act(ProofWorkflow, case, asked)
    assert await told(files, case, asked) == []
    for action, data, path in (
        ("prove", wrong, ("report",)),
        ("correct", {"corrects": 1, "data": wrong, "reason": "x"}, ("data", "report")),
    ):
        trial, asked = case.copy(), command(action, data, OFFICER, "2024-02-12")
        act(ProofWorkflow, trial, asked)
        assert await told(files, trial, asked) == [path]
    better = {**good, "title": "y"}
    asked = command("correct", {"corrects": 1, "data": better, "reason": "x"}, OFFICER, "2024-02-12")
    act(ProofWorkflow, case, asked)
    assert await told(files, case, asked) == []
