"""NCANode over real HTTP on the loopback, with answers of ours in its documented shape."""

import asyncio
import base64
import json
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.clock import SystemClock
from service.signatures.codes import SignatureForm, SignatureOutcome, SignatureProblem, VerifiedBy
from service.signatures.ncanode import NcaNodeVerifier
from service.signatures.port import Subject
from service.signatures.result import Certificate, Checked, Found
from service.signatures.trust import load
from tests.service.alerts.receivers import Behaviour, Receiver, hang, receiver, reset
from tests.service.signatures.authority import NOW, Centre, sign
from tests.service.signatures.gost import gost
from tests.service.signatures.kept import Here, subject

CONTENT = "Приказ № 17-Ө".encode()


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
async def node() -> AsyncIterator[Receiver]:
    async with receiver() as found:
        yield found


def _answering(said: bytes) -> Behaviour:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(said) + said
        )
        await writer.drain()

    return answer


def _said(owner: Certificate, **changed: Any) -> dict[str, Any]:
    """Give an answer about a valid signature (version 3, a new one)."""
    revocations = [{"revoked": False, "by": "OCSP"}, {"revoked": False, "by": "CRL"}]
    certificate = {
        "valid": True, "revocations": revocations, "notBefore": "2023-12-11T12:00:00.000+00:00", "keyUsage": "SIGN",
        "serialNumber": owner.serial, "signAlg": "ECGOST3410-2015-512", "keyUser": ["ORGANIZATION", "CEO"],
        "subject": {"commonName": owner.name, "iin": owner.iin, "bin": owner.bin},
    }  # fmt: skip
    tsp = {
        "serialNumber": "0a1b",
        "genTime": "2024-03-20T11:59:00.000+00:00",
        "policy": "1.2.398.3.3.2.6.4",
        "tsa": "TSA",
    }
    signer = {
        "certificates": [certificate | changed.pop("certificate", {})],
        "tsp": tsp,
        "adesLevel": "CADES_T",
    } | changed.pop("signer", {})
    return {"status": 200, "message": "OK", "valid": True, "signers": [signer]} | changed


async def _verified(
    centre: Centre, node: Receiver, tmp_path: Path, answer: Any, seconds: float = 5.0
) -> tuple[Checked, bytes]:
    signature = await gost(centre, CONTENT)
    asked = subject(tmp_path, CONTENT, signature, "text/plain")
    local = Here(load(centre.folder))
    [first] = (await local.verify(asked)).signatures
    assert first.certificate is not None
    said = answer(first.certificate) if callable(answer) else answer
    node.answers.append(_answering(json.dumps(said).encode()) if isinstance(said, dict) else said)
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    verifier = NcaNodeVerifier(local, node.url.removesuffix("/hook"), trusted, SystemClock(), seconds)
    [found] = (await verifier.verify(asked)).signatures
    return found, signature


async def test_a_valid_signature_by_the_state_standard(centre: Centre, node: Receiver, tmp_path: Path) -> None:
    """It is sent signature and file, and what it says becomes the verdict, with its stamp and its answer as evidence."""
    checked, signature = await _verified(centre, node, tmp_path, _said)
    assert (checked.problems, checked.outcome, checked.by) == ((), SignatureOutcome.VALID, VerifiedBy.NCANODE)
    assert checked.stamp is not None
    assert checked.stamp.at == NOW - timedelta(minutes=1)
    assert [one.source for one in checked.evidence] == ["ncanode_answer"]
    [posted] = node.posted
    assert posted.json() == {
        "cms": base64.b64encode(signature).decode(),
        "data": base64.b64encode(CONTENT).decode(),
        "revocationCheck": ["OCSP", "CRL"],
    }


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            {"certificate": {"revocations": [{"revoked": True, "by": "OCSP"}], "valid": False}, "valid": False},
            SignatureProblem.REVOKED,
        ),
        ({"certificate": {"revocations": []}}, SignatureProblem.NO_REVOCATION_EVIDENCE),
        ({"certificate": {"revocations": None}}, SignatureProblem.NO_REVOCATION_EVIDENCE),
        ({"certificate": {"valid": None}}, SignatureProblem.NOT_VERIFIABLE),
        ({"valid": False}, SignatureProblem.NOT_VERIFIABLE),
        ({"valid": False, "signer": {"subIndication": "HASH_FAILURE"}}, SignatureProblem.OTHER_FILE),
        ({"valid": False, "signer": {"subIndication": "SIG_CRYPTO_FAILURE"}}, SignatureProblem.WRONG_KEY),
        ({"certificate": {"serialNumber": "ff"}}, SignatureProblem.NOT_VERIFIABLE),
        ({"certificate": {"serialNumber": None}}, SignatureProblem.NOT_VERIFIABLE),
        ({"certificate": {"subject": {"iin": "111111111111"}}}, SignatureProblem.NOT_VERIFIABLE),
        ({"certificate": {"subject": None}}, SignatureProblem.NOT_VERIFIABLE),
        ({"signers": []}, SignatureProblem.NOT_VERIFIABLE),
        ({"signers": None}, SignatureProblem.NOT_VERIFIABLE),
        ({"status": 400, "message": "malformed"}, SignatureProblem.NOT_VERIFIABLE),
    ],
)
async def test_what_is_not_said_clearly_is_never_valid(
    centre: Centre, node: Receiver, tmp_path: Path, changed: dict[str, Any], problem: SignatureProblem
) -> None:
    """Revoked, without evidence, about another certificate, without signers, with an error in it."""
    checked, _ = await _verified(centre, node, tmp_path, lambda owner: _said(owner, **changed))
    assert problem in checked.problems
    assert checked.outcome is not SignatureOutcome.VALID


@pytest.mark.parametrize(
    "answer",
    [500, 404, 302, reset, hang, _answering(b"<html>"), _answering(b"[" * 100_000), _answering(b"x" * 3_000_000)],
)
async def test_a_node_that_fails_verifies_nothing(
    centre: Centre, node: Receiver, tmp_path: Path, answer: Behaviour | int
) -> None:
    """500 for a detached signature, a crash, silence, another page, too much: told as not verifiable, with what stands in it."""
    checked, _ = await _verified(centre, node, tmp_path, lambda _owner: answer, seconds=0.5)
    assert (checked.problems, checked.outcome) == ((SignatureProblem.NOT_VERIFIABLE,), SignatureOutcome.NOT_VERIFIED)
    assert checked.certificate is not None


async def test_a_node_is_asked_for_nothing_else(centre: Centre, node: Receiver, tmp_path: Path) -> None:
    """What can be verified here leaves the service to nobody."""
    asked = subject(tmp_path, CONTENT, await sign(CONTENT, centre.head()), "text/plain")
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    verifier = NcaNodeVerifier(Here(load(centre.folder)), node.url.removesuffix("/hook"), trusted, SystemClock())
    assert [one.problems for one in (await verifier.verify(asked)).signatures] == [()]
    assert node.posted == []


async def test_a_signature_inside_a_pdf_is_not_sent(centre: Centre, node: Receiver, tmp_path: Path) -> None:
    """NCANode has no call for it: the verdict says so, with what stands in the signature, and other signatures are as they were."""
    stated = Checked(SignatureForm.PDF, VerifiedBy.NOBODY, (SignatureProblem.UNKNOWN_ALGORITHM,), algorithm="GOST")
    usual = Checked(SignatureForm.PDF, VerifiedBy.PYHANKO)

    class Inside:
        async def verify(self, subject: Subject) -> Found:
            assert subject.is_pdf
            return Found((stated, usual))

    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    verifier = NcaNodeVerifier(Inside(), node.url.removesuffix("/hook"), trusted, SystemClock())
    first, second = (await verifier.verify(subject(tmp_path, b"%PDF-"))).signatures
    assert first.problems == (SignatureProblem.UNKNOWN_ALGORITHM, SignatureProblem.GOST_INSIDE_PDF)
    assert (first.outcome, first.algorithm) == (SignatureOutcome.NOT_VERIFIED, "GOST")
    assert second == usual
    assert node.posted == []


async def test_a_stamp_that_an_old_version_did_not_check_proves_nothing(
    centre: Centre, node: Receiver, tmp_path: Path
) -> None:
    """It checks the token with the certificate inside it alone: the time is shown, and not trusted."""
    checked, _ = await _verified(centre, node, tmp_path, lambda owner: _said(owner, signer={"adesLevel": None}))
    assert checked.stamp is not None
    assert not checked.stamp.trusted
    assert SignatureProblem.STAMP_NOT_TRUSTED in checked.problems


async def test_a_signature_over_a_content_of_its_own_is_of_another_file(
    centre: Centre, node: Receiver, tmp_path: Path
) -> None:
    """NCANode looks at the content that the signature carries and at no other: it is not asked, and the verdict is that it is another file's."""
    signature = await gost(centre, "Другой приказ".encode(), detached=False)
    asked = subject(tmp_path, CONTENT, signature, "text/plain")
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    verifier = NcaNodeVerifier(Here(load(centre.folder)), node.url.removesuffix("/hook"), trusted, SystemClock())
    [checked] = (await verifier.verify(asked)).signatures
    assert SignatureProblem.OTHER_FILE in checked.problems
    assert checked.outcome is not SignatureOutcome.VALID
    assert node.posted == []
