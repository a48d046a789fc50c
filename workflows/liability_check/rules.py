"""The time limits of a check: D14 of requirements §5, what the laws give for the decision, and the limitation of discipline."""

from collections.abc import Iterator
from datetime import date

from events.deadlines import Strength
from events.liability_check import ResignationRefused
from events.resignation import Ruling
from workflows.calendar import Calendar, Unit
from workflows.liability_check.facts import LiabilityFacts
from workflows.liability_check.judging import FILING
from workflows.resignation import Edition, edition
from workflows.terms import Instance, Rule, within

_TEN_DAYS, _MONTH = within(10, Unit.CALENDAR_DAYS), within(1, Unit.MONTHS)


def _law(facts: LiabilityFacts) -> Edition | None:
    return edition(facts.final_on) if facts.final_on else None


def _resignation(facts: LiabilityFacts) -> Iterator[Instance]:
    """Count from the entry into force, or from the termination before trial (A-27)."""
    if facts.final_on and facts.rules(Ruling.RESIGNS):
        yield Instance(facts.final_on, facts.filed.filed_on if facts.filed else None, ended_on=facts.ended_on)


def _in_ten_days(facts: LiabilityFacts) -> bool:
    """Whether the decision is due within ten days: by the law from 1 July 2026, except for elected superiors."""
    law, superior = _law(facts), facts.superior
    return bool(law and law.decision_in_ten_days and superior and not superior.official.elected)


def _decision(facts: LiabilityFacts) -> Iterator[Instance]:
    if facts.filed:
        done_on = facts.resignation.ordered_on if facts.resignation else None
        yield Instance(facts.filed.filed_on, done_on, ended_on=facts.ended_on)


def _soon(facts: LiabilityFacts) -> Iterator[Instance]:
    if _in_ten_days(facts):
        yield from _decision(facts)


def _within_a_month(facts: LiabilityFacts) -> Iterator[Instance]:
    if not _in_ten_days(facts):
        yield from _decision(facts)


def _limitation(facts: LiabilityFacts, anchor: date) -> Iterator[Instance]:
    """Remind while discipline is considered, by the law whose art. 45 is known."""
    law, ordered = _law(facts), facts.discipline
    considered = facts.rules(Ruling.DISCIPLINE) or facts.not_filed or isinstance(facts.resignation, ResignationRefused)
    if considered and law and law.limitation and anchor >= Calendar.first:
        done_on = ordered.ordered_on if ordered and ordered.disciplined else None
        yield Instance(anchor, done_on, ended_on=ordered.ordered_on if ordered else facts.ended_on)


def _discovered(facts: LiabilityFacts) -> Iterator[Instance]:
    if facts.registered:
        yield from _limitation(facts, facts.registered.found_on)


def _committed(facts: LiabilityFacts) -> Iterator[Instance]:
    if facts.superior:
        yield from _limitation(facts, facts.superior.last_day)


RULES = (
    Rule("D14", "2.3.1", "File the application for resignation", "l.411", FILING, _resignation),
    Rule(
        "RESIGNATION_10D",
        "2.3.1",
        "Decide on the resignation within ten days (law from 1 July 2026)",
        "l.413",
        _TEN_DAYS,
        _soon,
    ),
    Rule(
        "RESIGNATION_1M", "2.3.1", "Decide on the resignation within a month (by law)", "l.413", _MONTH, _within_a_month
    ),
    Rule(
        "DISCIPLINE_1M",
        "2.3.1",
        "Discipline within a month after discovery (art. 45 of the law)",
        "l.415",
        _MONTH,
        _discovered,
        Strength.RECOMMENDED,
    ),
    Rule(
        "DISCIPLINE_6M",
        "2.3.1",
        "Discipline within six months after the offence (art. 45 of the law)",
        "l.415",
        within(6, Unit.MONTHS),
        _committed,
        Strength.RECOMMENDED,
    ),
)
