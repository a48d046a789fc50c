"""What the board shows of each deadline beside its date: who answers for it, what was told of it, and what its case still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from events.deadlines import Arithmetic, Skipped
from events.organization import Post
from projections import cases as case_rows
from projections.case_row import CaseRow
from projections.cleared import Cleared
from projections.deadline_row import DeadlineRow
from service.alerts.asking import days_left
from service.alerts.last_told import LastTold, last_told
from service.alerts.line import paper_of
from service.alerts.policies import Policies
from service.i18n import Translator
from service.moment import Moment, looking
from service.person_names import person_name
from service.responsible_posts import Official, officials
from service.status import Status, Today, margin
from service.subtasks import row_title
from service.web.lookup import Names
from service.web.next_steps import divided, is_over
from service.web.stages import stages
from service.web.subtask_case import SubtaskPage
from service.wiring import Service
from workflows import signing
from workflows.calendar import explain
from workflows.case import Case
from workflows.machine import actions
from workflows.register import Register
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.signing import paper

_BESIDE = {"D11": "report_progress", "D12": "review_progress"}
"""The acts that rules beside the stages of an analysis await, as often as a quarter ends."""

_OUTCOMES = {"met": "in_time", "met_late": "late", "early": "early"}


@dataclass(frozen=True, slots=True)
class Signatory:
    """A post that signs, and who holds it: `person` and `name` are empty where the register names nobody."""

    post: Post
    title: str
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a case still lacks: the stage that it has not reached, the step that leads there, whose turn it is, and missing evidence.

    `evidence` are titles of documents, each time all of which any one would do.
    """

    stage: str
    action: str
    body: str
    evidence: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A deadline on the board.

    `days` are working days by the calendar of its body: those left of what is awaited, those to spare of what was done, negative when
    late; None where there are none. `word` says the same. `responsible` is None while nobody was named; `officials` are then those who are
    responsible by their posts.
    """

    row: DeadlineRow
    case: CaseRow | None
    title: str
    status: Status
    days: int | None
    word: str
    explanation: str
    responsible: UUID | None
    responsible_name: str
    officials: Sequence[Official]
    signatories: Sequence[Signatory]
    told: LastTold
    lacks: Lacks | None

    @property
    def is_awaited(self) -> bool:
        """Whether somebody can be reminded of it."""
        return self.row.status in {"open", "missed"} and self.row.bound == "not_later"


def explained(row: DeadlineRow, t: Translator) -> str:
    """Say how the date of a deadline came about."""
    skipped = msgspec.convert(row.skipped, tuple[Skipped, ...])
    computed = Arithmetic(
        row.anchor, row.amount, row.unit, row.due, row.moved_from, skipped, row.calendar, row.act, row.extended_from
    )
    return explain(computed, t.language)


@dataclass(frozen=True)
class Board:
    """Completes the rows of deadlines as of a moment, in a language; `today` is the day of the reader, `register` that of the moment."""

    service: Service
    moment: Moment
    today: Today
    register: Register
    t: Translator

    async def lines(self, rows: Sequence[DeadlineRow], cleared: Cleared) -> list[Line]:
        """Complete the rows of a page, which the reader may see; to be called without a connection in hand."""
        if not rows:
            return []
        ids = list({row.case_id for row in rows})
        policies = await Policies(self.service.cases).facts()
        async with looking(self.service.pool, self.moment) as conn:
            cases = await case_rows.by_ids(conn, ids, cleared)
            told = await last_told(conn, rows, policies, self.moment.told_until)
        facts = await self._facts(ids)
        named = {str(case.responsible) for case in cases.values() if case.responsible}
        people = await self.service.access.names(named) if named else {}
        lacks = {case_id: self._lacks(case) for case_id, case in facts.items()}
        return [
            self._line(row, cases.get(row.case_id), facts.get(row.case_id), people, told[row.case_id, row.key],
                       self._of_row(row, facts.get(row.case_id), lacks.get(row.case_id)))
            for row in rows
        ]  # fmt: skip

    async def _facts(self, ids: Sequence[UUID]) -> dict[UUID, Case]:
        if self.moment.is_now:
            return await self.service.cases.at_hand(ids)
        return await self.service.cases.several_as_of(ids, self.moment.known_at, self.moment.true_on)

    def _line(
        self,
        row: DeadlineRow,
        case: CaseRow | None,
        facts: Case | None,
        people: dict[str, str],
        told: LastTold,
        lacks: Lacks | None,
    ) -> Line:
        responsible = case.responsible if case else None
        return Line(
            row=row,
            case=case,
            title=self._title(case),
            status=self.today.status(row.status, row.bound, row.due, row.rule),
            days=self._days(row),
            word=self._word(row),
            explanation=explained(row, self.t),
            responsible=responsible,
            responsible_name=people.get(str(responsible), ""),
            officials=() if responsible else officials(row.organization, self.today.day, self.register, self.t),
            signatories=self._signatories(row, facts),
            told=told,
            lacks=lacks,
        )

    def _title(self, case: CaseRow | None) -> str:
        return row_title(self.t, case) if case else ""

    def _days(self, row: DeadlineRow) -> int | None:
        if row.margin is not None:
            return row.margin
        is_possible = row.bound == "not_before" and row.due <= self.today.day
        is_awaited = row.status in {"open", "missed"} and not is_possible
        return days_left(row.organization, row.due, self.register, self.today.day) if is_awaited else None

    def _word(self, row: DeadlineRow) -> str:
        if row.margin is not None:
            return margin(self.t, row.margin, _OUTCOMES[row.status])
        if row.status == "not_done":
            return self.t("left undone")
        if row.status == "dropped":
            return ""
        own = Today.of(self.today.day, self.register, row.organization)
        return own.distance(self.t, row.due, row.bound)

    def _of_row(self, row: DeadlineRow, case: Case | None, lacks: Lacks | None) -> Lacks | None:
        """Give the act that a deadline beside the stages awaits in place of the next stage."""
        name = _BESIDE.get(row.rule)
        if not name or not case or not lacks or row.status not in {"open", "missed"}:
            return lacks
        action = actions(self.service.cases.workflow_of(case))[name]
        return Lacks(self.t(action.title), name, lacks.body, ())

    def _signatories(self, row: DeadlineRow, case: Case | None) -> list[Signatory]:
        """Give who signs today; the posts alone where the register knows nobody."""
        signed = (
            paper(case.facts) if case and isinstance(case.facts, SubtaskFacts) else paper_of(row.subtask, row.due.year)
        )
        on, own = self.today.day, row.organization
        held = dict.fromkeys(signing.people(signed, own, on, self.register))
        found = [
            Signatory(post, self.t.code("Post", post), one, person_name(self.register, one, on, self.t))
            for post, one in held
        ]
        return found or [
            Signatory(post, self.t.code("Post", post), "", "")
            for post in signing.posts(signed, own, on, self.register)
            if signing.may_be_held(own, post, on, self.register)
        ]

    def _lacks(self, case: Case) -> Lacks | None:
        kind = self.service.cases.workflow_of(case)
        if is_over(kind, case):
            return None
        if isinstance(case.facts, SubtaskFacts):
            return self._lacked_by_subtask(
                SubtaskPage(case, case.facts, self.register, Names(self.t), self.t, self.today.day)
            )
        possible = [
            a
            for a in actions(kind).values()
            if a.by_people and any(source == case.state for source, _ in a.transitions)
        ]
        drawn = stages(kind, case, [action.name for action in possible], self.today, self.t)
        current = next((stage for stage in drawn if stage.current), None)
        awaited = divided(kind, case, possible)[0]
        if current is None and not awaited:
            return None
        step = awaited[0] if awaited else None
        return Lacks(
            current.title if current else self.t(step.title) if step else "",
            current.action if current else step.name if step else "",
            case.organization,
            (),
        )

    def _lacked_by_subtask(self, page: SubtaskPage) -> Lacks | None:
        """Say what a subtask lacks, as its page does."""
        awaited = page.awaited
        if not awaited:
            return None
        evidence = [need.text for need in page.needs if need.action == "attach_evidence" and not need.done]
        title = next(need.text for need in page.needs if need.action == awaited[0])
        return Lacks(
            title if not evidence or awaited[0] != "attach_evidence" else self.t("Evidence"),
            awaited[0],
            page.turn,
            evidence,
        )
