"""What the fields say of a schedule of analyses."""

from service.documents.fields import Contents
from service.documents.said import Words
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.case import Case


def contents(case: Case, say: Words) -> Contents:
    """Give what is known of a schedule, as last amended; its objects by the day on which they begin."""
    facts: ScheduleFacts = case.facts
    approved = facts.approved
    return Contents(
        {
            "body": {"name": say.body(case.organization)},
            "head": say.head(case.organization),
            "made": {"on": say.day(say.on)},
            "schedule": {
                "year": str(facts.year) if facts.year else None,
                "number": say.text(approved.schedule_no if approved else None),
                "date": say.day(approved.approved_on if approved else None),
                "breakdown": say.code("Breakdown", approved.breakdown if approved else None),
                "amended_on": say.day(facts.amended_on),
            },
        },
        {
            "objects": [
                {"name": say.body(code), "start": say.day(one.starts_on), "end": say.day(one.ends_on)}
                for code, one in sorted(facts.objects.items(), key=lambda pair: (pair[1].starts_on, pair[0]))
            ]
        },
    )
