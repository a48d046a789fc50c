"""What all events of an organisation share."""

from typing import ClassVar

from events.event import CaseEvent


class OrganizationEvent(CaseEvent):
    """An event of the record of one organisation; its `organization` is the code of that very organisation."""

    WORKFLOW: ClassVar[str] = "organization"
    WORK: ClassVar[bool] = False
