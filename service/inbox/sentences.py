"""A notice in one sentence of its reader's language: what is due when, of which body, how late it is, and why they are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from events.text import Text, msg
from projections.case_row import CaseRow
from service.alerts import Capacity, Kind, Notice
from service.i18n import Translator
from service.status import Today
from service.subtasks import row_name

WHY: Mapping[Capacity, Text] = {
    Capacity.RESPONSIBLE: msg("you are responsible"),
    Capacity.SIGNATORY: msg("you sign it"),
    Capacity.UPLOADER: msg("you upload it"),
    Capacity.APPARATUS: msg("you head the apparatus"),
    Capacity.SUPERIOR: msg("you answer for the bodies below"),
    Capacity.AGENCY: msg("you are of the anti-corruption body"),
}
"""Why somebody is told, by the capacity in which they are."""


@dataclass(frozen=True)
class Sentences:
    """Says notices in one language on a day.

    `bodies` names organisations by their codes, `people` accounts by their ids, `cases` are those that may be named: none that
    is sealed.
    """

    t: Translator
    today: Today
    bodies: Callable[[str], str]
    people: Mapping[str, str]
    cases: Mapping[UUID, CaseRow]

    def of(self, notice: Notice) -> str:
        """Say a notice; of a sealed case nothing but its number and the day."""
        said = {"due": notice.due, "left": self.today.distance(self.t, notice.due), "why": self.why(notice)}
        if notice.clearance:
            return self.t(
                "A case with restricted access, no. {number}: due {due}, {left}; {why}", number=number(notice), **said
            )
        body = self.bodies(notice.organization)
        text = self.t("{what} ({case}), {body}: due {due}, {left}; {why}", what=self.what(notice), case=self.case(notice), body=body, **said)  # fmt: skip
        if notice.kind == Kind.ASKED:
            return self.t("{told}; {name} asks: “{reason}”", told=text, name=self._name(notice.asked_by), reason=notice.reason)  # fmt: skip
        return text

    def what(self, notice: Notice) -> str:
        """Name what is due."""
        return self.t.code("rule", notice.rule)

    def case(self, notice: Notice) -> str:
        """Name the case of a notice in as little room as can be."""
        if notice.clearance:
            return self.t("No. {number}", number=number(notice))
        row = self.cases.get(notice.case_id)
        if row is None:
            return notice.subtask or self.t.code("workflow", notice.workflow)
        return row_name(self.t, row)

    def why(self, notice: Notice) -> str:
        """Say why the reader is told."""
        why = self.t(WHY[notice.capacity])
        if notice.in_place_of:
            name = self._name(str(notice.in_place_of))
            if notice.stands_in_as:
                also = self.t(WHY[Capacity(notice.stands_in_as)])
                why = self.t("{why}; in place of {name}: {also}", why=why, name=name, also=also)
            else:
                why = self.t("{why}, in place of {name}", why=why, name=name)
        if notice.kind == Kind.MOVED:
            why = self.t("{why}; the date has moved", why=why)
        if notice.kind == Kind.ESCALATION:
            why = self.t("{why}; nobody below acted, step {n} of the escalation", why=why, n=notice.step)
        return why

    def asker(self, notice: Notice) -> str:
        """Name who had the reader told, "" if nobody did; what they wrote of a sealed case stands in the log of what was told."""
        return self._name(notice.asked_by) if notice.asked_by and not notice.clearance else ""

    def _name(self, account: str) -> str:
        return self.people.get(account, account)


def number(notice: Notice) -> str:
    """Give the number by which a sealed case is spoken of."""
    return str(notice.case_id)[:8]
