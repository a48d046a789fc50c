"""Appendix 1 from the cartogram of a region (1.5.1): of sections 1 and 2 what was brought up to date, when and where (l.183–344)."""

from service.forms.gathering.sources import Found, Sources, origin
from workflows.cartogram.comparison import Update
from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case
from workflows.forms import Both, Line, Said

SUBTASK = "1.5.1"


async def cartogram(sources: Sources) -> Found:
    """Give the lines of both sections. Of a report that was signed, its own words stand first."""
    found = Found()
    known = await sources.facts(CartogramFacts, SUBTASK, [str(sources.asked.year)])
    for body in sources.bodies:
        case, facts = known.get((body, str(sources.asked.year)), (None, CartogramFacts()))
        sections = {"positions": facts.positions_update, "risks": facts.risks_update}
        notes = {"positions": "", "risks": ""}
        if facts.signed:
            notes = {"positions": facts.signed.positions_note, "risks": facts.signed.risks_note}
        for group, update in sections.items():
            if case and (update or notes[group]):
                found.lines.append(_line(sources, case, group, update, notes[group]))
        told = sum(update is not None for update in sections.values())
        found.says(body, SUBTASK, (Said.MISSING, Said.PARTLY, Said.REPORTED)[told])
    return found


def _line(sources: Sources, case: Case, group: str, update: Update | None, note: str) -> Line:
    texts = {"ru": note, "kk": note}
    if update:
        for t in sources.speakers:
            rows = t.n("{n} row", "{n} rows", len(update.rows))
            said = t(
                "Updated on {day}, {rows}: {address}", day=t.plain(update.updated_on), rows=rows, address=update.address
            )
            texts[t.language] = "\n".join(filter(None, (note, said)))
    return Line(group, (Both(texts["ru"], texts["kk"]),), (origin(case),))
