"""A body's desk without a database: facts and rows change together, as in one save of the service."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from events.text import msg
from service.together import Together
from tests.workflows.offence_report.life import CLEARED, REGISTER
from tests.workflows.scenario import command
from workflows import machine
from workflows.actor import Actor
from workflows.case import Case
from workflows.fact import row_case
from workflows.machine import Workflow, enabled
from workflows.refusals import Unknown
from workflows.registry import KINDS, workflow

BODY = CLEARED.organization
ROW = "2.1.1"
_KINDS: dict[type[Case], type[Workflow]] = {kind.CASE: kind for kind in KINDS.values()}


@dataclass
class Desk:
    """Cases of one body in memory; it can stand for the service where `Together` asks for cases."""

    cases: dict[UUID, Case] = field(default_factory=dict)

    def workflow_of(self, case: Case) -> type[Workflow]:
        """Give the workflow of a case."""
        return _KINDS[type(case)]

    async def recall(self, case_id: UUID) -> Case:
        """Give a case; raises `Unknown`."""
        if case_id not in self.cases:
            raise Unknown(msg("There is no case {case_id}.", case_id=case_id))
        return self.cases[case_id]

    def open(self, name: str, action: str, day: str, actor: Actor = CLEARED, **data: Any) -> Case:
        """Begin a case, under its id if it is the only one."""
        kind = workflow(name)
        case_id = kind.only_case(BODY, data) or UUID(int=len(self.cases) + 1)
        return self._carry_out(kind.CASE.blank(case_id, BODY), action, actor, day, data)

    def do(self, case: Case, action: str, day: str, actor: Actor = CLEARED, **data: Any) -> Case:
        """Carry out an action on a case as it is now."""
        return self._carry_out(self.cases[case.id].copy(), action, actor, day, data)

    def correct(self, case: Case, entry: int, day: str, /, **data: Any) -> Case:
        """Correct an entry of a case."""
        return self.do(case, "correct", day, corrects=entry, data=data, reason="Опечатка")

    def row(self, period: str) -> Case | None:
        """Give the row of 2.1.1 for a quarter, None if nothing was ever said in it."""
        return self.cases.get(row_case(BODY, ROW, period))

    def state(self, period: str) -> str:
        """Give the state of the row for a quarter, "" if nothing was ever said in it."""
        row = self.row(period)
        return row.state if row else ""

    def allowed(self, case: Case, actor: Actor = CLEARED) -> set[str]:
        """The names of what an actor may do on a case."""
        return {action.name for action in enabled(self.workflow_of(case), case, actor, REGISTER)}

    def _carry_out(self, trial: Case, action: str, actor: Actor, day: str, data: dict[str, Any]) -> Case:
        asked = command(action, data, actor, day, REGISTER)
        machine.act(self.workflow_of(trial), trial, asked)
        together = Together(self)  # type: ignore[arg-type]  # it asks for nothing else
        asyncio.run(together.add(trial, asked))
        for case in together.changed.values():
            list(case.collect_events())
        self.cases |= together.changed
        return self.cases[trial.id]
