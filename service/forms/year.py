"""A year of forms as one archive: every form of a body and of all below it, for every period, in all formats and languages."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, cast
from zipfile import ZipFile

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from events.text import Body, msg
from service.access import Account
from service.exports.archive import add
from service.exports.bundles import Bundle, Wish, enter
from service.exports.index import NAME as INDEX
from service.exports.index import page
from service.exports.making import MOST_BYTES, Made
from service.exports.refusals import TooLongToPrint
from service.exports.writing.writer import Target
from service.forms.gathering.asked import Asked
from service.forms.gathering.gathering import gather
from service.forms.giving import FORMATS, LANGUAGES, written
from service.forms.year_index import Contents, Filed, index, names_in, place
from service.i18n import Translator, translator
from service.moment import Moment
from service.named import Named
from service.problems import BadQuery, OutOfScope
from workflows.forms import Content, Form, Mode, forms, lay_out
from workflows.forms import secrets as secrets_of
from workflows.register import Register
from workflows.subtask.period import bounds

if TYPE_CHECKING:
    from service.wiring import Service


class YearOfForms(BaseModel):
    """Whose forms of which year."""

    model_config = ConfigDict(extra="forbid")

    organization: str = Field(max_length=200, description="code of the body")
    year: int = Field(ge=2024, le=2099, description="year of the forms")
    mode: Mode = Field(Mode.CLEAN, description="letter for letter, or without the slips")


async def _admit(service: "Service", account: Account, query: YearOfForms) -> None:
    if not await service.access.registered(query.organization):
        text = msg("There is no organisation {code}.", code=query.organization)
        raise BadQuery((("organization", text),))
    if not await service.access.sees(account, query.organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    if not list(_wanted(await service.cases.registry.current(), query)):
        text = msg("{organization} does not fill this form in.", organization=Body(query.organization))
        raise BadQuery((("organization", text),))


async def _make(wish: Wish, query: YearOfForms) -> Made:
    """Write the archive: a folder for each form, a page that says what is in it, and the same as a list for programs."""
    service, register = wish.service, await wish.service.cases.registry.current()
    wanted = list(_wanted(register, query))
    total = len(wanted) * len(FORMATS) * len(LANGUAGES)
    target, filed, done = Target(wish.into, MOST_BYTES), list[Filed](), 0
    t, names = translator(wish.language), names_in(wish.language)
    as_of: datetime = service.clock.now()
    moment, secrets = Moment(), set[tuple[str, str]]()
    with ZipFile(cast(IO[bytes], target), "w") as archive:  # it is only ever written to
        for asked in wanted:
            content = await gather(service, asked, moment, wish.account)
            as_of = content.instant or as_of
            secrets |= secrets_of(content)
            moment = Moment(as_of)  # all forms are of one state of the record
            filed.append(one := Filed.of(content, t))
            async for entry, made in _files(service, content, query.mode, names):
                one.files.append(entry)
                if made:
                    await asyncio.to_thread(add, archive, entry.file, BytesIO(made))
                target.check()
                done += 1
                wish.progress(done, total)
        listed = msgspec.json.format(msgspec.json.encode([entry for one in filed for entry in one.files]))
        name = Named(register, t.language)(Body(query.organization)) or query.organization
        shown = page(index(name, query.year, as_of, filed, t), t)
        for file, said in (("contents.json", listed), (INDEX, shown)):
            await asyncio.to_thread(add, archive, file, BytesIO(said))
    target.check()
    return Made(done, target.size, as_of, frozenset(secrets))


def _wanted(register: Register, query: YearOfForms) -> Iterator[Asked]:
    """Give the forms of the year: the body's own, and those with the bodies below it, where there are any."""
    for form in forms().values():
        for period in form.every_period(query.year):
            day = bounds(period)[1]
            below = register.subtree(query.organization, day)
            if form.concerns(register.type_of(query.organization, day), query.year):
                yield Asked(form.appendix, query.organization, period)
            if _has_below(form, register, query, below):
                yield Asked(form.appendix, query.organization, period, consolidated=True)


def _has_below(form: Form, register: Register, query: YearOfForms, below: tuple[str, ...]) -> bool:
    day = bounds(str(query.year))[1]
    others = (code for code in below if code != query.organization)
    return any(form.concerns(register.type_of(code, day), query.year) for code in others)


async def _files(
    service: "Service", content: Content, mode: Mode, names: Translator
) -> AsyncIterator[tuple[Contents, bytes]]:
    """Give the files of a form one by one; the PDF is set while the others are written."""
    for language in LANGUAGES.values():
        sheet = await asyncio.to_thread(lay_out, content, mode, language)
        sealed = bool(secrets_of(content))
        every = [asyncio.ensure_future(_written(service, sheet, form, sealed=sealed)) for form in FORMATS]
        try:
            for form, making in zip(FORMATS, every, strict=True):
                file = place(content, mode, language, form, names, restricted=sealed)
                about = Contents(
                    file, content.appendix, content.period, content.consolidated, language, restricted=sealed
                )
                yield _entry(about, await making)
        finally:
            for making in every:
                making.cancel()


async def _written(service: "Service", sheet: Any, form: str, *, sealed: bool) -> bytes:
    """Write a form; nothing where it is too long to be printed."""
    try:
        return await written(service, sheet, form, sealed=sealed)
    except TooLongToPrint:
        return b""


def _entry(about: Contents, made: bytes) -> tuple[Contents, bytes]:
    if not made:
        return msgspec.structs.replace(about, problem="too-long-to-print"), made
    return msgspec.structs.replace(about, sha256=hashlib.sha256(made).hexdigest()), made


enter(Bundle("year-of-forms", msg("Forms of a year"), YearOfForms, "/forms", _admit, _make))
