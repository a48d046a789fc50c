"""What a row of a list of results wants of its case: the upload recorded, or its return, or both in that order, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from events.event import CaseEvent
from events.text import Text, msg
from projections.case_slot import slot
from service.exports.formulas import looks_like_formula
from service.recall import no_case
from workflows import payload
from workflows.case import Case
from workflows.documented import documented
from workflows.machine import Action, actions
from workflows.refusals import Invalid, NotPermitted, Refused, Unknown, Violation, WrongOrder
from workflows.registry import workflow
from workflows.uploaded import carries_out_several, is_return, steps, uploader, uploading
from workflows.uploads import RETURNING, uploaded_already

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service

_UPLOADED = ("uploaded_by", "address")
_RETURNED = ("returned_by", "reason")
TOLD = frozenset({"uploaded_on", *_UPLOADED, "returned_on", *_RETURNED})
"""The columns that tell what became of an upload: a row in which all are empty wants nothing."""


@dataclass(frozen=True, slots=True)
class Work:
    """A row, with the case on which it acts, and the action that records an upload there; the case is of that subtask and period."""

    given: Mapping[str, Any]
    case: Case
    upload: Action

    @property
    def about(self) -> dict[str, str]:
        """Say which of its subtasks, where the case carries out several."""
        if not carries_out_several(self.case):
            return {}
        subtask, period = self.given["subtask"], self.given["period"]
        return {"subtask": subtask} | ({} if period.isdigit() else {"quarter": period})

    def text(self, name: str) -> str:
        """Give what stands in a cell, without the mark by which lists tell spreadsheets that it is no formula."""
        said = str(self.given.get(name, ""))
        return said[1:] if said[:1] == "'" and looks_like_formula(said[1:]) else said


@dataclass(frozen=True, slots=True)
class Step:
    """An action to be taken, with its data, the topic of the event that it records, and the column of its day."""

    action: str
    data: Mapping[str, Any]
    topic: str
    column: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done on a case; `stands` is the upload that was not given back since, None for none.

    `begun_by` is the action by which the work is begun, "" once it is.
    """

    case: Case
    steps: tuple[Step, ...]
    stands: CaseEvent | None = None
    begun_by: str = ""

    def refusal(self, step: Step, refused: Refused, site: str) -> Violation:
        """Say at its column why a step is refused: of an upload, that another is recorded already; of work that is not begun, how it is."""
        if step.column == "uploaded_on" and self.stands:
            return Violation((step.column,), uploaded_already(self.stands))
        if not self.begun_by or not isinstance(refused, WrongOrder):
            return Violation((step.column,), refused.text)
        text = msg(
            "The work has not been begun: begin it by “{action}” on the page of its case, {address}. Its upload is recorded after that.",
            action=self.begun_by,
            address=f"{site}/cases/{self.case.id}",
        )
        return Violation((step.column,), text)


async def work_of(
    service: "Service", account: "Account", given: Mapping[str, Any], trials: Mapping[UUID, Case]
) -> Work:
    """Find the case of a row, as a dry run left it; raises `Refused` where the account may not see it, or it is of something else.

    Sealed cases go into no package: to whoever names one there is none.
    """
    if missing := [name for name in ("case", "subtask", "period") if name not in given]:
        raise Invalid(tuple(Violation((name,), Text(payload.WORDS["missing"])) for name in missing))
    case = await _seen(service, account, str(given["case"]), trials)
    kind = service.cases.workflow_of(case)
    told = {(one.subtask, one.period) for one in documented(case, _period(case))}
    if (given["subtask"], given["period"]) not in told:
        text = msg("The case is not of this subtask and period.")
        raise Invalid((Violation(("subtask",), text),))
    if (upload := uploading(kind, case)) is None:
        text = msg("Nothing of this case is uploaded by itself: the form that tells it is.")
        raise Invalid((Violation(("case",), text),))
    return Work(given, case, upload)


def wishes(work: Work) -> Wish:
    """Give what a row wants that is not recorded yet; raises `Invalid` where it contradicts itself, or what is recorded."""
    found = steps(work.case, work.given["subtask"], work.given["period"])
    wrong = [*_alone(work, "uploaded_on", _UPLOADED), *_alone(work, "returned_on", _RETURNED)]
    wanted: list[Step] = []
    upload, back = _recorded(work, found)
    if on := work.given.get("uploaded_on"):
        wrong += _differing(work, _UPLOADED, upload) if upload else []
        wanted += [] if upload else [_upload(work, on)]
    if on := work.given.get("returned_on"):
        wrong += _differing(work, _RETURNED, back) if back else []
        wanted += [] if back else [_return(work, on)]
    if wrong:
        raise Invalid(tuple(wrong))
    stands = found[-1] if found and not is_return(found[-1]) else None
    begun_by = workflow(work.upload.event.WORKFLOW).BEGUN_BY.get(work.case.state, "")
    return Wish(work.case, tuple(wanted), stands, begun_by)


def _recorded(work: Work, found: Sequence[CaseEvent]) -> tuple[CaseEvent | None, CaseEvent | None]:
    """Give the upload and the return that a row tells and that are recorded; of one day, the order in which they were recorded decides.

    What went up again on the day on which it was given back is another upload than the one before, unless the row tells just that one:
    lists are filled in further and sent again, with rows that are recorded already.
    """
    uploaded, returned = work.given.get("uploaded_on"), work.given.get("returned_on")
    pairs = [
        (before, after)
        for before, after in pairwise(found)
        if not is_return(before)
        and is_return(after)
        and (before.occurred_on, after.occurred_on) == (uploaded, returned)
    ]
    for before, after in pairs:
        differing = [*_differing(work, _UPLOADED, before), *_differing(work, _RETURNED, after)]
        if after is found[-1] or not differing:
            return before, after
    that_day = [one for one in reversed(found) if one.occurred_on == uploaded]
    upload = that_day[0] if that_day and not is_return(that_day[0]) else None
    if returned is None:
        alike = (one for one in that_day if not is_return(one) and not [*_differing(work, _UPLOADED, one)])
        upload = next(alike, upload)
    back = next((one for one in reversed(found) if is_return(one) and one.occurred_on == returned), None)
    if back and uploaded == returned and (upload is None or found.index(back) < found.index(upload)):
        back = None
    return upload, back


async def _seen(service: "Service", account: "Account", named: str, trials: Mapping[UUID, Case]) -> Case:
    """Give a case that the account may see; raises `Invalid`."""
    try:
        case_id = UUID(named)
    except ValueError:
        raise Invalid((Violation(("case",), msg("This is no id of a case.")),)) from None
    try:
        case = trials.get(case_id) or await service.cases.get(case_id)
        if case.facts.clearance:
            raise no_case(case_id)
    except Unknown as unknown:
        raise Invalid((Violation(("case",), unknown.text),)) from None
    if not await service.access.sees_case(account, service.cases.workflow_of(case), case):
        raise NotPermitted(msg("The case belongs to an organisation outside your scope."))
    return case


def _period(case: Case) -> str:
    """Give what a case is for: as its facts, or its first entry, say it."""
    first = case.event(case.history[0].originator_version) or case.history[0]
    return str(getattr(case.facts, "period", "") or slot(type(first), first.facts()).period)


def _upload(work: Work, on: date) -> Step:
    event = work.upload.event
    fields = payload.model(event).model_fields
    by = "uploaded_by" if "uploaded_by" in fields else "submitted_by"
    said = {by: work.text("uploaded_by"), "address": work.text("address")}
    return Step(
        work.upload.name, {event.HAPPENED: on.isoformat()} | work.about | _filled(said), event.TOPIC, "uploaded_on"
    )


def _return(work: Work, on: date) -> Step:
    event = actions(workflow(work.upload.event.WORKFLOW))[RETURNING].event
    said = {name: work.text(name) for name in _RETURNED}
    return Step(RETURNING, {event.HAPPENED: on.isoformat()} | work.about | _filled(said), event.TOPIC, "returned_on")


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def _alone(work: Work, day: str, others: tuple[str, ...]) -> Iterator[Violation]:
    """Say if a row tells by whom or why, and not when."""
    if day not in work.given and any(work.text(name) for name in others):
        yield Violation((day,), Text(payload.WORDS["missing"]))


def _differing(work: Work, names: tuple[str, ...], known: CaseEvent) -> Iterator[Violation]:
    """Say what a row tells otherwise than the entry of that day: a list records what is new, and corrects nothing."""
    recorded = {name: getattr(known, name, None) for name in names if hasattr(known, name)}
    if "uploaded_by" in names:
        recorded["uploaded_by"] = uploader(known)
    for name, value in recorded.items():
        if (said := work.text(name)) and said != (value or ""):
            number = known.originator_version
            text = (
                msg("Entry {n} says it otherwise: leave this empty, or correct that entry of the case.", n=number)
                if value
                else msg(
                    "Entry {n} says nothing of it: leave this empty, or add it to that entry by a correction.", n=number
                )
            )
            yield Violation((name,), text)
