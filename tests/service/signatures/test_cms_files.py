"""Verdicts over CMS signatures."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import rsa

from service.signatures.cms_files import over, within
from service.signatures.codes import (
    CertificateRole,
    SignatureForm,
    SignatureOutcome,
    SignatureProblem,
    VerifiedBy,
)
from service.signatures.result import Checked
from service.signatures.trust import load
from tests.service.signatures.authority import (
    AUTHENTICATION,
    BIN,
    IIN,
    NOW,
    ORGANISATION,
    PERSON,
    RIGHT,
    SIGNING,
    Authority,
    Centre,
    Owner,
    new_key,
    sign,
)

CONTENT = "Аналитическая справка".encode()


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


async def _one(centre: Centre, signature: bytes, content: bytes = CONTENT, received: datetime = NOW) -> Checked:
    [found] = (await over(content, signature, load(centre.folder), received)).signatures
    return found


async def test_a_valid_signature_is_told_with_all_that_stands_in_it(centre: Centre) -> None:
    """Who signed, in which role, by which certificate, when, stamped by whom, and the list that the verdict rests on."""
    owner = centre.head(key=new_key("rsa of the head"))
    signature = await sign(CONTENT, owner, stamper=centre.stamper())
    found = await over(CONTENT, signature, load(centre.folder), NOW)
    [checked] = found.signatures
    assert (checked.problems, checked.outcome, checked.by) == ((), SignatureOutcome.VALID, VerifiedBy.PYHANKO)
    assert checked.form is SignatureForm.DETACHED
    assert checked.certificate is not None
    assert (checked.certificate.iin, checked.certificate.bin) == (IIN, BIN)
    assert (checked.certificate.name, checked.certificate.organization) == ("АХМЕТОВА АЙГҮЛ", "Управление закупок")
    assert checked.certificate.roles == (CertificateRole.LEGAL_PERSON, CertificateRole.FIRST_HEAD)
    assert checked.certificate.serial == f"{owner.certificate.serial_number:x}"
    assert checked.certificate.issuer == "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA TEST)"
    assert checked.certificate.not_before == NOW - timedelta(days=100)
    assert (checked.algorithm, checked.claimed_at, checked.signed_at) == ("sha256_rsa", NOW, NOW)
    assert checked.stamp is not None
    assert (checked.stamp.at, checked.stamp.authority, checked.stamp.trusted) == (NOW, "TSA", True)
    [evidence] = checked.evidence
    [kept] = found.evidence
    assert kept == (evidence.sha256, (centre.folder / "crls" / "nca.cer").read_bytes())


@pytest.mark.parametrize(
    "written",
    [bytes, base64.b64encode, lambda der: b"-----BEGIN CMS-----\n" + base64.encodebytes(der) + b"-----END CMS-----\n"],
)
async def test_signatures_are_read_however_they_are_written(centre: Centre, written: Callable[[bytes], bytes]) -> None:
    """DER, base64 and PEM, by RSA and by elliptic curves: the same verdict."""
    signature = await sign(CONTENT, centre.head())
    checked = await _one(centre, written(signature))
    assert (checked.outcome, checked.algorithm) == (SignatureOutcome.VALID, "sha256_ecdsa")


async def test_a_signature_over_another_file_is_told(centre: Centre) -> None:
    """One letter more, and the signature is another file's; nothing else is wrong with it."""
    signature = await sign(CONTENT, centre.head())
    checked = await _one(centre, signature, CONTENT + b".")
    assert (checked.problems, checked.outcome) == ((SignatureProblem.OTHER_FILE,), SignatureOutcome.INVALID)
    attached = await sign(CONTENT, centre.head(), detached=False)
    assert (await _one(centre, attached, b"other")).problems == (SignatureProblem.OTHER_FILE,)
    assert (await _one(centre, attached)).problems == ()


async def test_a_signature_with_its_content_stands_for_itself(centre: Centre) -> None:
    """An attached signature is verified over what it carries; a detached one alone cannot be."""
    attached = await sign(CONTENT, centre.head(), detached=False)
    [checked] = (await within(attached, load(centre.folder), NOW)).signatures
    assert (checked.form, checked.outcome) == (SignatureForm.ATTACHED, SignatureOutcome.VALID)
    [alone] = (await within(await sign(CONTENT, centre.head()), load(centre.folder), NOW)).signatures
    assert alone.problems == (SignatureProblem.NOT_VERIFIABLE,)


async def test_an_expired_certificate_is_told_from_one_that_expired_since(centre: Centre) -> None:
    """Signed after the end is wrong; signed before it by the signer's word alone is not proved; a time stamp proves it."""
    owner = centre.head(until=NOW - timedelta(days=1))
    centre.publish(NOW - timedelta(days=2))
    before = NOW - timedelta(days=1, hours=12)
    checked = await _one(centre, await sign(CONTENT, owner))
    assert (checked.problems, checked.outcome) == ((SignatureProblem.EXPIRED,), SignatureOutcome.INVALID)
    said = await _one(centre, await sign(CONTENT, owner, at=before))
    assert (said.problems, said.outcome) == ((SignatureProblem.EXPIRED_SINCE,), SignatureOutcome.NOT_VERIFIED)
    silent = await _one(centre, await sign(CONTENT, owner, at=None))
    assert SignatureProblem.EXPIRED in silent.problems
    stamped = await _one(centre, await sign(CONTENT, owner, at=before, stamper=centre.stamper(before)))
    assert stamped.problems == ()
    backdated = await _one(centre, await sign(CONTENT, owner, at=before, stamper=centre.stamper(NOW)))
    assert SignatureProblem.EXPIRED in backdated.problems


async def test_a_certificate_that_is_not_yet_valid_is_told(centre: Centre) -> None:
    """Neither now nor by the signer's word may a signature be older than its certificate."""
    owner = centre.head(since=NOW + timedelta(hours=1), until=NOW + timedelta(days=9))
    assert SignatureProblem.NOT_YET_VALID in (await _one(centre, await sign(CONTENT, owner))).problems
    early = await sign(CONTENT, centre.head(), at=NOW - timedelta(days=200))
    assert (await _one(centre, early)).problems == (SignatureProblem.NOT_YET_VALID,)


async def test_a_revoked_certificate_is_told(centre: Centre) -> None:
    """With the moment; a stamp from before it saves the signature, the signer's word does not."""
    owner, revoked_at = centre.head(), NOW - timedelta(hours=2)
    before = revoked_at - timedelta(hours=1)
    centre.nca.revoke(owner, revoked_at)
    centre.publish()
    checked = await _one(centre, await sign(CONTENT, owner, at=before))
    assert (checked.problems, checked.outcome) == ((SignatureProblem.REVOKED,), SignatureOutcome.INVALID)
    assert checked.revoked_at == revoked_at
    assert (await _one(centre, await sign(CONTENT, owner, stamper=centre.stamper(before)))).problems == ()
    after = await sign(CONTENT, owner, at=before, stamper=centre.stamper(NOW - timedelta(hours=1)))
    assert (await _one(centre, after)).problems == (SignatureProblem.REVOKED,)


def _carrying(signature: bytes, answer: bytes | None = None, crl: bytes | None = None) -> bytes:
    """Put an answer of OCSP or a list into a signature, as NCANode and others do."""
    info = cms.ContentInfo.load(signature)
    data = info["content"]
    carried = []
    if answer:
        form = {"other_rev_info_format": "ocsp_response", "other_rev_info": cms.OCSPResponse.load(answer)}
        carried.append(cms.RevocationInfoChoice("other", cms.OtherRevocationInfoFormat(form)))
    if crl:
        carried.append(cms.RevocationInfoChoice("crl", cms.CertificateList.load(crl)))
    data["crls"] = cms.RevocationInfoChoices(carried)
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump(force=True))


async def test_without_evidence_nothing_is_valid(centre: Centre) -> None:
    """No list, or one that is too old, proves nothing; an answer that the signature carries does, and is kept."""
    owner = centre.head()
    signature = await sign(CONTENT, owner)
    centre.publish(NOW - timedelta(days=9))
    checked = await _one(centre, signature)
    assert checked.problems == (SignatureProblem.STALE_REVOCATION_EVIDENCE,)
    assert checked.outcome is SignatureOutcome.NOT_VERIFIED
    assert checked.revocation_told_by is not None
    assert checked.revocation_told_by.made_at == NOW - timedelta(days=9)
    (centre.folder / "crls" / "nca.cer").unlink()
    checked = await _one(centre, signature)
    assert (checked.problems, checked.revocation_told_by) == ((SignatureProblem.NO_REVOCATION_EVIDENCE,), None)
    carried = _carrying(signature, centre.nca.answer(owner))
    found = await over(CONTENT, carried, load(centre.folder), NOW)
    assert [one.problems for one in found.signatures] == [()]
    assert [one.source for one in found.signatures[0].evidence] == ["ocsp"]
    assert len(found.evidence) == 1
    listed = _carrying(signature, crl=centre.nca.crl())
    assert (await _one(centre, listed)).problems == ()
    of_others = Authority.root("other").issuing(key=new_key())
    assert (await _one(centre, _carrying(signature, of_others.answer(owner), of_others.crl()))).problems == (
        SignatureProblem.NO_REVOCATION_EVIDENCE,
    )


async def test_what_a_signature_carries_cannot_hide_a_revocation(centre: Centre) -> None:
    """An older answer or list inside the signature, still good by its own dates, yields to the operator's newer list."""
    owner, early = centre.head(), NOW - timedelta(hours=5)
    answer, old = centre.nca.answer(owner, early), centre.nca.crl(early)
    signature = await sign(CONTENT, owner)
    centre.nca.revoke(owner, NOW - timedelta(hours=2))
    centre.publish(NOW - timedelta(hours=1))
    for carried in (_carrying(signature, answer), _carrying(signature, crl=old)):
        assert (await _one(centre, carried)).problems == (SignatureProblem.REVOKED,)
    said = _carrying(signature, centre.nca.answer(owner, revoked_at=NOW - timedelta(hours=3)))
    assert (await _one(centre, said)).problems == (SignatureProblem.REVOKED,)


async def test_the_operators_newest_list_counts(centre: Centre) -> None:
    """Of several lists in the folder the newest is told, with its day; a newer file is read without anybody being asked to."""
    owner = centre.head()
    signature = await sign(CONTENT, owner)
    for days in (9, 3):
        (centre.folder / "crls" / f"{days}.crl").write_bytes(centre.nca.crl(NOW - timedelta(days=days)))
    checked = await _one(centre, signature)
    assert checked.problems == ()
    assert checked.revocation_told_by is not None
    assert (checked.revocation_told_by.made_at, checked.revocation_told_by.until) == (NOW, NOW + timedelta(days=1))
    centre.nca.revoke(owner, NOW - timedelta(hours=2))
    (centre.folder / "crls" / "newer.crl").write_bytes(centre.nca.crl(NOW - timedelta(hours=1)))
    assert (await _one(centre, signature)).problems == (SignatureProblem.REVOKED,)


async def test_what_a_stale_list_revokes_stays_revoked(centre: Centre) -> None:
    """A list after which a newer one was due clears nobody, but whom it names is revoked, for good; so is whom an old answer names."""
    owner, other, long_ago = centre.head(), centre.head(), NOW - timedelta(days=20)
    centre.nca.revoke(owner, long_ago)
    centre.publish(NOW - timedelta(days=9))
    assert (await _one(centre, await sign(CONTENT, owner))).problems == (SignatureProblem.REVOKED,)
    assert (await _one(centre, await sign(CONTENT, other))).problems == (SignatureProblem.STALE_REVOCATION_EVIDENCE,)
    answer = centre.nca.answer(other, NOW - timedelta(days=9), revoked_at=long_ago)
    carried = _carrying(await sign(CONTENT, other), answer)
    assert (await _one(centre, carried)).problems == (SignatureProblem.REVOKED,)


async def test_lists_made_after_the_end_of_a_certificate_do_not_count(centre: Centre) -> None:
    """Expired certificates need not stand in a list any more: it proves nothing of them."""
    owner, before = centre.head(until=NOW - timedelta(days=1)), NOW - timedelta(days=2)
    signature = await sign(CONTENT, owner, stamper=centre.stamper(before))
    assert (await _one(centre, signature)).problems == (SignatureProblem.NO_REVOCATION_EVIDENCE,)


async def test_a_chain_to_nobody_trusted_is_told(centre: Centre) -> None:
    """Another root with the same names, one that came with the signature, and an empty folder: not trusted."""
    other = Authority.root()
    nca = other.issuing(key=new_key())
    owner = nca.issue(SIGNING, ORGANISATION)
    signature = await sign(CONTENT, owner, nca.owner, other.owner)
    checked = await _one(centre, signature)
    assert (checked.problems, checked.outcome) == ((SignatureProblem.UNTRUSTED,), SignatureOutcome.INVALID)
    nobody = replace(load(centre.folder), roots=())
    [found] = (await over(CONTENT, await sign(CONTENT, centre.head()), nobody, NOW)).signatures
    assert found.problems == (SignatureProblem.UNTRUSTED,)


@pytest.mark.parametrize(
    ("usages", "bits", "may"),
    [
        ((SIGNING, PERSON), (0, 1), True),
        ((), (0, 1), True),
        ((AUTHENTICATION, PERSON), (0, 2), False),
        ((AUTHENTICATION, PERSON), (0, 1), False),
        ((SIGNING, PERSON), (0,), False),
        ((SIGNING, PERSON), (), False),
        ((), (), False),
    ],
)
async def test_a_certificate_without_the_right_to_sign_is_told(
    centre: Centre, usages: tuple[str, ...], bits: tuple[int, ...], may: bool
) -> None:
    """Key usage and extended usage decide; those of officials without any extended usage are judged by the first."""
    owner = centre.nca.issue(*usages, bits=bits)
    checked = await _one(centre, await sign(CONTENT, owner))
    assert (SignatureProblem.MAY_NOT_SIGN not in checked.problems) is may
    assert (checked.outcome is SignatureOutcome.VALID) is may


async def test_a_signature_by_another_key_than_the_certificate_is_told(centre: Centre) -> None:
    """The certificate of one person under the signature of another's key."""
    owner, thief = centre.head(), centre.head()
    forged = await sign(CONTENT, Owner(owner.certificate, thief.key))
    checked = await _one(centre, forged)
    assert (checked.problems, checked.outcome) == ((SignatureProblem.WRONG_KEY,), SignatureOutcome.INVALID)


async def test_weak_algorithms_prove_nothing(centre: Centre) -> None:
    """SHA-1 and short keys are not verified."""
    checked = await _one(centre, await sign(CONTENT, centre.head(), digest="sha1"))
    assert checked.problems == (SignatureProblem.WEAK_ALGORITHM,)
    short = rsa.generate_private_key(65537, 1024)  # noqa: S505 - what is looked for
    checked = await _one(centre, await sign(CONTENT, centre.head(key=short)))
    assert SignatureProblem.WEAK_ALGORITHM in checked.problems
    assert checked.outcome is not SignatureOutcome.VALID


async def test_each_signer_is_judged_alone(centre: Centre) -> None:
    """Of two signatures in one file one may be valid and the other not."""
    first = cms.ContentInfo.load(await sign(CONTENT, centre.head()))
    second = cms.ContentInfo.load(await sign(b"other", centre.nca.issue(SIGNING, ORGANISATION, RIGHT)))
    data = first["content"]
    data["signer_infos"] = cms.SignerInfos([*data["signer_infos"], *second["content"]["signer_infos"]])
    data["certificates"] = cms.CertificateSet([*data["certificates"], *second["content"]["certificates"]])
    both = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump(force=True)
    found = (await over(CONTENT, both, load(centre.folder), NOW)).signatures
    assert sorted(one.problems for one in found) == [(), (SignatureProblem.OTHER_FILE,)]


async def test_a_stamp_that_proves_nothing_is_told(centre: Centre) -> None:
    """One by somebody without the right to stamp, by a revoked authority, or over another signature: no proof of time."""
    owner, before = centre.head(until=NOW - timedelta(days=1)), NOW - timedelta(days=3)
    centre.publish(NOW - timedelta(days=2))
    no_right = await sign(
        CONTENT,
        owner,
        at=before,
        stamper=centre.stamper(before, centre.head(key=new_key("rsa without the right to stamp"))),
    )
    expected = (SignatureProblem.EXPIRED_SINCE, SignatureProblem.STAMP_NOT_TRUSTED)
    assert (await _one(centre, no_right)).problems == expected
    good = cms.ContentInfo.load(await sign(CONTENT, owner, at=before, stamper=centre.stamper(before)))
    other = cms.ContentInfo.load(await sign(CONTENT, owner, at=before, stamper=centre.stamper(before)))
    moved = good["content"]
    moved["signer_infos"][0]["unsigned_attrs"] = other["content"]["signer_infos"][0]["unsigned_attrs"]
    swapped = cms.ContentInfo({"content_type": "signed_data", "content": moved}).dump(force=True)
    assert (await _one(centre, bytes(swapped))).problems == expected
    centre.nca.revoke(centre.tsa, NOW - timedelta(hours=1))
    centre.publish()
    revoked = await _one(centre, await sign(CONTENT, centre.head(), stamper=centre.stamper()))
    assert revoked.problems == (SignatureProblem.STAMP_NOT_TRUSTED,)
    assert revoked.outcome is SignatureOutcome.VALID


async def test_half_a_signature_is_told(centre: Centre) -> None:
    """Cut short at any place it is damaged; with any bit changed of what is signed, or of the signature, it is never valid."""
    whole = await sign(CONTENT, centre.head(), stamper=centre.stamper())
    for n in (2, 3, 5, 9):
        assert (await _one(centre, whole[: len(whole) // n])).problems == (SignatureProblem.DAMAGED,)
    signer = cms.ContentInfo.load(whole)["content"]["signer_infos"][0]
    begins, ends = (whole.index(signer[part].dump()) for part in ("signed_attrs", "unsigned_attrs"))
    for at in range(begins, ends, 3):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        found = (await over(CONTENT, changed, load(centre.folder), NOW)).signatures
        assert all(one.outcome is not SignatureOutcome.VALID for one in found), at
