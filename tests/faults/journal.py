"""What the clients were told: the promises that the log is held to afterwards."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An answer that said "recorded": the last event of the command `command_id`, where and when it was recorded."""

    command_id: UUID
    case_id: UUID
    version: int
    position: int
    recorded_at: datetime
    topic: str


@dataclass
class Journal:
    """Everything that was answered, and how often something had to be asked again.

    `refused` are commands that got a final no. `requests` counts what was sent, `lost` what got no answer (connection
    refused, cut or silent), `unavailable` the answers 503; the last two were sent again with the same key.
    """

    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: set[UUID] = field(default_factory=set)
    unexpected: list[str] = field(default_factory=list)
    requests: int = 0
    lost: int = 0
    unavailable: int = 0
    replayed: int = 0
    repeated: int = 0

    @property
    def retries(self) -> int:
        """How many requests were sent again because nobody knew what had become of them."""
        return self.lost + self.unavailable
