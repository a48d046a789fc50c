"""That the structure changed: the one record on which all structural changes agree."""

from typing import Annotated

from events.event import CaseEvent
from events.text import label


class StructureRevised(CaseEvent):
    """An organisation's record changed in a way that another record, changed at the same moment, could contradict.

    `based_on` is the number of the revision that the decision knew: its successor can be recorded once only.
    """

    TOPIC = "organization.structure_revised"
    WORKFLOW = "hierarchy"
    WORK = False

    based_on: Annotated[int, label("Revision it was based on", ge=0)]
