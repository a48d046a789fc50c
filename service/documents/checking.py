"""Whether a template may be kept: it can do no harm, names only fields that there are, and can be filled in, with everything and with nothing."""

import asyncio

from events.text import Text
from service.documents.fields import example, nothing
from service.documents.filler import Filler
from service.documents.hostile import LARGEST, harm
from service.documents.kinds import Kind
from service.documents.refusals import TooMuchToFill
from service.i18n import translator
from workflows.refusals import Invalid, Violation


async def check(filler: Filler, content: bytes, kind: Kind) -> tuple[str, ...]:
    """Give the fields whose absence leaves a blank in the template; raises `Invalid` that names everything wrong with it."""
    _refuse(await asyncio.to_thread(harm, content))
    fields = kind.fields
    try:
        filled = await filler.fill(content, fields, [example(fields, translator("ru")), nothing(fields)])
    except TooMuchToFill as refusal:
        raise Invalid((Violation(("file",), refusal.text),)) from None
    _refuse(filled.wrong)
    for made in filled.documents:
        _refuse(await asyncio.to_thread(harm, made, 2 * LARGEST))
    return filled.needed


def _refuse(wrong: "list[Text] | tuple[Text, ...]") -> None:
    if wrong:
        raise Invalid(tuple(Violation(("file",), one) for one in wrong))
