"""A case with a long history: a company's subtask to which evidence was attached again and again, some of it corrected."""

from typing import Any
from uuid import UUID

from service.requests import Request
from tests.service.inbox.work import DAY, Work
from tests.serving import Served

EVERY = 10
"""Every so many entries one is a correction."""

FORMULA = '=HYPERLINK("https://x.example";"Қаулы, ғылым, өңір, ұлт, үй, һәм, ілім, әкім")'
"""A title that a spreadsheet would carry out, with all letters that Kazakh has beside the Russian ones."""


def evidence(number: int, file: str, title: str) -> dict[str, Any]:
    """Give the data of a piece of evidence."""
    shown = {"title": title, "document_no": f"{number}-Қ", "file": file}
    return {"kind": "doc", "attached_on": DAY, "no_state_secrets": True} | shown


async def long_history(served: Served, entries: int) -> UUID:
    """Make the case with so many entries; gives its id. `company-officer` and others of `Work` are the people."""
    work = Work(served)
    await work.begin()
    await work.prove()
    access, cases = served.service.access, served.service.cases
    actor = await access.actor(next(one for one in await access.accounts() if one.login == "company-officer"))
    case = await cases.get(UUID(work.case_id))
    file: str = case.history[-1].facts()["file"]
    while case.version < entries:
        number = case.version + 1
        action, data = "attach_evidence", evidence(number, file, FORMULA if number == 5 else f"Қаулы {number}")
        if number % EVERY == 0:
            known = evidence(number - 1, file, f"Түзетілген {number - 1}")
            action, data = "correct", {"corrects": number - 1, "data": known, "reason": "Қате"}
        done = await cases.act(case.id, action, data, actor, Request.of(actor, None), case.version)
        case = done.case
    await served.projected()
    return case.id
