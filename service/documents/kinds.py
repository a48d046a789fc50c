"""The kinds of document, and which cases have them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from events.text import Text, msg
from service.documents.analysis_fields import ANALYSIS
from service.documents.fields import Fields
from service.documents.schedule_fields import SCHEDULE
from workflows.refusals import Unknown

DocumentLanguage = Literal["ru", "kk"]
LANGUAGES: tuple[DocumentLanguage, ...] = get_args(DocumentLanguage)
"""Languages in which documents are drawn up."""

RISK_ANALYSIS, ANALYSIS_SCHEDULE = "risk_analysis", "analysis_schedule"

FIELDS: Mapping[str, Fields] = {RISK_ANALYSIS: ANALYSIS, ANALYSIS_SCHEDULE: SCHEDULE}
"""What templates may name, by the workflow of the case."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name in addresses, its title, the subtask that asks for it, and the workflow of its cases."""

    name: str
    title: Text
    subtask: str
    workflow: str

    @property
    def fields(self) -> Fields:
        """What its templates may name."""
        return FIELDS[self.workflow]


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("schedule", msg("Schedule of analyses"), "1.1.1", ANALYSIS_SCHEDULE),
        Kind("order", msg("Order to conduct the analysis"), "1.1.2", RISK_ANALYSIS),
        Kind("start_announcement", msg("Announcement of the start"), "1.1.3", RISK_ANALYSIS),
        Kind("discussion_announcement", msg("Announcement of the discussion"), "1.2.1", RISK_ANALYSIS),
        Kind("protocol", msg("Minutes of the discussion"), "1.2.2", RISK_ANALYSIS),
        Kind("report", msg("Analytical report"), "1.2.3", RISK_ANALYSIS),
        Kind("plan", msg("Plan of measures"), "1.3.1", RISK_ANALYSIS),
        Kind("positions", msg("List of positions exposed to risk"), "1.4.1", RISK_ANALYSIS),
        Kind("monitoring", msg("Report on the monitoring"), "1.3.3", RISK_ANALYSIS),
    )
}


def kind_of(name: str) -> Kind:
    """Give a kind by its name; raises `Unknown`."""
    if name not in KINDS:
        raise Unknown(msg("There is no document “{name}”. There are: {known}.", name=name, known=", ".join(KINDS)))
    return KINDS[name]


def language_of(text: str) -> DocumentLanguage:
    """Give a language of documents by its code; raises `Unknown`."""
    for language in LANGUAGES:
        if text == language:
            return language
    raise Unknown(msg("Documents are made in {known}.", known=", ".join(LANGUAGES)))
