"""What of a check is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import liability_check as happened
from events.event import CaseEvent
from events.resignation import SuperiorThen
from workflows.offence import number_remarks
from workflows.resignation import edition

if TYPE_CHECKING:
    from workflows.liability_check.facts import LiabilityFacts


FILED_EARLY = "filed_before_force"
"""Remark: the application came before the act was final; also on a correction that makes the act final only after it."""


def remarks(facts: "LiabilityFacts", event: CaseEvent) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    match event:
        case happened.LiabilityCheckOpened():
            yield from number_remarks(event.crime_number)
            if facts.superior is None:
                yield "superior_to_be_entered_by_hand"
            elif facts.superior.last_day > event.offence.happened_on:
                yield "last_day_in_tenure_to_be_checked"
            if _is_filed_early(facts):
                yield FILED_EARLY
            yield from _not_by_register(event.superior)
        case happened.SuperiorNamed():
            yield from _not_by_register(event.superior)
        case happened.VerdictReached() if len(facts.verdicts) > 1:
            if facts.verdicts[-2].verdict.ruling is not event.verdict.ruling and _is_acted_upon(facts):
                yield "verdict_changed"
        case happened.ResignationFiled() if _is_filed_early(facts):
            yield FILED_EARLY
        case happened.DisciplineDecided() if not event.disciplined and _is_mandatory(facts):
            yield "discipline_was_mandatory"
        case _:
            pass


def _not_by_register(superior: SuperiorThen | None) -> Iterator[str]:
    if superior and superior.unconfirmed:
        yield "superior_not_by_register"


def _is_filed_early(facts: "LiabilityFacts") -> bool:
    """Whether the application was filed before the act became final."""
    return bool(facts.filed and facts.final_on and facts.filed.filed_on < facts.final_on)


def _is_acted_upon(facts: "LiabilityFacts") -> bool:
    """Whether something was done by the earlier verdict."""
    return any((facts.filed, facts.not_filed, facts.discipline, facts.ended_on))


def _is_mandatory(facts: "LiabilityFacts") -> bool:
    """Whether the refused resignation makes discipline mandatory: the law from 1 July 2026, para 6."""
    law = edition(facts.final_on) if facts.final_on else None
    refused = isinstance(facts.resignation, happened.ResignationRefused)
    return bool(refused and law and law.discipline_after_refusal and facts.registered and facts.registered.aggravated)
