"""The fields of a schedule of analyses (1.1.1, l.83–89)."""

from datetime import date

from events.text import msg
from service.documents.fields import BODY, HEAD, MADE, Field, Fields, Group, Rows

SCHEDULE = Fields(
    (
        BODY,
        HEAD,
        MADE,
        Group(
            "schedule",
            (
                Field("year", msg("Year"), "2024"),
                Field("number", msg("Schedule number"), "3-г"),
                Field("date", msg("Schedule approved on"), date(2024, 2, 15)),
                Field("breakdown", msg("Divided into"), msg("Departments, districts and cities")),
                Field("amended_on", msg("Last amended on"), date(2024, 2, 20)),
            ),
        ),
    ),
    (
        Rows(
            "objects",
            msg("Objects of the schedule"),
            (
                Field("name", msg("Name of the body"), msg("Department of public procurement")),
                Field("start", msg("Analysis starts on"), date(2024, 3, 4)),
                Field("end", msg("Analysis ends on"), date(2024, 3, 28)),
            ),
        ),
    ),
)
