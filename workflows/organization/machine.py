"""What may be entered about an organisation, and by whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from statemachine import State

from events import case as any_case
from events import organization as happened
from events.organization import ROOTS, Post
from events.text import Text, msg
from workflows.actor import Actor, Role
from workflows.machine import NOW, Workflow, each
from workflows.organization.case import Organization
from workflows.organization.hierarchy import revised


class OrganizationWorkflow(Workflow):
    """The record of an organisation, from its entry to its end.

    Who may do what:

    - What stands where, what an organisation is called, of which type it is, that it ended or exists again, is entered by
      the anti-corruption body's supervisors and by bodies strictly above (`keeps`).
    - Details, posts and appointments are entered by the organisation itself, too (`keeps_details`), but for its region,
      on which the cartogram and what others may see depend (`describes`).
    - Lists of access are approved by heads (`approves_access`).
    - Nobody places an organisation outside their own reach.
    - An entry is corrected by those who may make it.
    """

    WORKFLOW = "organization"
    TITLE = "Record of an organisation"
    CASE = Organization

    new = State("New", initial=True)
    active = State("Active")
    closed = State("Closed")

    register = new.to(active, on=happened.OrganizationRegistered.record, cond="registers")
    rename = each(active, on=happened.OrganizationRenamed.record, cond="keeps")
    describe = each(active, on=happened.OrganizationDescribed.record, cond="describes")
    move = each(active, on=happened.OrganizationMoved.record, cond="keeps")
    reclassify = each(active, on=happened.OrganizationReclassified.record, cond="keeps")
    supervise = each(active, on=happened.SupervisorAssigned.record, cond="keeps")
    end_supervision = each(active, on=happened.SupervisionEnded.record, cond="keeps")
    establish_post = each(active, on=happened.PostEstablished.record, cond="keeps_details")
    appoint = each(active, on=happened.OfficialAppointed.record, cond="keeps_details")
    release = each(active, on=happened.OfficialReleased.record, cond="keeps_details")
    subordinate_post = each(active, on=happened.PostSubordinated.record, cond="keeps_details")
    abolish_post = each(active, on=happened.PostAbolished.record, cond="keeps_details")
    approve_access = each(active, on=happened.AccessListApproved.record, cond="approves_access")
    close = active.to(closed, on=happened.OrganizationClosed.record, cond="keeps")
    reopen = closed.to(active, on=happened.OrganizationReopened.record, cond="keeps")
    correct = each(active, closed, on=any_case.FactCorrected.record, cond="keeps_details")

    ACTIONS = {
        "register": "Enter in the register",
        "appoint": "Appoint an official",
        "release": "Release an official",
        "establish_post": "Establish a post",
        "subordinate_post": "Name a post's superior",
        "abolish_post": "Abolish a post",
        "approve_access": "Approve a list of access",
        "describe": "Change the details",
        "rename": "Change the name",
        "move": "Move the organisation",
        "supervise": "Assign a supervisor",
        "end_supervision": "End a supervision",
        "reclassify": "Change the type",
        "close": "Close the organisation",
        "reopen": "Reopen",
        "correct": "Correct an entry",
    }

    CONSEQUENCES = dict.fromkeys(
        (
            happened.OrganizationRegistered,
            happened.OrganizationDescribed,
            happened.OrganizationMoved,
            happened.OrganizationReclassified,
            happened.SupervisorAssigned,
            happened.SupervisionEnded,
            happened.OrganizationClosed,
            happened.OrganizationReopened,
        ),
        revised,
    )
    """Events that another record, changed at the same moment, could contradict."""

    def registers(self, actor: Actor) -> bool:
        """Somebody who may enter an organisation there, or might have."""
        case = self.model.case
        if case is not None and case.history:
            return self.keeps(actor)
        return _keeps_all(actor) or (_acts_for_body(actor) and self._places_within_reach(actor))

    def keeps(self, actor: Actor) -> bool:
        """A supervisor of the anti-corruption body, or somebody of a body strictly above."""
        case = self.model.case
        if _keeps_all(actor):
            return True
        above = self.model.register.ancestors(case.organization, NOW) if case else ()
        return _acts_for_body(actor) and actor.organization in above and self._places_within_reach(actor)

    def keeps_details(self, actor: Actor) -> bool:
        """The same, and somebody of the organisation itself."""
        return self.keeps(actor) or (_acts_for_body(actor) and self._own(actor))

    def describes(self, actor: Actor) -> bool:
        """The same, but the organisation itself cannot change its region."""
        return self.keeps(actor) or (self.keeps_details(actor) and self._region_stays)

    def why_not(self, action: str) -> Text | None:
        """Say who changes the region, to those who do not."""
        if action != "describe" or self._region_stays:
            return None
        return msg("The region is changed by the bodies above and the supervisors.")

    @property
    def _region_stays(self) -> bool:
        """Whether the command, if one is being carried out, names the region that the organisation has on that day."""
        case, command = self.model.case, self.model.command
        if case is None or command is None:
            return True
        fields = _fields(command.data)
        details = case.facts.details.at(_day(fields.get("since")) or NOW)
        return details is None or fields.get("region") in {None, details.region}

    def approves_access(self, actor: Actor) -> bool:
        """The head of the organisation, or of a body above it; nobody by the role of a supervisor."""
        case = self.model.case
        if case is None or actor.role is not Role.SIGNATORY or actor.post not in _HEADS:
            return False
        return self.model.register.within(case.organization, actor.organization, NOW)

    def _places_within_reach(self, actor: Actor) -> bool:
        """Whether the command, if one is being carried out, leaves the organisation below the actor's own."""
        if self.model.command is None:
            return True
        fields = _fields(self.model.command.data)
        above = [fields[name] for name in ("parent", "supervisor") if fields.get(name) is not None]
        new = self.model.case is not None and not self.model.case.history
        if fields.get("type") in ROOTS or (new and not above):
            return False
        return all(self.model.register.within(str(code), actor.organization, NOW) for code in above)


_HEADS = frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM})


def _keeps_all(actor: Actor) -> bool:
    return actor.role in {Role.SUPERVISOR, Role.SYSTEM}


def _acts_for_body(actor: Actor) -> bool:
    return actor.role in {Role.OFFICER, Role.SIGNATORY} and bool(actor.organization)


def _day(value: Any) -> date | None:
    """Give the day that a field of an unchecked payload names, None if it names none."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _fields(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the payload, of a correction that of the entry it corrects."""
    inner = data.get("data")
    return inner if isinstance(inner, dict) else data
