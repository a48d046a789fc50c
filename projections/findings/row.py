"""A finding as the read model keeps it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from events.fact import quarter
from events.finding import finding_id


@dataclass(slots=True)
class FindingRow:
    """Something found in the record of a body: by which rule, how much it weighs, about what, and on what it rests.

    `version` is the number of the entry of the case, 0 if it is about none. `happened_on` is the day of what it is about. The
    `other_…` lead to the entry it is compared with. `digest` is that of the `evidence`: a dismissal holds as long as it is the same.
    """

    log: str
    id: UUID
    rule: str
    severity: str
    organization: str
    case_id: UUID
    version: int
    subject: str
    happened_on: date
    other_organization: str
    other_case: UUID | None
    other_version: int
    evidence: dict[str, Any]
    digest: str
    dismissed: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What a rule found, before it has an identity."""

    log: str
    rule: str
    severity: str
    organization: str
    case_id: UUID
    version: int
    subject: str
    happened_on: date
    evidence: Mapping[str, Any]
    other_organization: str = ""
    other_case: UUID | None = None
    other_version: int = 0
    counted: frozenset[str] = field(default=frozenset(), compare=False)
    """Names in the evidence that tell more without being what it rests on."""

    @property
    def id(self) -> UUID:
        """The identity of the finding."""
        return finding_id(self.organization, self.rule, self.subject)

    @property
    def row(self) -> FindingRow:
        """The finding, not dismissed as far as is known here."""
        plain = msgspec.to_builtins(self.evidence)
        rests_on = {name: value for name, value in plain.items() if name not in self.counted}
        other = str(self.other_case or ""), self.other_version
        told = msgspec.json.encode([rests_on, *other], order="deterministic")
        return FindingRow(
            log=self.log,
            id=self.id,
            rule=self.rule,
            severity=self.severity,
            organization=self.organization,
            case_id=self.case_id,
            version=self.version,
            subject=self.subject,
            happened_on=self.happened_on,
            other_organization=self.other_organization,
            other_case=self.other_case,
            other_version=self.other_version,
            evidence=plain,
            digest=hashlib.sha256(told).hexdigest()[:32],
            dismissed=False,
        )


def key_of(row: FindingRow) -> tuple[str, str, str]:
    """Give where a finding is counted."""
    return row.organization, row.rule, quarter(row.happened_on)
