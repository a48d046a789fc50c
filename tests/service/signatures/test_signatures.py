"""Verdicts are kept, closed and for ever."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from service.signatures import signatures as module
from service.signatures.codes import SignatureOutcome, SignatureProblem
from tests.service.files.samples import stream
from tests.service.signatures.authority import IIN, NOW, Centre, pdf, sign, sign_pdf
from tests.serving import BODY, OTHER, Served, serving
from workflows.actor import SYSTEM
from workflows.refusals import NotPermitted, Unknown

PAPER = pdf()
HASH = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
async def served(database_url: str, tmp_path: Path, centre: Centre) -> AsyncIterator[Served]:
    async with serving(database_url, NOW.date(), data_dir=tmp_path, trust_dir=centre.folder) as served:
        yield served


async def _keep(served: Served, content: bytes, name: str, organization: str = BODY) -> str:
    kept = await served.service.files.keep(stream(content, 1 << 20), name, SYSTEM, organization)
    return kept.sha256


def _rows(served: Served, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(served.database) as conn:
        return conn.execute(sql).fetchall()


async def test_a_verdict_is_kept_with_its_evidence(served: Served, centre: Centre) -> None:
    """What was found, by whom and when, and the list of revoked certificates, byte by byte; a second time is a second row."""
    signatures = served.service.signatures
    await _keep(served, PAPER, "справка.pdf")
    apart = await _keep(served, await sign(PAPER, centre.head()), "справка.p7s")
    made = await signatures.verify(BODY, HASH, SYSTEM, apart)
    [checked] = made.signatures
    assert (checked.outcome, made.verified_by) == (SignatureOutcome.VALID, SYSTEM.id)
    assert await signatures.newest(BODY, HASH) == [made]
    assert await signatures.evidence(checked.evidence[0].sha256) == (centre.folder / "crls" / "nca.cer").read_bytes()
    centre.publish(NOW - timedelta(days=9))
    [again] = await signatures.again(BODY, HASH, SYSTEM)
    assert [one.problems for one in again.signatures] == [(SignatureProblem.STALE_REVOCATION_EVIDENCE,)]
    assert await signatures.all_of(BODY, HASH) == [again, made]
    [newest] = await signatures.newest(BODY, HASH)
    assert (newest.number, newest.times) == (again.number, 2)
    before = await signatures.of(BODY, [HASH], until=made.verified_at - timedelta(seconds=1))
    assert before.get(HASH, []) == []


async def test_a_signature_counts_from_when_it_came(served: Served, centre: Centre) -> None:
    """That the service kept a signature while its certificate was valid proves that it existed, years later too."""
    signatures = served.service.signatures
    await _keep(served, PAPER, "справка.pdf")
    owner = centre.head(until=NOW + timedelta(days=30))
    apart = await _keep(served, await sign(PAPER, owner), "справка.p7s")
    served.clock.travel((NOW + timedelta(days=400)).date())
    found = await signatures.verify(BODY, HASH, SYSTEM, apart)
    assert [one.outcome for one in found.signatures] == [SignatureOutcome.VALID]
    late = await _keep(served, await sign(PAPER, owner, centre.nca.owner), "поздно.p7s")
    found = await signatures.verify(BODY, HASH, SYSTEM, late)
    assert found.signatures[0].problems == (SignatureProblem.STALE_REVOCATION_EVIDENCE, SignatureProblem.EXPIRED_SINCE)


async def test_signatures_inside_are_noticed_once(served: Served, centre: Centre) -> None:
    """A signed PDF is verified when it comes; one without signatures, or that came before, is left alone."""
    signatures = served.service.signatures
    signed = await _keep(served, await sign_pdf(PAPER, centre.head()), "подписано.pdf")
    await _keep(served, PAPER, "справка.pdf")
    noticed = await signatures.notice(BODY, signed, SYSTEM)
    assert noticed is not None
    assert [one.outcome for one in noticed.signatures] == [SignatureOutcome.VALID]
    assert await signatures.notice(BODY, signed, SYSTEM) is None
    assert await signatures.notice(BODY, HASH, SYSTEM) is None
    attached = await _keep(served, await sign(PAPER, centre.head(), detached=False), "документ.p7s")
    assert await signatures.notice(BODY, attached, SYSTEM) is not None
    assert len(_rows(served, "SELECT id FROM signatures.verifications")) == 2


async def test_nothing_of_it_is_changed_or_read_in_the_database(served: Served, centre: Centre) -> None:
    """Rows are neither changed nor deleted, and name nobody."""
    await _keep(served, PAPER, "справка.pdf")
    apart = await _keep(served, await sign(PAPER, centre.head()), "справка.p7s")
    await served.service.signatures.verify(BODY, HASH, SYSTEM, apart)
    for change in ("UPDATE signatures.verifications SET verified_by = 'x'", "DELETE FROM signatures.verifications",
                   "DELETE FROM signatures.evidence"):  # fmt: skip
        with pytest.raises(psycopg.errors.RaiseException):
            _rows(served, change)
    [row] = _rows(served, "SELECT v::text || encode(found, 'escape') FROM signatures.verifications v")
    assert all(secret not in str(row) for secret in (IIN, "АХМЕТОВА", HASH, apart))


async def test_what_is_not_kept_is_not_verified(served: Served, centre: Centre) -> None:
    """Another organisation's file, or a signature that nobody sent, is unknown; so is a file without any signature."""
    await _keep(served, PAPER, "справка.pdf")
    signatures = served.service.signatures
    for asked in ((OTHER, HASH, ""), (BODY, "a" * 64, ""), (BODY, HASH, "b" * 64)):
        organization, sha256, apart = asked
        with pytest.raises(Unknown):
            await signatures.verify(organization, sha256, SYSTEM, apart)
    text = await _keep(served, "Протокол".encode(), "протокол.txt")
    with pytest.raises(Unknown):
        await signatures.again(BODY, text, SYSTEM)
    with pytest.raises(Unknown):
        await signatures.evidence("c" * 64)


async def test_a_file_has_a_bounded_number_of_signatures(
    served: Served, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody hangs a thousand signatures on a file; those that it has can be verified again."""
    monkeypatch.setattr(module, "MOST_APART", 1)
    await _keep(served, PAPER, "справка.pdf")
    first, second = [await _keep(served, await sign(PAPER, centre.head()), f"{n}.p7s") for n in range(2)]
    verify = served.service.signatures.verify
    await verify(BODY, HASH, SYSTEM, first)
    with pytest.raises(NotPermitted):
        await verify(BODY, HASH, SYSTEM, second)
    await verify(BODY, HASH, SYSTEM, first)
