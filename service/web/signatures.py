"""Signatures of a file: what was found of them, a form to add one, and one to verify them anew; signing in the browser where it is on."""

from http import HTTPStatus
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from events.text import Text, msg
from service.files import FileRefused, FileTooLarge
from service.files.kinds import is_paper
from service.files.sharing import admitted
from service.signatures.adding import ENDINGS, add_signature, signature_file
from service.web.evidence import kept_files
from service.web.received import form_of
from service.web.render import HEADERS, render
from service.web.uploaded_signatures import pieces
from service.web.visitor import Visitor

_CHOOSE = msg("Choose a file.")


async def signatures_page(visitor: Visitor) -> Response:
    """Show what was found of the signatures of a file."""
    organization, sha256 = _asked(visitor)
    await admitted(visitor.service, visitor.person, organization, sha256)
    return await _page(visitor, organization, sha256)


async def take(visitor: Visitor) -> Response:
    """Add a signature, or verify those that there are anew."""
    organization, sha256 = _asked(visitor)
    service, failure, done = visitor.service, None, "added"
    await admitted(service, visitor.person, organization, sha256)
    async with form_of(visitor.request, most_files=1, most_fields=10) as data:
        sent = data.get("signature")
        if "_again" in data:
            done = "verified"
            await service.signatures.again(organization, sha256, await visitor.actor())
        elif isinstance(sent, UploadFile) and sent.filename:
            try:
                await add_signature(service, visitor.person, organization, sha256, sent.filename, pieces(sent))
            except (FileRefused, FileTooLarge) as refusal:
                failure = refusal.text
        else:
            failure = _CHOOSE
    if failure:
        return await _page(visitor, organization, sha256, failure)
    query = urlencode({"organization": organization, "done": done})
    return RedirectResponse(f"/files/{sha256}/signatures?{query}", HTTPStatus.SEE_OTHER)


async def send_signature(visitor: Visitor) -> Response:
    """Give a signature that lies apart from its file."""
    organization, sha256 = _asked(visitor)
    signature = visitor.request.path_params["signature"]
    return await signature_file(visitor.service, visitor.person, organization, sha256, signature)


def _asked(visitor: Visitor) -> tuple[str, str]:
    return visitor.query("organization") or "", visitor.request.path_params["sha256"]


async def _page(visitor: Visitor, organization: str, sha256: str, failure: Text | None = None) -> Response:
    service = visitor.service
    every = await service.signatures.all_of(organization, sha256)
    stored = (await service.files.all_known(organization, [sha256]))[sha256]
    newest = {one.signature: one for one in reversed(every)}
    response = render(
        visitor,
        "signatures.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK,
        file=(await kept_files(visitor, organization, [sha256], named=True))[sha256],
        organization=organization,
        signable=is_paper(stored.media_type),
        query=urlencode({"organization": organization}),
        newest=[one for one in newest.values() if one.signatures],
        earlier=[one for one in every if one.number not in {new.number for new in newest.values()}],
        people=await service.access.names({one.verified_by for one in every}),
        endings=",".join(ENDINGS),
        ncalayer=service.settings.ncalayer_url if service.settings.ncalayer else "",
        done=visitor.query("done"),
        failure=failure,
    )
    if service.settings.ncalayer:
        policy = HEADERS["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = f"{policy}; connect-src 'self' {service.settings.ncalayer_url}"
    return response
