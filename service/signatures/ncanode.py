"""NCANode, which knows the algorithms of the state standards: asked over HTTP for what cannot be verified here, if the operator runs one.

It is asked `POST /cms/verify` (version 3); it verifies CMS, XML and WSSE, and has no call for signatures inside a PDF. Whatever it does not say clearly is told as not verifiable: it answers 500 to some
detached signatures, fails on expired certificates, and leaves usages empty for those of officials.
"""

import asyncio
import base64
import hashlib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx2
import msgspec
import structlog

from service.clock import Clock
from service.files.closed import opened
from service.signatures.certificates import plain
from service.signatures.codes import EvidenceSource, SignatureProblem, VerifiedBy, in_order
from service.signatures.judging import of_purpose, of_time
from service.signatures.port import Content, SignatureVerifier, Subject
from service.signatures.reading import NotASignature, der
from service.signatures.result import Certificate, Checked, Evidence, Found, Stamp

LONGEST_ANSWER = 2_000_000
"""Bytes of an answer that are read."""

_AT_ONCE = 2  # questions: each holds its file in memory

LARGEST = 50_000_000
"""Bytes of a file that it is asked about: a larger one would be held in memory three times."""

_SAYS = {
    "HASH_FAILURE": SignatureProblem.OTHER_FILE,
    "SIG_CRYPTO_FAILURE": SignatureProblem.WRONG_KEY,
    "REVOKED": SignatureProblem.REVOKED,
    "EXPIRED": SignatureProblem.EXPIRED,
    "NOT_YET_VALID": SignatureProblem.NOT_YET_VALID,
    "NO_CERTIFICATE_CHAIN_FOUND": SignatureProblem.UNTRUSTED,
}
"""What its newer versions say of a signature (`subIndication`)."""

log = structlog.get_logger(__name__)


class _Revocation(msgspec.Struct, rename="camel"):
    revoked: bool | None = None
    by: str | None = None


class _Owner(msgspec.Struct, rename="camel"):
    iin: str | None = None
    bin: str | None = None


class _Certificate(msgspec.Struct, rename="camel"):
    valid: bool | None = None
    revocations: list[_Revocation] | None = None
    serial_number: str | None = None
    subject: _Owner | None = None


class _Stamp(msgspec.Struct, rename="camel"):
    gen_time: datetime | None = None
    tsa: str | None = None
    policy: str | None = None
    serial_number: str | None = None


class _Signer(msgspec.Struct, rename="camel"):
    certificate: _Certificate | None = None
    certificates: list[_Certificate] | None = None
    tsp: _Stamp | None = None
    sub_indication: str | None = None
    best_signature_time: str | None = None
    ades_level: str | None = None


class _Answer(msgspec.Struct, rename="camel"):
    status: int | None = None
    valid: bool | None = None
    signers: list[_Signer] | None = None


@dataclass
class NcaNodeVerifier:
    """Asks NCANode about what `first` could not verify; `url` is where it listens, `clock` says when its answer came."""

    first: SignatureVerifier
    url: str
    trusted: ssl.SSLContext
    clock: Clock
    timeout: float = 30.0
    _asking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False)

    async def verify(self, subject: Subject) -> Found:
        """Say what was found: as the first verifier does, and of algorithms that it does not know as NCANode does."""
        found = await self.first.verify(subject)
        unknown = [one for one in found.signatures if _is_to_be_asked(one)]
        if not unknown:
            return found
        if subject.is_pdf:  # it has no call for signatures inside a PDF
            return replace(found, signatures=tuple(map(_not_asked, found.signatures)))
        async with self._asking:
            said = await self._asked(subject)
        answer = _read(said)
        if answer is None:
            return replace(found, signatures=tuple(map(_unanswered, found.signatures)))
        sha256 = hashlib.sha256(said).hexdigest()
        proof = Evidence(EvidenceSource.NCANODE, sha256, "NCANode", self.clock.now())
        judged = tuple(
            _judged(one, answer, subject.received, proof) if one in unknown else one for one in found.signatures
        )
        return Found(judged, (*found.evidence, (sha256, said)))

    async def _asked(self, subject: Subject) -> bytes:
        """Give what it answers, "" for no answer that could be read."""
        body = await asyncio.to_thread(_body, subject)
        if not body:
            return b""
        try:
            async with (
                asyncio.timeout(self.timeout),
                httpx2.AsyncClient(verify=self.trusted, timeout=self.timeout, trust_env=False) as client,
                client.stream(
                    "POST", f"{self.url}/cms/verify", content=body, headers={"Content-Type": "application/json"}
                ) as response,
            ):
                said = bytearray()
                async for piece in response.aiter_bytes():
                    said += piece
                    if len(said) > LONGEST_ANSWER:
                        return b""
                if response.status_code != 200:
                    log.warning("NCANode did not answer", status=response.status_code)
                    return b""
                return bytes(said)
        except (httpx2.HTTPError, TimeoutError) as error:
            log.warning("NCANode did not answer", error=type(error).__name__)
            return b""


def _is_to_be_asked(checked: Checked) -> bool:
    """Whether it may know better: not of a signature that carries another content than the file, for it looks at that content alone."""
    return (
        SignatureProblem.UNKNOWN_ALGORITHM in checked.problems and SignatureProblem.OTHER_FILE not in checked.problems
    )


def _body(subject: Subject) -> bytes:
    """Give the question, "" for what cannot be asked."""
    signed = _whole(subject.signature or subject.content)
    data = _whole(subject.content) if subject.signature else b""
    try:
        asked = {"cms": base64.b64encode(der(signed)).decode(), "revocationCheck": ["OCSP", "CRL"]}
    except NotASignature:
        return b""
    if max(len(signed), len(data)) > LARGEST:
        return b""
    return msgspec.json.encode(asked | ({"data": base64.b64encode(data).decode()} if subject.signature else {}))


def _whole(content: Content) -> bytes:
    with opened(content.path, content.address) as file:
        return file.read(LARGEST + 1)


def _read(said: bytes) -> _Answer | None:
    try:
        answer = msgspec.json.decode(said, type=_Answer)
    except msgspec.DecodeError:
        return None
    return answer if answer.status in {200, None} and answer.valid is not None and answer.signers else None


def _not_asked(checked: Checked) -> Checked:
    """Say of what nobody could verify that it cannot be asked about as it lies."""
    if SignatureProblem.UNKNOWN_ALGORITHM not in checked.problems:
        return checked
    return replace(checked, problems=in_order({*checked.problems, SignatureProblem.GOST_INSIDE_PDF}))


def _unanswered(checked: Checked) -> Checked:
    """Say of what nobody could verify that it was tried."""
    if SignatureProblem.UNKNOWN_ALGORITHM not in checked.problems:
        return checked
    problems = {*checked.problems, SignatureProblem.NOT_VERIFIABLE} - {SignatureProblem.UNKNOWN_ALGORITHM}
    return replace(checked, problems=in_order(problems))


def _judged(checked: Checked, answer: _Answer, received: datetime, proof: Evidence) -> Checked:
    """Take what it says of a signer, and hold it to what stands in the certificate."""
    owner = checked.certificate
    signer, known = _of(answer.signers or (), owner) if owner else (None, None)
    if owner is None or signer is None or known is None:
        return _unanswered(checked)
    if not answer.valid and len(answer.signers or ()) > 1:
        return _unanswered(checked)  # it does not say whose signature is not valid
    stamp = _stamp(signer.tsp, trusted=bool(signer.best_signature_time or signer.ades_level)) if answer.valid else None
    at = stamp.at if stamp and stamp.trusted else received
    problems = {*of_time(owner, at, checked.claimed_at, stamp), *of_purpose(owner), *_about(signer, known)}
    if not answer.valid and not problems:
        problems = {SignatureProblem.NOT_VERIFIABLE}
    return replace(
        checked, by=VerifiedBy.NCANODE, problems=in_order(problems), stamp=stamp, evidence=(*checked.evidence, proof)
    )


def _of(signers: Sequence[_Signer], owner: Certificate) -> tuple[_Signer | None, _Certificate | None]:
    """Give the signer with that certificate, and what is said of it."""
    for signer in signers:
        for one in (*([signer.certificate] if signer.certificate else ()), *(signer.certificates or ())):
            if (one.serial_number or "").lower().lstrip("0") == owner.serial and _is_of(one.subject, owner):
                return signer, one
    return None, None


def _is_of(said: _Owner | None, owner: Certificate) -> bool:
    """Whether the certificate that it verified is of the person and body that we read: serial numbers can be forged, with a twin beside the real one."""
    if said is None:
        return False
    return (_digits(said.iin), _digits(said.bin)) == (_digits(owner.iin), _digits(owner.bin))


def _digits(text: str | None) -> str:
    return "".join(filter(str.isdecimal, text or ""))


def _about(signer: _Signer, known: _Certificate) -> set[SignatureProblem]:
    """Give what it says against a signer; what it leaves open is no evidence."""
    revocations = known.revocations or []
    found = {_SAYS[signer.sub_indication]} if signer.sub_indication in _SAYS else set()
    if any(one.revoked for one in revocations):
        return found | {SignatureProblem.REVOKED}
    if not any(one.revoked is False for one in revocations):
        found.add(SignatureProblem.NO_REVOCATION_EVIDENCE)
    if known.valid is not True:
        found.add(SignatureProblem.NOT_VERIFIABLE)
    return found


def _stamp(said: _Stamp | None, *, trusted: bool) -> Stamp | None:
    """Give the time stamp; `trusted` if the version that answers holds stamps to their issuer and to what they stamp, as older ones do not."""
    if said is None or said.gen_time is None or said.gen_time.tzinfo is None:
        return None
    authority, policy, serial = (plain(text or "") for text in (said.tsa, said.policy, said.serial_number))
    return Stamp(said.gen_time.astimezone(UTC), authority, policy, serial, trusted=trusted)
