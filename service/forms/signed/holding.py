"""Holding the file of a signed form to the form: what it is told by, and what is refused because it is surely a mistake.

The text is compared, not the picture: what stands in a scan is for people to look at. A file that says something else is recorded with
the first place where it does, since that was signed. One that is another version of the report, or another report of ours, is refused.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from events.case import FactCorrected, as_known
from events.event import CaseEvent
from events.report import FormComparison, FormLikeness, ReportFormed, ReportSigned
from events.sealing import seal_in_use
from events.text import Body, Text, msg
from service.files import Files
from service.files.named import SEALED_ROWS
from service.forms.frozen import thawed
from service.forms.signed.laid_out import but_for_the_day, laid_out
from service.forms.signed.paper import KINDS, NOT_COMPARED, PICTURES, Paper, read
from service.forms.signed.printed import Way, printed, ways
from service.forms.signed.texts import SCANNED, Difference, Said, difference
from service.forms.signed.walk import Outcome
from service.signatures.inside import has_signatures, may_have_some
from service.signatures.port import Content as Kept
from workflows.case import Case
from workflows.forms import Content, Mark, lay_out
from workflows.forms.sheet import Sheet
from workflows.forms.texts import Wording
from workflows.refusals import Invalid, Violation
from workflows.report import ReportFacts
from workflows.seat import Command, below_data

_REMEMBERED, _AT_ONCE = 64, 2
_EARLIER = 5
"""So many other versions a file is held to that is not the one that was signed."""

_THE_FORM = frozenset({FormLikeness.SAME, FormLikeness.SUPPLEMENTED})


@dataclass
class SignedForms:
    """Compares files with forms; what was found is remembered for commands that are tried again. `printing` is the turn of whoever sets PDFs."""

    files: Files
    printing: asyncio.Semaphore
    _queue: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False)
    _found: dict[tuple[str, str], FormComparison] = field(default_factory=dict, init=False)

    async def held(self, case: Case, command: Command) -> Command:
        """Give a command that signs a form with what was found of its file; raises `Invalid` for another form's file.

        Of a correction the corrected event is held to it, unless its file was the form before: then it still is, however forms are printed
        now. What was sent in place of the finding is replaced.
        """
        for event in (pending for pending in case.pending_events if isinstance(pending, CaseEvent)):
            original = case.event(event.corrects) if isinstance(event, FactCorrected) else None
            subject = original or event
            if not isinstance(subject, ReportSigned):
                continue
            try:
                found = _found_before(case, event, subject) or await self._compared(case, subject)
            except Invalid as invalid:
                raise Invalid(below_data(invalid.violations)) if original else invalid from None
            return _with(command, found, below=original is not None)
        return command

    async def _compared(self, case: Case, event: ReportSigned) -> FormComparison | None:
        facts, sha256 = case.facts, event.file
        if sha256 is None or not isinstance(facts, ReportFacts):
            return None
        formed = [one for one in facts.versions if one.originator_version < event.originator_version][-1]
        key = formed.snapshot, sha256
        if key not in self._found:
            async with self._queue:
                found = await self._of(case.organization, facts.versions, formed, sha256)
            self._found = dict([*self._found.items(), (key, found)][-_REMEMBERED:])
        return self._found[key]

    async def _of(
        self, organization: str, versions: Sequence[ReportFormed], formed: ReportFormed, sha256: str
    ) -> FormComparison:
        stored, path = await self.files.open(organization, sha256)
        if stored.media_type in PICTURES:
            return FormComparison(FormLikeness.SCAN)
        kind = KINDS.get(stored.media_type)
        paper = await read(await self.files.read(organization, sha256), kind) if kind else None
        if paper is None:
            kept = Kept(path, seal_in_use().address(organization, sha256))
            inside = may_have_some(stored.media_type) and await has_signatures(kept, stored.media_type)
            return FormComparison(FormLikeness.NOT_COMPARED, inside)
        if paper.locked:
            raise _refused(
                msg("A password keeps the file closed: whoever receives it cannot read it. Save it without.")
            )
        holding = _Holding(self.files, self.printing, organization, versions, formed)
        return replace(await holding.compared(paper), signed_inside=paper.signed)


@dataclass(frozen=True, slots=True)
class _Holding:
    """Holds one file to one version of a report, and to the others."""

    files: Files
    printing: asyncio.Semaphore
    organization: str
    versions: Sequence[ReportFormed]
    formed: ReportFormed

    async def compared(self, paper: Paper) -> FormComparison:
        """Say how a file stands to the version; raises `Invalid` for one of another version or report."""
        content, mark = await self._content(self.formed), Mark.read(paper.keywords)
        file = Said(paper.pages)
        if (mark and mark.sealed) or await asyncio.to_thread(_tells_sealed, file, Said((paper.unseen,))):
            raise _refused(SEALED_ROWS)
        if paper.kind in NOT_COMPARED:
            return FormComparison(FormLikeness.NOT_COMPARED)
        self._check(mark, content)
        if await asyncio.to_thread(lambda: file.is_scan):
            return FormComparison(FormLikeness.SCAN)
        ways_held = [(await asyncio.to_thread(_held, content, way, file), way) for way in ways(mark)]
        held, way = max(ways_held, key=lambda one: (_likeness(one[0]), one[0].of_form))
        if file.has_bare_page and held.of_form < SCANNED:  # what stands beside a scan, such as a page of its signatures
            return FormComparison(FormLikeness.SCAN)
        if held.differs and not held.differs.whole:
            # letters that a font lacks, and those written from right to left, are read as they are printed
            sheet = await asyncio.to_thread(lay_out, content, *way)
            own = await printed(sheet, paper.kind, self.printing)
            as_printed = await asyncio.to_thread(_as_printed, sheet, own, file) if own else held
            held = max(held, as_printed, key=lambda one: (_likeness(one), one.of_form))
        if held.differs:
            await self._check_others(file, way, held)
        return _told(held.differs)

    def _check(self, mark: Mark | None, content: Content) -> None:
        """Refuse a file whose mark is of another report, or of another version of this one."""
        if mark is None:
            return
        if not mark.is_of(content):
            raise _refused(_another_form(mark, content))
        if mark.is_as_of(content.known_at, content.true_on):
            return
        for number, version in enumerate(self.versions, 1):
            if mark.is_as_of(version.known_at, str(version.true_on or "")):
                raise self._another(number)

    async def _check_others(self, file: Said, way: Way, held: Outcome) -> None:
        """Refuse a file that is liker to another version: it may have been printed anew, without its mark."""
        others = [one for one in enumerate(self.versions, 1) if one[1] is not self.formed]
        for number, version in others[-_EARLIER:]:
            other = await asyncio.to_thread(_held, await self._content(version), way, file)
            if _likeness(other) > _likeness(held):
                raise self._another(number)

    def _another(self, number: int) -> Invalid:
        signed = 1 + self.versions.index(self.formed)
        return _refused(
            msg("This is version {n} of the report: version {signed} is to be signed.", n=number, signed=signed)
        )

    async def _content(self, version: ReportFormed) -> Content:
        return await asyncio.to_thread(thawed, await self.files.read(self.organization, version.snapshot))


def _found_before(case: Case, correction: CaseEvent, subject: ReportSigned) -> FormComparison | None:
    """Give what was found when the file was recorded, if it was the form; None if it is another file now, or was recorded first."""
    before = [one for one in case.history if one.originator_version < correction.originator_version]
    for known in as_known(before):
        if isinstance(known, ReportSigned) and known.originator_version == subject.originator_version:
            found = known.comparison if known.file == subject.file else None
            return found if found and found.likeness in _THE_FORM else None
    return None


def _held(content: Content, way: Way, file: Said) -> Outcome:
    """Say how far a file is that of a form that is printed in a way, and where it first is not."""
    return laid_out(lay_out(content, *way), file)


def _as_printed(sheet: Sheet, own: Said, file: Said) -> Outcome:
    """Say the same of a file as the service prints the form."""
    own, file = but_for_the_day(sheet, own), but_for_the_day(sheet, file)
    return Outcome(own.in_common(file), difference(own, file))


def _tells_sealed(*texts: Said) -> bool:
    """Whether a file says of itself that sealed rows stand in it: a program that prints it anew loses its mark, not its words."""
    words = [Said((Wording(language, mode)("restricted_rows"),)).text for mode, language in ways(None)]
    return any(one in text.text for one in words for text in texts)


def _another_form(mark: Mark, content: Content) -> Text:
    if replace(mark, consolidated=content.consolidated).is_of(content):
        if mark.consolidated:
            return msg("This is the form with the bodies below: the report is on the body's own.")
        return msg("This is the body's own form: the report is on that with the bodies below.")
    named = {"n": mark.appendix, "organization": Body(mark.organization), "period": mark.period}
    return msg("This is another form: Appendix {n}, {organization}, {period}.", **named)


def _likeness(held: Outcome) -> int:
    """Give how much a file is the form: all of it and nothing else, all of it, or not."""
    return 2 if held.differs is None else int(held.differs.whole)


def _told(differs: Difference | None) -> FormComparison:
    if differs is None:
        return FormComparison(FormLikeness.SAME)
    likeness = FormLikeness.SUPPLEMENTED if differs.whole else FormLikeness.DIFFERENT
    return FormComparison(likeness, False, differs.page, differs.stands or None, differs.form_says or None)


def _refused(text: Text) -> Invalid:
    return Invalid((Violation(("file",), text),))


def _with(command: Command, found: FormComparison | None, *, below: bool) -> Command:
    """Put what was found into the data of a command, of a correction into those of the corrected event."""
    said: dict[str, Any] = {"comparison": msgspec.to_builtins(found)}
    data = {**command.data, "data": {**command.data["data"], **said}} if below else {**command.data, **said}
    return replace(command, data=data)
