"""The strip of stages at the head of a case: what was due when, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.text import Text, msg
from service.web.status import Status, Today, margin
from service.i18n import Translator
from workflows.case import Case
from workflows.machine import Workflow, actions
from workflows.terms import Standing


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as drawn: `due` and `done_on` are None where there is no date, `word` says how they compare."""

    action: str
    title: str
    rule: str
    due: date | None
    done_on: date | None
    status: Status
    word: str
    current: bool


# Which actions make a stage (any one of them does), what it is called there, and which rule of time it answers to.
_STAGES: dict[str, tuple[tuple[tuple[str, ...], Text, str], ...]] = {
    "risk_analysis": (
        (("order",), msg("Order"), "ORDER"),
        (("announce_start",), msg("Start announced"), "D04"),
        (("begin",), msg("Begun"), "D02"),
        (("announce_discussion",), msg("Discussion announced"), "D05"),
        (("hold_discussion",), msg("Discussed"), "D06"),
        (("finish",), msg("Finished"), "D01"),
        (("sign_report",), msg("Report"), "D07"),
        (("approve_plan",), msg("Plan"), "D08"),
        (("publish", "withhold"), msg("Publication"), "D09"),
        (("close_monitoring",), msg("Monitoring"), "D10"),
    )
}


def stages(kind: type[Workflow], case: Case, enabled: Sequence[str], today: Today, t: Translator) -> list[Stage]:
    """Give the stages of a case in order; `enabled` are the names of the actions possible now for anybody."""
    made = [_stage(kind, case, names, title, rule, today, t) for names, title, rule in _STAGES.get(kind.WORKFLOW, ())]
    ahead = (i for i, (names, _, _) in enumerate(_STAGES.get(kind.WORKFLOW, ())) if set(names) & set(enabled))
    now = next((i for i in ahead if made[i].done_on is None), None)
    return [
        stage if i != now else Stage(stage.action, stage.title, stage.rule, stage.due, None, stage.status, stage.word, current=True)
        for i, stage in enumerate(made)
    ]


def _stage(
    kind: type[Workflow], case: Case, names: tuple[str, ...], title: Text, rule: str, today: Today, t: Translator
) -> Stage:
    classes = {actions(kind)[name].event for name in names}
    version = next((e.originator_version for e in reversed(case.history) if type(e) in classes), None)
    known = case.event(version) if version else None
    done_on = known.occurred_on if known else None
    standing = case.deadlines.get(rule)
    due = standing.deadline.due if standing and not standing.dropped else None
    status, word = _compared(standing, done_on, today, t, ended=case.state in kind.ENDED)
    return Stage(names[0], t(title), rule, due, done_on, status, word, current=False)


def _compared(standing: Standing | None, done_on: date | None, today: Today, t: Translator, *, ended: bool) -> tuple[Status, str]:
    if done_on is not None:
        judgement = standing.judgement if standing else None
        if standing is None or judgement is None:
            return Status.MET, ""
        word = margin(t, judgement.margin, {"in_time": "met"}.get(judgement.outcome, judgement.outcome))
        return today.status(standing.status, standing.deadline.bound, standing.deadline.due, standing.deadline.rule), word
    if ended or standing is None or standing.dropped:
        return Status.NONE, ""
    deadline = standing.deadline
    if standing.judgement is not None:  # the rule is judged by the plan already (the term of the analysis)
        return Status.OPEN, ""
    return today.status(standing.status, deadline.bound, deadline.due, deadline.rule), today.distance(t, deadline.due, deadline.bound)
