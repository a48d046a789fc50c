"""What a file says of itself: which list, narrowed to what, as of when, for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.text import Text, msg
from service.i18n import Translator
from workflows.regions import REGIONS

TITLES: Mapping[str, Text] = {
    "account": msg("User account"),
    "active": msg("Exists"),
    "actor": msg("Who"),
    "at": msg("Recorded by"),
    "axis": msg("Compared"),
    "body": msg("Of this body alone"),
    "case": msg("Case"),
    "channel": msg("Means of delivery"),
    "counted": msg("Only what figures count"),
    "difference": msg("What differs"),
    "dismissed": msg("Set aside"),
    "due_from": msg("Due from"),
    "due_to": msg("Due to"),
    "effective_at": msg("Happened by"),
    "first": msg("From"),
    "from": msg("First day"),
    "group": msg("Group"),
    "kind": msg("What"),
    "language": msg("Language of folders and lists"),
    "last": msg("To"),
    "late": msg("Only what is late"),
    "mode": msg("Wording"),
    "number": msg("Number"),
    "occurred_from": msg("Happened from"),
    "occurred_to": msg("Happened to"),
    "on_behalf_of": msg("On whose behalf"),
    "open": msg("Open"),
    "opened_from": msg("Opened from"),
    "opened_to": msg("Opened to"),
    "order": msg("Order"),
    "organization": msg("Organisation"),
    "parent": msg("Body above"),
    "period": msg("Period"),
    "plan": msg("Plan of the year"),
    "project": msg("Project"),
    "q": msg("What to look for"),
    "recorded_before": msg("Recorded before"),
    "recorded_from": msg("Recorded from"),
    "region": msg("Region"),
    "responsible": msg("Responsible"),
    "row": msg("Row"),
    "rule": msg("Rule"),
    "severity": msg("Severity"),
    "silent": msg("Only silent bodies"),
    "sort": msg("Sort by"),
    "state": msg("State"),
    "status": msg("Status"),
    "strength": msg("Force"),
    "subtask": msg("Subtask"),
    "tab": msg("Group"),
    "text": msg("Name or code"),
    "to": msg("Second day"),
    "type": msg("Type"),
    "unread": msg("Unread"),
    "webhook": msg("Webhook"),
    "within": msg("Body with those below it"),
    "without": msg("Without"),
    "workflow": msg("Kind of work"),
    "year": msg("Year"),
}
"""How filters are called."""

_CODED: Mapping[str, tuple[str, ...]] = {
    "channel": ("DeliveryChannel",),
    "group": ("Group",),
    "rule": ("rule",),
    "severity": ("Severity",),
    "state": ("state",),
    "status": ("Standing",),
    "strength": ("strength",),
    "type": ("OrganizationType", "event"),
    "workflow": ("workflow",),
}
"""Filters whose values are codes, by the kinds of code that they may be of."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. `as_of` is the instant by which all of it was true, `address` leads to the list."""

    list: str
    title: Text
    filters: Mapping[str, Any]
    as_of: datetime
    exported_by: str
    login: str
    exported_at: datetime
    address: str
    language: str

    def lines(self, t: Translator, rows: int) -> Sequence[tuple[str, str | int | datetime]]:
        """Give what is said to people, with its titles."""
        narrowed: list[tuple[str, str | int | datetime]] = [
            (f"{t(msg('Filter'))}: {t(TITLES[name])}", _said(name, value, t)) for name, value in self.filters.items()
        ]
        return [
            (t(msg("List")), t(self.title)),
            *(narrowed or [(t(msg("Filter")), t(msg("none")))]),
            (t(msg("As of")), self.as_of),
            (t(msg("Exported by")), f"{self.exported_by} ({self.login})"),
            (t(msg("Exported at")), self.exported_at),
            (t(msg("Rows")), rows),
            (t(msg("Address")), self.address),
        ]

    def narrowing(self) -> str:
        """Give the filters in one line, for a table that has no place beside its rows."""
        return "; ".join(f"{name}={_text(value)}" for name, value in self.filters.items())

    def members(self, t: Translator, columns: Mapping[str, str], rows: int) -> dict[str, Any]:
        """Give what is said to programs."""
        return {
            "list": self.list,
            "title": t(self.title),
            "filters": self.filters,
            "as_of": self.as_of,
            "exported_by": {"name": self.exported_by, "login": self.login},
            "exported_at": self.exported_at,
            "language": self.language,
            "rows": rows,
            "address": self.address,
            "columns": columns,
        }


def _said(name: str, value: Any, t: Translator) -> str:
    text = _text(value)
    if name == "region" and text in REGIONS:
        return f"{REGIONS[text].names[t.language]} ({text})"
    said = next((said for kind in _CODED.get(name, ()) if (said := t.code(kind, text)) != text), text)
    return said if said == text else f"{said} ({text})"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
