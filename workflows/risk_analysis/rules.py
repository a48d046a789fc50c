"""The time limits of an analysis: D01 to D12 and D23 of requirements §5, and the order before the start."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from events import risk_analysis as happened
from events.deadlines import Arithmetic, Bound, Strength
from workflows import uploads
from workflows.calendar import Calendar, Given, Unit
from workflows.risk_analysis.documents import MONITORING
from workflows.risk_analysis.facts import AnalysisFacts, Term
from workflows.risk_analysis.quarters import ONE_DAY, add_years, quarter_end, reporting_quarters
from workflows.terms import Instance, Rule, given, unmoved, within

Act = Callable[[AnalysisFacts], date | None]
"""Gives the day on which something was done, None while it is not."""


def _before_end(act: Act) -> Callable[[AnalysisFacts], Iterator[Instance]]:
    """A limit that hangs on the end by the term in force when the act was done."""

    def instances(facts: AnalysisFacts) -> Iterator[Instance]:
        done_on = act(facts)
        if term := facts.term_on(done_on):
            yield Instance(_end(facts, term), done_on)

    return instances


def _before_start(act: Act) -> Callable[[AnalysisFacts], Iterator[Instance]]:
    """A limit that hangs on the start in the same way; until a term is fixed, on the start that the schedule names (1.1.1)."""

    def instances(facts: AnalysisFacts) -> Iterator[Instance]:
        done_on = act(facts)
        if term := facts.term_on(done_on) or facts.term_ahead:
            yield Instance(_start(facts, term), done_on)

    return instances


def _start(facts: AnalysisFacts, term: Term) -> date:
    """Give the start by the order, or the actual one if that was earlier: it shortened the notice."""
    return min(term.starts_on, facts.began_on or term.starts_on)


def _end(facts: AnalysisFacts, term: Term) -> date:
    """Give the end by the order, or the actual one if that was earlier."""
    return min(term.ends_on, facts.finished_on or term.ends_on)


def _duration(facts: AnalysisFacts) -> Iterator[Instance]:
    if term := facts.term:
        # The start counts as the first day, so the count runs from the day before.
        yield Instance(term.starts_on - ONE_DAY, facts.finished_on or term.ends_on)


def _yearly(facts: AnalysisFacts) -> Iterator[Instance]:
    """Owe it in the year of the plan or schedule, else in that of the term."""
    term = facts.term_on(facts.began_on)
    year = facts.year or (term.starts_on.year if term else 0)
    if year and (facts.began_on or not facts.duty_suspended(year)):
        yield Instance(date(year - 1, 12, 31), facts.began_on)


def _after_external(facts: AnalysisFacts) -> Iterator[Instance]:
    """Ask nothing of one that ended years ago: the calendar need not reach back to it."""
    ended = facts.external_analysis_ended_on
    if ended and facts.term:
        starts = facts.began_on or facts.term.starts_on
        if starts <= add_years(ended, 2):
            yield Instance(ended, starts)


def _report(facts: AnalysisFacts) -> Iterator[Instance]:
    if end := facts.finished_on or (facts.term.ends_on if facts.term else None):
        yield Instance(end, facts.report.signed_on if facts.report else None)


def _plan(facts: AnalysisFacts) -> Iterator[Instance]:
    if facts.report:
        yield Instance(facts.report.signed_on, facts.plan.approved_on if facts.plan else None)


def _publication(facts: AnalysisFacts) -> Iterator[Instance]:
    if facts.plan:
        yield Instance(facts.plan.approved_on, _published_on(facts))


def _published_on(facts: AnalysisFacts) -> date | None:
    """Give the day of publication, of what may be published, or else of the note why nothing may be."""
    if facts.published:
        return facts.published.published_on
    note = facts.withheld
    if note and note.extent is happened.Extent.PARTIAL and note.published_on:
        return note.published_on
    return note.approved_on if note else None


def _window(facts: AnalysisFacts) -> Iterator[Instance]:
    if facts.report:
        yield Instance(facts.report.signed_on, facts.closed_on)


def _progress(facts: AnalysisFacts) -> Iterator[Instance]:
    units = sorted({item.unit for item in facts.plan.items}) if facts.plan else []
    for year, number in reporting_quarters(facts):
        quarter = f"{year}Q{number}"
        for unit in units:
            sent = facts.progress.get((unit, quarter))
            yield Instance(
                quarter_end(year, number),
                sent.received_on if sent else None,
                f"{quarter}/{unit}",
                f"{unit}, {quarter}",
                facts.closed_on,
            )


def _review(facts: AnalysisFacts) -> Iterator[Instance]:
    for (unit, quarter), sent in facts.progress.items():
        review = facts.reviews.get((unit, quarter))
        yield Instance(
            sent.received_on,
            review.reviewed_on if review else None,
            f"{quarter}/{unit}",
            f"{unit}, {quarter}",
            facts.closed_on,
        )


def _uploads(facts: AnalysisFacts) -> Iterator[Instance]:
    """Owe the dates of the Карта; of the monitoring for quarters in which information is due, and none while the duty waits."""
    if facts.year and not facts.began_on and facts.duty_suspended(facts.year):
        return
    quarters = {f"{MONITORING}/{year}Q{number}" for year, number in reporting_quarters(facts)}
    for instance in facts.uploads.instances(facts.closed_on):
        if not instance.suffix.startswith(f"{MONITORING}/") or instance.suffix in quarters:
            yield instance


def _year_and_a_day(anchor: date, calendar: Calendar) -> Arithmetic:
    return Arithmetic(anchor, 1, Unit.YEARS, add_years(anchor, 1) + ONE_DAY, calendar=calendar.version)


def _unless_cancelled(rule: Rule) -> Rule:
    """A cancelled analysis owes nothing more than was due by then."""

    def instances(facts: AnalysisFacts) -> Iterable[Instance]:
        found = rule.instances(facts)
        return [i._replace(ended_on=facts.cancelled_on) for i in found] if facts.cancelled_on else found

    return Rule(rule.code, rule.subtask, rule.title, rule.basis, rule.compute, instances, rule.strength, rule.bound)


RULES = tuple(
    _unless_cancelled(rule)
    for rule in (
        Rule(
            "D01",
            "1.1.2",
            "The analysis takes at most 30 working days",
            "l.75",
            within(30, Unit.WORKING_DAYS),
            _duration,
            Strength.RECOMMENDED,
        ),
        Rule(
            "D02",
            "1.1.2",
            "An analysis at least once a year",
            "l.75",
            unmoved(lambda a: add_years(a, 1), 1, Unit.YEARS),
            _yearly,
            Strength.RECOMMENDED,
        ),
        Rule(
            "D03",
            "1.1.2",
            "Not within a year after an external analysis",
            "l.75",
            _year_and_a_day,
            _after_external,
            bound=Bound.NOT_BEFORE,
        ),
        Rule(
            "ORDER",
            "1.1.2",
            "The order precedes the start",
            "l.93",
            given(Given.DAY),
            _before_start(lambda f: f.order.ordered_on if f.order else None),
        ),
        Rule(
            "D04",
            "1.1.3",
            "Announce the start",
            "l.105",
            within(-10, Unit.WORKING_DAYS),
            _before_start(lambda f: f.start_announcement.published_on if f.start_announcement else None),
        ),
        Rule(
            "D05",
            "1.2.1",
            "Announce the discussion",
            "l.113",
            within(-10, Unit.WORKING_DAYS),
            _before_end(lambda f: f.discussion_announcement.published_on if f.discussion_announcement else None),
        ),
        Rule(
            "D06",
            "1.2.2",
            "Hold the public discussion",
            "l.121",
            within(-5, Unit.WORKING_DAYS),
            _before_end(lambda f: f.discussion.held_on if f.discussion else None),
        ),
        Rule("D07", "1.2.3", "Sign the analytical report", "l.131", within(10, Unit.WORKING_DAYS), _report),
        Rule("D08", "1.3.1", "Approve the action plan", "l.137", within(10, Unit.WORKING_DAYS), _plan),
        Rule("D09", "1.3.2", "Publish the report and the plan", "l.147", within(3, Unit.WORKING_DAYS), _publication),
        Rule(
            "D10",
            "1.3.3",
            "Monitor for a year",
            "l.161",
            within(1, Unit.YEARS),
            _window,
            Strength.RECOMMENDED,
            Bound.NOT_BEFORE,
        ),
        Rule("D11", "1.3.3", "Send the quarterly information", "l.163", within(5, Unit.DAY_OF_NEXT_MONTH), _progress),
        Rule("D12", "1.3.3", "Review the quarterly information", "l.165", within(5, Unit.WORKING_DAYS), _review),
        uploads.rule(_uploads),
    )
)
