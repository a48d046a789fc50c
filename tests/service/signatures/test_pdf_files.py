"""Verdicts over signatures inside a PDF."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from service.signatures.codes import ChangeAfter, SignatureForm, SignatureOutcome, SignatureProblem
from service.signatures.pdf_files import inside
from service.signatures.result import Checked
from service.signatures.trust import load
from tests.service.signatures.authority import (
    NOW,
    ORGANISATION,
    RIGHT,
    SIGNING,
    Authority,
    Centre,
    new_key,
    pdf,
    sign_pdf,
)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


async def _all(centre: Centre, content: bytes) -> tuple[Checked, ...]:
    return (await inside(content, load(centre.folder), NOW)).signatures


async def test_all_signatures_of_a_pdf_are_found(centre: Centre) -> None:
    """Two people one after the other: both valid, each with its revision; the second is evidence of nothing wrong for the first."""
    first = await sign_pdf(pdf(), centre.head(), stamper=centre.stamper())
    both = await sign_pdf(
        first, centre.nca.issue(SIGNING, ORGANISATION, RIGHT, name="СЕРІКОВ ДӘУРЕН"), field_name="Second"
    )
    one, two = await _all(centre, both)
    assert (one.form, one.outcome, two.outcome) == (SignatureForm.PDF, SignatureOutcome.VALID, SignatureOutcome.VALID)
    assert one.place is not None
    assert two.place is not None
    assert (one.place.field, one.place.revision, one.place.revisions) == ("Signature1", 2, 3)
    assert (two.place.revision, two.place.after) == (3, ChangeAfter.NOTHING)
    assert one.place.after in {ChangeAfter.FORMS, ChangeAfter.EVIDENCE}
    assert one.stamp is not None
    assert [two.certificate.name if two.certificate else ""] == ["СЕРІКОВ ДӘУРЕН"]


async def test_a_pdf_without_signatures_has_none(centre: Centre) -> None:
    """Nothing is found in what was never signed."""
    assert await _all(centre, pdf()) == ()


def _changed(content: bytes) -> bytes:
    """Add a page as an incremental update: what readers show is another document."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 900, 900)])
    writer.update_container(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


async def test_a_pdf_changed_after_it_was_signed_is_told(centre: Centre) -> None:
    """The signature still fits the revision that it covers, and the file shows something else."""
    content = _changed(await sign_pdf(pdf(), centre.head()))
    [checked] = await _all(centre, content)
    assert (checked.problems, checked.outcome) == ((SignatureProblem.CHANGED_AFTERWARDS,), SignatureOutcome.INVALID)
    assert checked.place is not None
    assert (checked.place.revision, checked.place.revisions, checked.place.after) == (2, 3, ChangeAfter.CONTENT)


async def test_a_byte_changed_inside_is_told(centre: Centre) -> None:
    """What is signed is not what is there."""
    content = await sign_pdf(pdf(), centre.head())
    [checked] = await _all(centre, content.replace(b"[ 0.0 0.0 200 200 ]", b"[ 0.0 0.0 299 200 ]", 1))
    assert checked.outcome is SignatureOutcome.INVALID
    assert SignatureProblem.OTHER_FILE in checked.problems


async def test_certificates_of_pdf_signatures_are_judged_alike(centre: Centre) -> None:
    """Revoked, expired, not trusted, without the right to sign."""
    owner = centre.head()
    centre.nca.revoke(owner, NOW - timedelta(hours=1))
    centre.publish()
    stranger = Authority.root().issuing(key=new_key()).issue(SIGNING)
    for signer, problem in (
        (owner, SignatureProblem.REVOKED),
        (centre.head(until=NOW - timedelta(days=2)), SignatureProblem.EXPIRED),
        (stranger, SignatureProblem.UNTRUSTED),
        (centre.nca.issue("1.3.6.1.5.5.7.3.2", bits=(0, 1)), SignatureProblem.MAY_NOT_SIGN),
    ):
        [checked] = await _all(centre, await sign_pdf(pdf(), signer))
        assert problem in checked.problems


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%%EOF",
        b"%PDF-" + bytes(10_000) + b"%%EOF",
        b"",
        b"%PDF-1.4\nxref\n0 99999999\ntrailer<</Size 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    ],
)
async def test_what_is_no_pdf_inside_is_told(centre: Centre, content: bytes) -> None:
    """Bytes that only look like a PDF."""
    assert [one.problems for one in await _all(centre, content)] == [(SignatureProblem.DAMAGED,)]
