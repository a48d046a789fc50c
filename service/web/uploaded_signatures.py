"""Signatures that come with a form, each in a file of its own beside the file that it signs."""

from collections.abc import AsyncIterator, Sequence

from starlette.datastructures import FormData, UploadFile

from events.subtask import EvidenceAttached
from events.text import msg
from service.files import FileRefused, FileTooLarge
from service.signatures.adding import check_name, check_signable
from service.web import forms
from service.web.fields import Field
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.refusals import NotPermitted, Unknown, Violation

BESIDE = "_signature."
"""How the names of fields for signatures begin; the field of the file follows."""

_PIECE = 1 << 18


def takes_signatures(event: type, fields: Sequence[Field]) -> bool:
    """Whether the files of a form may be signed: those of evidence, and of papers that somebody signs."""
    names = (field.name.rpartition(".")[2] for top in fields for field in top.walk())
    return event is EvidenceAttached or "signature" in names


async def keep_signatures(visitor: Visitor, sheet: Sheet, organization: str, data: FormData) -> list[Violation]:
    """Keep and verify the signatures of a form; gives what is wrong with those that are refused. What is not valid is not refused."""
    wrong, service, actor = [], visitor.service, await visitor.actor()
    for name, upload in data.multi_items():
        if not isinstance(upload, UploadFile) or not upload.filename or not name.startswith(BESIDE):
            continue
        field = name.removeprefix(BESIDE)
        node = forms.at(sheet.node, field)
        if node is None or not node.is_file or node.type == "array" or node.signs:
            raise Unknown(msg("There is no such field."))
        path, signed = tuple(field.split(".")), next(iter(sheet.form.get(field, ())), "")
        if not signed:
            wrong.append(Violation(path, msg("Choose the file, too, that the signature is over.")))
            continue
        try:
            check_name(upload.filename)
            await check_signable(service, visitor.person, organization, signed)
            kept = await service.files.keep(pieces(upload), upload.filename, actor, organization)
            await service.signatures.verify(organization, signed, actor, kept.sha256)
        except (FileRefused, FileTooLarge, NotPermitted, Unknown) as refusal:
            said = msg("“{file}”: {problem}", file=upload.filename, problem=refusal.text)
            wrong.append(Violation(path, said))
    return wrong


async def pieces(upload: UploadFile) -> AsyncIterator[bytes]:
    """Give what a form brought, piece by piece."""
    while piece := await upload.read(_PIECE):
        yield piece
