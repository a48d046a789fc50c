"""Who may form a report of a body; what the form of a signature under a report knows and offers: who may sign that form (SG-9 to SG-12), the day, and the paper itself."""

from collections.abc import Iterator
from urllib.parse import urlencode

from events.report import ReportSigned
from service.forms import forming
from service.forms.titles import LANGUAGES, MODES
from service.web import forms, prefill, signing_fields
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.report import ReportFacts


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let the form offer who may sign, and the version as it was frozen; a fresh one also starts with what is known."""
    event, place, case = sheet.action.event, "", sheet.case
    before = case.version + 1 if case else 0
    if case is not None and sheet.corrects is not None:
        original = prefill.corrected_event(case, str(sheet.corrects))
        event, place, before = type(original) if original else event, "data.", sheet.corrects
    if event is not ReportSigned or case is None or not isinstance(case.facts, ReportFacts) or not case.facts.form:
        return
    register = await visitor.service.cases.registry.current()
    known = (case.facts.form.paper, case.organization, visitor.today.day, register)
    offered = signing_fields.offered(*known, visitor.t)
    sheet.choices = {**sheet.choices, **{f"{place}{path}": found for path, found in offered.items()}}
    sheet.papers = tuple(_papers(visitor, case, case.facts, before))
    if fresh and not place:
        values = {ReportSigned.HAPPENED: visitor.today.day.isoformat()} | signing_fields.proposed(*known)
        sheet.form = forms.to_form(sheet.node, values)


def _papers(visitor: Visitor, case: Case, facts: ReportFacts, before: int) -> Iterator[tuple[str, str]]:
    """Give the PDFs of the version that counts before an entry, in each language and wording."""
    t, number = visitor.t, sum(one.originator_version < before for one in facts.versions)
    for mode, wording in MODES.items():
        for language, spoken in LANGUAGES.items():
            asked = {"version": number, "mode": mode.value, "form_language": language}
            words = "PDF", t("Version {n}", n=number), t(spoken), t(wording)
            yield f"/cases/{case.id}/form.pdf?{urlencode(asked)}", " · ".join(words)


async def may_form(visitor: Visitor, code: str) -> bool:
    """Whether the visitor may form a report of a body: that of their own, or of one for which theirs uploads."""
    if not (code and visitor.may_begin and visitor.moment.is_now):
        return False
    return await forming.may_form(visitor.service, await visitor.actor(), code)
