"""What an exported history says of itself: which case, of whom, as of when, for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.history.chain import RULE, instant
from service.i18n import Translator
from service.moment import Moment


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a file; `title` and `kind` name the case, `as_of` is the instant by which what is told had been recorded."""

    case_id: UUID
    title: str
    kind: str
    workflow: str
    state: str
    organization: str
    organization_name: str
    moment: Moment
    as_of: datetime
    exported_by: str
    login: str
    exported_at: datetime
    address: str
    language: str

    def said(self, t: Translator) -> list[tuple[str, str]]:
        """Give it in words."""
        return [
            (t("Case"), f"{self.title} ({self.case_id})"),
            (t("Kind of work"), self.kind),
            (t("Organisation"), f"{self.organization_name} ({self.organization})"),
            (t("State"), t.code("state", self.state)),
            (t("Recorded by"), t.moment(self.as_of)),
            *([(t("Happened by"), t.plain(self.moment.effective_at))] if self.moment.effective_at else []),
            (t("Exported by"), f"{self.exported_by} ({self.login})"),
            (t("Exported at"), t.moment(self.exported_at)),
            (t("Address"), self.address),
        ]

    def members(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "case_id": self.case_id,
            "title": self.title,
            "workflow": self.workflow,
            "state": self.state,
            "organization": {"code": self.organization, "name": self.organization_name},
            "as_of": instant(self.as_of),
            "effective_at": self.moment.effective_at,
            "exported_by": {"name": self.exported_by, "login": self.login},
            "exported_at": instant(self.exported_at),
            "address": self.address,
            "language": self.language,
            "chain": RULE,
        }

    def narrowing(self) -> dict[str, Any]:
        """Give it in one line's parts, for a table that has no place beside its rows."""
        return {
            "case": self.case_id,
            "title": self.title,
            "effective_at": self.moment.effective_at or "",
            "exported_by": self.login,
            "exported_at": instant(self.exported_at),
        }
