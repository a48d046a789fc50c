"""The page of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from events.fact import quarter as quarter_of
from service.alerts.told import Told, about_case
from service.diagram import Drawing
from service.documents.giving import offered
from service.documents.kinds import LANGUAGES
from service.i18n import NAMES, Translator
from service.path_taken import steps, taken
from service.status import Status, Today, margin
from service.subtasks import subtask_title
from service.web import lookup
from service.web.beside import beside
from service.web.calendar_changes import change_page
from service.web.calendar_proposal import proposal
from service.web.case_documents import spoken
from service.web.documents import documents
from service.web.fact_page import looks_like, stated
from service.web.liability_page import liability_page
from service.web.mentioned import organizations
from service.web.next_steps import divided, is_over
from service.web.readers import readers
from service.web.reconciliation import reconciliation_page
from service.web.records import address_of
from service.web.render import render
from service.web.report_forms import may_form
from service.web.stages import stages
from service.web.subtask_case import SubtaskPage
from service.web.timeline import timeline
from service.web.visitor import Visitor
from service.web.watched import case_watched
from service.web.watching import case_seen
from workflows.calendar import act_title, day_title, explain
from workflows.case import Case
from workflows.fact import FactFacts
from workflows.machine import Action, Workflow, actions
from workflows.report import ReportFacts
from workflows.standing import Standing
from workflows.subtask.facts import SubtaskFacts


@dataclass(frozen=True)
class Line:
    """A deadline in the table: how it stands, and the words that explain it."""

    standing: Standing
    status: Status
    word: str
    explanation: str

    @property
    def is_settled_quarter(self) -> bool:
        """Whether it is one of the many about a unit's quarter, and nothing is awaited any more."""
        return "/" in self.standing.deadline.key and bool(self.standing.deadline.subject) and not self.standing.open


async def case_page(visitor: Visitor) -> Response:
    """Show a case: stages, what to do now, deadlines, documents, results, history."""
    case, possible = await case_seen(visitor)
    if (home := address_of(case)) != visitor.request.url.path:
        return RedirectResponse(home, 303)
    kind = visitor.service.cases.workflow_of(case)
    alike = await looks_like(visitor, case)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {*organizations(case), *(one.organization for one in alike)})
    register = await visitor.register()
    subtask = (
        SubtaskPage(case, case.facts, register, names, visitor.t, visitor.today.day)
        if isinstance(case.facts, SubtaskFacts)
        else None
    )
    told, papers = stated(case, visitor.t), [] if subtask else documents(case, visitor.t, register)
    fields = chain(proposal(visitor, case), *(one.shown for one in (*told, *(subtask.reports if subtask else ()))))
    named = {*(found for one in fields for found in one.hashes), *(found for one in papers for found in one.files)}
    history = await timeline(visitor, case, possible, named | (subtask.hashes if subtask else set()))
    now, also = subtask.next(possible) if subtask else divided(kind, case, possible)
    anybody = [
        action.name
        for action in actions(kind).values()
        if action.by_people and any(source == case.state for source, _ in action.transitions)
    ]
    lines = _lines(case, visitor.today, visitor)
    return render(
        visitor,
        "case.html",
        case=case,
        kind=kind,
        names=names,
        watched=case_watched(visitor, case),
        stages=stages(kind, case, anybody, visitor.today, visitor.t),
        subtask=subtask,
        responsible=await _responsible(visitor, case),
        reconciliation=await reconciliation_page(visitor, case),
        calendar=await change_page(visitor, case),
        proposal=proposal(visitor, case),
        now=now,
        also=also,
        waiting=[actions(kind)[name] for name in subtask.awaited] if subtask else _awaited(kind, case, anybody),
        is_over=is_over(kind, case),
        row=_row(case, visitor.t),
        above=[(names(o.code), f"/cases?organization={o.code}") for o in names.above(case.organization)],
        objects=list(case.facts.order.objects) if getattr(case.facts, "order", None) else [],
        actions_now={a.name for a in possible},
        diagram=Markup(Drawing(kind, visitor.t, taken(case)).svg()),  # noqa: S704 (drawn and escaped by us)
        steps=steps(case),
        beside=await beside(visitor, case, register),
        lines=[line for line in lines if not line.is_settled_quarter],
        settled=[line for line in lines if line.is_settled_quarter],
        documents=papers,
        made=await offered(visitor.service, case, visitor.moment, spoken(visitor)),
        drawn_in=[(code, NAMES[code]) for code in LANGUAGES],
        grid=_grid(case),
        stated=told,
        alike=alike,
        liability=await liability_page(visitor, case),
        readers=await readers(visitor, case),
        may_form_anew=isinstance(case.facts, ReportFacts) and await may_form(visitor, case.organization),
        notices=await _told(visitor, case),
        day_title=lambda skipped: day_title(skipped, visitor.t.language),
        instant=datetime.fromisoformat,
        act_title=lambda code: act_title(code, visitor.t.language),
        **history,
    )


async def _told(visitor: Visitor, case: Case) -> Sequence[Told]:
    """Give what had been told about the case lately at the moment that is looked at."""
    async with visitor.looking() as conn:
        return (
            await about_case(conn, case.id, until=None if visitor.moment.is_now else visitor.moment.told_until)
        ).rows


async def _responsible(visitor: Visitor, case: Case) -> str:
    """Name whoever is responsible for the case at its body, "" while nobody was named."""
    account = str(case.responsible or "")
    return (await visitor.service.access.names({account})).get(account, "") if account else ""


def _row(case: Case, t: Translator) -> str:
    """Name the row of Appendix 2 that a fact stands in, "" for other cases: the kinds of broken restriction share a title."""
    known = case.facts.registered if isinstance(case.facts, FactFacts) else None
    return f"{known.ROW}. {subtask_title(t, known.ROW, quarter_of(known.occurred_on))}" if known else ""


def _awaited(kind: type[Workflow], case: Case, anybody: Sequence[str]) -> list[Action]:
    """Give what is awaited of whomever: what the case needs first, and the ways on from there."""
    return divided(kind, case, [actions(kind)[name] for name in anybody])[0]


def _lines(case: Case, today: Today, visitor: Visitor) -> list[Line]:
    """Give the deadlines, what is awaited first by date, then what is settled."""
    t = visitor.t
    made = []
    for standing in case.deadlines.values():
        deadline, judgement = standing.deadline, standing.judgement
        status = today.status(standing.status, deadline.bound, deadline.due, deadline.rule)
        word = "" if standing.over else today.distance(t, deadline.due, deadline.bound)
        if judgement:
            word = margin(t, judgement.margin, judgement.outcome)
        elif standing.status == "not_done":
            word = t("left undone")
        if deadline.arithmetic.passed_before:
            word = (
                f"{word}. {t('Missed, and extended only after that')}"
                if word
                else t("Missed, and extended only after that")
            )
        made.append(Line(standing, status, word, explain(deadline.arithmetic, t.language)))
    return sorted(
        made, key=lambda line: (not line.standing.open, line.standing.deadline.due, line.standing.deadline.key)
    )


@dataclass(frozen=True)
class Cell:
    """A unit's quarter: the information (rule D11) and its review (D12), where there are any."""

    unit: str
    quarter: str
    sent: Standing | None
    reviewed: Standing | None


def _grid(case: Case) -> dict[str, list[Cell]]:
    """Give, by unit, what was and will be sent for each quarter."""
    keys = sorted(key.split("/", 2)[1:] for key in case.deadlines if key.startswith("D11/"))
    grid: dict[str, list[Cell]] = {}
    for quarter, unit in keys:
        place = f"{quarter}/{unit}"
        cell = Cell(unit, quarter, case.deadlines.get(f"D11/{place}"), case.deadlines.get(f"D12/{place}"))
        grid.setdefault(unit, []).append(cell)
    return dict(sorted(grid.items()))
