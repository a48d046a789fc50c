"""What the forms of a subtask know and offer: the kinds of evidence, the posts that may sign here and their holders, the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from events import subtask as happened
from events.event import CaseEvent
from events.subtask import EvidenceKind
from service.i18n import Translator
from service.web import forms, prefill, signing_fields
from service.web.fields import Choices
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.catalogue import in_force
from workflows.register import Register
from workflows.signatories import Paper
from workflows.subtask import training
from workflows.subtask.documents import DOCUMENTS
from workflows.subtask.evidence import attachable, missing
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.period import bounds
from workflows.subtask.signing import paper

WORKFLOW = "subtask"
_REPORTED = "reported_on"
"""The day of an entry about a whole period; of others the day is that of what happened, which nobody can guess."""


@dataclass(frozen=True)
class Known:
    """What is known where a form is drawn; `asked` gives a parameter of the address."""

    facts: SubtaskFacts
    organization: str
    register: Register
    today: date
    name: str
    t: Translator
    asked: Callable[[str], str | None]

    @property
    def paper(self) -> Paper:
        """The paper that is signed."""
        return paper(self.facts)


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let the form of a subtask offer what fits; a fresh one also starts with what is known."""
    event, place = sheet.action.event, ""
    if sheet.case is not None and sheet.corrects is not None:
        original = prefill.corrected_event(sheet.case, str(sheet.corrects))
        event, place = type(original) if original else event, "data."
    if event.WORKFLOW != WORKFLOW:
        return
    known = Known(
        sheet.case.facts if sheet.case else SubtaskFacts(),
        sheet.organization,
        await visitor.service.cases.registry.current(),
        visitor.today.day,
        visitor.person.name,
        visitor.t,
        visitor.query,
    )
    offered = _CHOICES.get(event)
    if offered:
        sheet.choices = {**sheet.choices, **{f"{place}{path}": found for path, found in offered(known).items()}}
    if fresh and not place:
        sheet.form = forms.to_form(sheet.node, _values(event, known))


def _values(event: type[CaseEvent], known: Known) -> dict[str, Any]:
    made = _VALUES.get(event)
    dated = not issubclass(event, happened.Entry) or event.HAPPENED == _REPORTED
    return ({event.HAPPENED: known.today.isoformat()} if dated else {}) | (made(known) if made else {})


def _assignment(known: Known) -> dict[str, Any]:
    asked = {name: known.asked(name) for name in ("subtask", "period")}
    return {name: value for name, value in asked.items() if value}


def _proof(known: Known) -> dict[str, Any]:
    """Propose the kind that the address names, else the first that is missing, else the only one."""
    lacking, kinds = missing(known.facts), attachable(known.facts.definition)
    only = str(next(iter(kinds))) if len(kinds) == 1 else ""
    asked = known.asked("kind") or (lacking[0][0].kind if lacking else only)
    return {"kind": asked} if asked in kinds else {}


def _signature(known: Known) -> dict[str, Any]:
    return signing_fields.proposed(known.paper, known.organization, known.today, known.register)


def _staff(known: Known) -> dict[str, Any]:
    employed = training.staff(known.facts.entries)
    return {"staff": employed} if employed is not None else {}


def _publications(known: Known) -> dict[str, Any]:
    told = [e for e in known.facts.entries if isinstance(e, happened.DocumentsPublished)]
    links = {link.document: link for link in (told[-1].documents if told else ())}
    rows = [
        {"document": code}
        | (
            {"address": links[code].address, "published_on": links[code].published_on.isoformat()}
            if code in links
            else {}
        )
        for code in DOCUMENTS
    ]
    return {"documents": rows}


_VALUES: Mapping[type[CaseEvent], Callable[[Known], dict[str, Any]]] = {
    happened.SubtaskAssigned: _assignment,
    happened.WorkBegun: lambda known: {"responsible": known.facts.responsible or known.name},
    happened.EvidenceAttached: _proof,
    happened.SubtaskSigned: _signature,
    happened.TraineesReported: _staff,
    happened.DocumentsPublished: _publications,
}


def _subtasks(known: Known) -> Choices:
    """Offer the subtasks of this workflow that the organisation's type may do."""
    kind = known.register.type_of(known.organization, known.today)
    found = [s for s in in_force(known.today.year).subtasks if s.workflow == WORKFLOW and (not kind or s.allows(kind))]
    return {"subtask": [(s.code, f"{s.code}. {s.name(known.t.language)}") for s in found]}


def _kinds(known: Known) -> Choices:
    """Offer what the catalogue asks for, by its words."""
    kinds: Mapping[EvidenceKind, Any] = attachable(known.facts.definition)
    return {"kind": [(kind.value, _sentence(rule.title.of(known.t.language))) for kind, rule in kinds.items()]}


def _signatories(known: Known) -> Choices:
    return signing_fields.offered(known.paper, known.organization, known.today, known.register, known.t)


def _pieces(known: Known) -> Choices:
    """Offer the evidence that counts."""
    facts, t = known.facts, known.t
    numbers = [number for number in facts.attached if number not in facts.withdrawn]
    return {"withdraws": [(str(n), t("entry {n}", n=n) + f": {facts.attached[n].title}") for n in numbers]}


def _reports(known: Known) -> Choices:
    """Offer the reports that count."""
    t = known.t
    said = [(e.originator_version, t.code("event", e.TOPIC), t.plain(e.occurred_on)) for e in known.facts.entries]
    return {"withdraws": [(str(n), t("entry {n}", n=n) + f": {title}, {day}") for n, title, day in said]}


def _documents(known: Known) -> Choices:
    edition = in_force(bounds(known.facts.period)[0].year)
    named = [(code, f"{code}. {edition.subtask(code).name(known.t.language)}") for code in DOCUMENTS]
    return {"documents.*.document": named}


_CHOICES: Mapping[type[CaseEvent], Callable[[Known], Choices]] = {
    happened.SubtaskAssigned: _subtasks,
    happened.EvidenceAttached: _kinds,
    happened.EvidenceWithdrawn: _pieces,
    happened.EntryWithdrawn: _reports,
    happened.SubtaskSigned: _signatories,
    happened.DocumentsPublished: _documents,
}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
