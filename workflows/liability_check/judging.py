"""What the table and the calendar say of a superior, given what is known of the check."""

from typing import TYPE_CHECKING

from events.offence import OffenceCategory
from events.resignation import Ruling, Tenure, Verdict, VerdictReason
from workflows.calendar import Unit
from workflows.resignation import Question, tenure, verdict
from workflows.terms import within

if TYPE_CHECKING:
    from workflows.liability_check.facts import LiabilityFacts


FILING = within(10, Unit.CALENDAR_DAYS)
"""The term within which the application for resignation is filed, from the day on which the act became final (D14, l.411)."""


def three_months(facts: "LiabilityFacts") -> Tenure | None:
    """Say whether three months in post had passed (D13); None while the superior is not known."""
    superior = facts.superior
    return tenure(superior.appointed_on, superior.last_day) if superior else None


def judged(facts: "LiabilityFacts") -> Verdict | None:
    """Give what the table says, or what an official decided where it says nothing; None while the superior is not known."""
    found = of_table(facts)
    if found and facts.by_hand and found.ruling in {Ruling.BY_HAND, Ruling.OUTSIDE}:
        ruling = Ruling(facts.by_hand.ruling.value)
        if ruling is Ruling.RESIGNS and not may_resign(facts):
            return found
        return Verdict(
            ruling, VerdictReason.DECIDED_BY_HAND, found.row, found.law, found.article, found.paragraph, found.item
        )
    return found


def may_resign(facts: "LiabilityFacts") -> bool:
    """Whether the superior is a political servant, three months in the post: nobody else resigns, whoever decides (l.394)."""
    passed = three_months(facts)
    return facts.political is True and passed is not None and passed.passed


def of_table(facts: "LiabilityFacts") -> Verdict | None:
    """Give what the table says by the law of the day on which the act became final."""
    opened, superior, passed = facts.registered, facts.superior, three_months(facts)
    final_on = facts.final_on
    if opened is None or superior is None or passed is None or final_on is None:
        return None
    return verdict(
        Question(
            OffenceCategory(opened.offence.category),
            final_on,
            passed.passed,
            superior.official,
            facts.subordinate,
            superior.relation,
            superior.acting,
            superior.political,
            superior.former_team,
            named=opened.reason is not None or opened.superior is None,
            unconfirmed=superior.unconfirmed,
        )
    )
