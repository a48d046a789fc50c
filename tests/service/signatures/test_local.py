"""The verifier of this machine, in its process."""

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from service.files.closed import Damaged
from service.signatures.codes import SignatureForm, SignatureOutcome, SignatureProblem, VerifiedBy
from service.signatures.local import LONGEST_SIGNATURE, LocalVerifier
from tests.service.signatures.authority import IIN, Centre, pdf, sign, sign_pdf
from tests.service.signatures.gost import gost
from tests.service.signatures.kept import subject

CONTENT = "Приказ № 17-Ө".encode()


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
def verifier(centre: Centre) -> LocalVerifier:
    return LocalVerifier(centre.folder)


async def test_files_are_read_as_they_lie(centre: Centre, verifier: LocalVerifier, tmp_path: Path) -> None:
    """A detached signature, one with its content, and a PDF: each is opened, checked in a process, and told with its evidence."""
    owner = centre.head()
    detached = await verifier.verify(subject(tmp_path, CONTENT, await sign(CONTENT, owner), "text/plain"))
    attached = await verifier.verify(
        subject(tmp_path, await sign(CONTENT, owner, detached=False), media_type="application/cms")
    )
    inside = await verifier.verify(subject(tmp_path, await sign_pdf(pdf(), owner)))
    for found, form in (
        (detached, SignatureForm.DETACHED),
        (attached, SignatureForm.ATTACHED),
        (inside, SignatureForm.PDF),
    ):
        assert [(one.form, one.problems, one.outcome) for one in found.signatures] == [
            (form, (), SignatureOutcome.VALID)
        ]
        assert [kept for kept, _ in found.evidence] == [one.sha256 for one in found.signatures[0].evidence]
    assert (await verifier.verify(subject(tmp_path, pdf()))).signatures == ()


async def test_what_nobody_here_can_verify_is_shown(centre: Centre, verifier: LocalVerifier, tmp_path: Path) -> None:
    """A signature by the state standard: who, in which role, when; never valid."""
    found = await verifier.verify(subject(tmp_path, CONTENT, await gost(centre, CONTENT), "text/plain"))
    [checked] = found.signatures
    assert (checked.problems, checked.by) == ((SignatureProblem.UNKNOWN_ALGORITHM,), VerifiedBy.NOBODY)
    assert checked.outcome is SignatureOutcome.NOT_VERIFIED
    assert checked.certificate is not None
    assert (checked.certificate.iin, checked.algorithm.split()[0]) == (IIN, "GOST")


_NESTED = b"\x30\x80" * 200_000


@pytest.mark.parametrize(
    "signature",
    [
        b"garbage",
        b"\x30",
        os.urandom(100_000),
        _NESTED,
        b"0\x82\x00\x20\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(30),
        b"-----BEGIN CMS-----\n!!!\n-----END CMS-----",
        bytes.fromhex("3015 06092a864886f70d010703 a0083006020100310002 00".replace(" ", "")),  # enveloped data
    ],
)
async def test_what_is_no_signature_is_told(verifier: LocalVerifier, tmp_path: Path, signature: bytes) -> None:
    """Garbage, a beginning alone, a thousand levels, another content type: damaged, and nothing else."""
    found = await verifier.verify(subject(tmp_path, CONTENT, signature, "text/plain"))
    assert [one.problems for one in found.signatures] == [(SignatureProblem.DAMAGED,)]


async def test_a_signature_larger_than_any_is_not_read(verifier: LocalVerifier, tmp_path: Path) -> None:
    """Nobody signs with megabytes."""
    found = await verifier.verify(subject(tmp_path, CONTENT, bytes(LONGEST_SIGNATURE + 1), "text/plain"))
    assert [one.problems for one in found.signatures] == [(SignatureProblem.NOT_VERIFIABLE,)]


async def test_what_takes_too_long_is_given_up(centre: Centre, tmp_path: Path) -> None:
    """After its seconds the process is ended, and the signature told as not verifiable."""
    found = await LocalVerifier(centre.folder, seconds=0).verify(subject(tmp_path, pdf()))
    assert [one.problems for one in found.signatures] == [(SignatureProblem.NOT_VERIFIABLE,)]


async def test_the_process_knows_no_secrets(
    centre: Centre, verifier: LocalVerifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads what strangers wrote: where the database is, and with which keys files are closed, it is not told."""
    known: list[Mapping[str, str]] = []
    begin = asyncio.create_subprocess_exec

    async def told(*command: str, env: Mapping[str, str], **pipes: Any) -> asyncio.subprocess.Process:
        known.append(env)
        return await begin(*command, env=env, **pipes)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", told)
    monkeypatch.setenv("TBN4_DATABASE_URL", "postgresql://secret")
    found = await verifier.verify(subject(tmp_path, await sign_pdf(pdf(), centre.head())))
    assert [one.outcome for one in found.signatures] == [SignatureOutcome.VALID]
    assert [[name for name in env if name.startswith("TBN4")] for env in known] == [[]]


async def test_a_large_file_does_not_hold_others_up(centre: Centre, verifier: LocalVerifier, tmp_path: Path) -> None:
    """While 40 MB are checked, the event loop goes on."""
    content = os.urandom(1_000_000) * 40
    asked = subject(tmp_path, content, await sign(content, centre.head()), "text/plain")
    longest, last = 0.0, time.perf_counter()
    task = asyncio.create_task(verifier.verify(asked))
    while not task.done():
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    assert (await task).signatures[0].problems == ()
    assert longest < 0.5


async def test_a_damaged_content_is_our_failure(centre: Centre, verifier: LocalVerifier, tmp_path: Path) -> None:
    """A file that was changed on the disk is not verified as if it were somebody's fault."""
    asked = subject(tmp_path, CONTENT, await sign(CONTENT, centre.head()), "text/plain")
    asked.content.path.write_bytes(asked.content.path.read_bytes()[:-1] + b"x")
    with pytest.raises(Damaged):
        await verifier.verify(asked)


async def test_a_broken_folder_of_trust_verifies_nothing(
    centre: Centre, verifier: LocalVerifier, tmp_path: Path
) -> None:
    """A file there that is no certificate is not passed over: nothing can be verified until it is mended."""
    (centre.folder / "roots" / "notes.txt").write_text("to do")
    found = await verifier.verify(subject(tmp_path, CONTENT, await sign(CONTENT, centre.head()), "text/plain"))
    assert [one.problems for one in found.signatures] == [(SignatureProblem.NOT_VERIFIABLE,)]
