"""Signatures over kept files: adding one, verifying anew, reading what was found."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.organization import Post
from events.text import msg
from service.api.answers import answer
from service.api.caller import account_of, service_of, speaker
from service.api.file_queries import NewSignatureQuery, SignaturesQuery
from service.api.signatures_shown import verifications
from service.files.sharing import admitted
from service.problems import BadRequest
from service.signatures.adding import add_signature, signature_file
from service.signatures.claimed import claim
from service.signatures.claims import Claim
from service.signatures.verification import Verification


async def post_signature(request: Request, query: Annotated[NewSignatureQuery, Query()]) -> Response:
    """Add a signature to a file, and verify it."""
    service, account = service_of(request), await account_of(request)
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise BadRequest(msg("Send the file itself as the body, not a form."))
    sha256 = request.path_params["sha256"]
    made = await add_signature(service, account, query.organization, sha256, query.name, request.stream())
    return await _answer(request, query.organization, [made], Claim(), status=201)


async def verify_signatures(request: Request, query: Annotated[SignaturesQuery, Query()]) -> Response:
    """Verify all signatures of a file anew."""
    service, account = service_of(request), await account_of(request)
    sha256 = request.path_params["sha256"]
    await admitted(service, account, query.organization, sha256)
    found = await service.signatures.again(query.organization, sha256, await service.access.actor(account))
    return await _answer(request, query.organization, found, await _claim(request, query))


async def get_signatures(request: Request, query: Annotated[SignaturesQuery, Query()]) -> Response:
    """Give what was found of the signatures of a file."""
    service, account = service_of(request), await account_of(request)
    sha256 = request.path_params["sha256"]
    await admitted(service, account, query.organization, sha256)
    found = await service.signatures.all_of(query.organization, sha256)
    return await _answer(request, query.organization, found, await _claim(request, query))


async def get_signature_file(request: Request, query: Annotated[SignaturesQuery, Query()]) -> Response:
    """Give a signature that lies apart from its file."""
    service, account = service_of(request), await account_of(request)
    sha256, signature = request.path_params["sha256"], request.path_params["signature"]
    return await signature_file(service, account, query.organization, sha256, signature)


async def _claim(request: Request, query: SignaturesQuery) -> Claim:
    """Give what the signatures are to be held to: nothing unless somebody is named."""
    if not query.post and not query.person:
        return Claim()
    service = service_of(request)
    post = Post(query.post) if query.post else None
    register = await service.register.current()
    return claim(register, query.organization, query.on or service.clock.today(), post, query.person or "")


async def _answer(
    request: Request, organization: str, found: Sequence[Verification], claimed: Claim, status: int = 200
) -> Response:
    names = await service_of(request).access.names({one.verified_by for one in found})
    return answer(verifications(found, organization, claimed, names, speaker(request)), status=status)
