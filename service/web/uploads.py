"""Files that come with a form: kept at once, so that nothing is lost when something else in the form is wrong."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response
from starlette.types import Scope

from events.text import msg
from service.files import FileRefused, FileTooLarge
from service.files.kinds import ACCEPTED, KINDS
from service.files.sharing import download
from service.settings import Settings
from service.signatures.adding import ENDINGS
from service.web import forms
from service.web.evidence import kept_files
from service.web.fields import Field
from service.web.sheet import Sheet
from service.web.uploaded_signatures import BESIDE, keep_signatures, pieces
from service.web.visitor import Visitor
from workflows.refusals import Unknown, Violation

MOST_FILES = 50
"""In one form; together they may be as large as two of the largest."""


def takes_files(scope: Scope) -> bool:
    """Whether a request is a form of a case, or of a file's signatures, that may bring files."""
    types = (value for name, value in scope["headers"] if name == b"content-type")
    is_form = next(types, b"").lower().startswith(b"multipart/form-data")
    return is_form and scope["method"] == "POST" and str(scope["path"]).startswith(("/cases/", "/files/"))


def largest_form(settings: Settings) -> int:
    """Give the largest form with files, in bytes."""
    return 2 * settings.max_file + settings.max_body


async def keep_files(visitor: Visitor, sheet: Sheet, organization: str, data: FormData) -> Sequence[Violation]:
    """Keep the files of a form and write their hashes into it; gives what is wrong with those that are refused.

    Signatures that come beside files are kept with them, and verified.
    """
    wrong, form = [], {name: list(values) for name, values in sheet.form.items()}
    actor = await visitor.actor()
    for name, upload in data.multi_items():
        if not isinstance(upload, UploadFile) or not upload.filename or name.startswith(BESIDE):
            continue  # a field in which no file was chosen comes without a name
        node = forms.at(sheet.node, name)
        if node is None or not node.is_file:
            raise Unknown(msg("There is no such field."))
        try:
            kept = await visitor.service.files.keep(pieces(upload), upload.filename, actor, organization)
        except (FileRefused, FileTooLarge) as refusal:
            said = msg("“{file}”: {problem}", file=upload.filename, problem=refusal.text)
            wrong.append(Violation(tuple(name.split(".")), said))
        else:
            if not node.signs:  # of what is over another file, nothing is to be said alone
                await visitor.service.signatures.notice(organization, kept.sha256, actor)
            before = form.get(name, []) if node.type == "array" else []
            form[name] = list(dict.fromkeys([*before, kept.sha256]))
    sheet.form = form
    return [*wrong, *await keep_signatures(visitor, sheet, organization, data)]


async def show_files(
    visitor: Visitor, organization: str, fields: Sequence[Field], *, signable: bool = False
) -> Mapping[str, str]:
    """Name the files that fields hold already; gives what the page says of all its files, nothing if it has no field for any.

    With `signable` a signature may come beside each, but for those that a field of their own is there for.
    """
    found = [field for top in fields for field in top.walk() if field.control in {"file", "files"}]
    kept = await kept_files(visitor, organization, (sha256 for field in found for sha256 in field.chosen))
    signed = {field.signs for field in found}
    for field in found:
        field.signable = signable and field.control == "file" and not field.signs and field.name not in signed
        field.files = [kept[sha256] for sha256 in field.chosen if kept[sha256].address]
    limit = f"{visitor.service.files.limit / 1e6:g}"
    words, of_signatures = (
        visitor.t("{accepted}; at most {limit} MB each.", accepted=accepted, limit=limit)
        for accepted in (ACCEPTED, ", ".join(KINDS[ending.removeprefix(".")].title for ending in ENDINGS))
    )
    said = {"words": words, "endings": ",".join(f".{ending}" for ending in KINDS)}
    return {**said, "of_signatures": of_signatures, "signatures": ",".join(ENDINGS)} if found else {}


async def send_file(visitor: Visitor) -> Response:
    """Give a file to be saved."""
    organization, sha256 = visitor.query("organization") or "", visitor.request.path_params["sha256"]
    return await download(visitor.service, visitor.person, organization, sha256)
