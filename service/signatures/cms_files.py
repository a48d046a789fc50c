"""Signatures in CMS: detached from a file, or with the content that they sign."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache

from service.signatures import algorithms
from service.signatures.checking import Signed, check, damaged
from service.signatures.codes import SignatureForm, SignatureProblem, VerifiedBy, in_order
from service.signatures.material import Material
from service.signatures.reading import NotASignature, attached, signed_data
from service.signatures.result import Checked, Found
from service.signatures.trust import Trust


async def over(content: bytes, signature: bytes, trust: Trust, received: datetime) -> Found:
    """Check all signers of a signature over a content, whether it carries a content of its own or not."""
    return await _all(signature, trust, received, SignatureForm.DETACHED, content)


async def within(signature: bytes, trust: Trust, received: datetime) -> Found:
    """Check all signers of a signature over the content that it carries."""
    return await _all(signature, trust, received, SignatureForm.ATTACHED, None)


async def _all(signature: bytes, trust: Trust, received: datetime, form: SignatureForm, content: bytes | None) -> Found:
    try:
        data = signed_data(signature)
        carried = attached(data)
    except NotASignature:
        return Found((damaged(form),))
    if content is None and carried is None:
        return Found((Checked(SignatureForm.DETACHED, VerifiedBy.NOBODY, (SignatureProblem.NOT_VERIFIABLE,)),))
    form = form if carried is None else SignatureForm.ATTACHED
    # whatever the algorithm: who verifies it elsewhere is asked about what the signature carries, not about the file
    other = {SignatureProblem.OTHER_FILE} if None not in (content, carried) and content != carried else set()
    digest = _hashing(content if content is not None else carried or b"")
    found: list[Checked] = []
    kept: dict[str, bytes] = {}
    for signer in data["signer_infos"]:
        checked, evidence = await check(Signed(data, signer, digest, form, received), Material(trust))
        found.append(replace(checked, problems=in_order({*checked.problems, *other})) if other else checked)
        kept |= evidence
    return Found(tuple(found), tuple(kept.items()))


def _hashing(content: bytes) -> Callable[[str], bytes]:
    """Hash a content once by each algorithm that is asked for."""
    return cache(lambda algorithm: algorithms.digest(content, algorithm))
