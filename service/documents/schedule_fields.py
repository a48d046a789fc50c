"""The fields of a schedule of analyses (1.1.1, l.83–89)."""

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
                Field("date", msg("Schedule approved on"), "15 февраля 2024"),
                Field("breakdown", msg("Divided into"), "Управления, районы и города"),
                Field("amended_on", msg("Last amended on"), "20 февраля 2024"),
            ),
        ),
    ),
    (
        Rows(
            "objects",
            msg("Objects of the schedule"),
            (
                Field("name", msg("Name of the body"), "Управление государственных закупок"),
                Field("start", msg("Analysis starts on"), "4 марта 2024"),
                Field("end", msg("Analysis ends on"), "28 марта 2024"),
            ),
        ),
    ),
)
