"""Guards that any kind of work may have: who somebody is to the body whose case it is."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from events.clearance import Clearance
from workflows import signing
from workflows.actor import Actor, Role
from workflows.case import Case
from workflows.signatories import Paper, accepted

if TYPE_CHECKING:
    from workflows.seat import Seat

NOW = date.max - timedelta(days=1)
"""The register as it stands, for guards: nothing in it lies in the future, and what has no end ends on the last day there is."""


class Guards:
    """Asked of the machine in whose seat the case is."""

    if TYPE_CHECKING:  # an annotation at run time would hide the library's own attribute
        model: Seat

    def officer(self, actor: Actor) -> bool:
        """An official of the body whose case it is."""
        return actor.role in {Role.OFFICER, Role.SIGNATORY} and self._own(actor)

    def signatory(self, actor: Actor) -> bool:
        """Somebody who signs acts of the head there (see `signatories`)."""
        return self._signs(actor, Paper.HEADS_ACT)

    def system(self, actor: Actor) -> bool:
        """The service itself."""
        return actor.role is Role.SYSTEM

    def cleared(self, actor: Actor, clearance: str) -> bool:
        """Whether an actor stands on the list of those who may see what needs a clearance; nobody does by role."""
        case = self.model.case
        return case is not None and (
            actor.role is Role.SYSTEM
            or self.model.register.is_cleared(actor.person, Clearance(clearance), case.organization, NOW)
        )

    def planner(self, actor: Actor) -> bool:
        """Whoever gives the body its work: the service, the body, one above it, the anti-corruption body's supervisors."""
        if actor.role in {Role.SYSTEM, Role.SUPERVISOR}:
            return True
        case = self.model.case
        if case is None or actor.role not in {Role.OFFICER, Role.SIGNATORY}:
            return False
        return self.model.register.within(case.organization, actor.organization, NOW)

    def extends(self, actor: Actor) -> bool:
        """Whoever may give more time: the supervisors, a body above; never those who do the work, or do it for the body."""
        case = self.model.case
        if case is None or actor.organization == case.organization or not self._may_see(actor, case):
            return False
        if actor.role is Role.SUPERVISOR:
            return True
        register = self.model.register
        return (
            actor.role in {Role.OFFICER, Role.SIGNATORY}
            and actor.organization in register.ancestors(case.organization, NOW)
            and actor.organization != register.uploader(case.organization, NOW)
        )

    def names_responsible(self, actor: Actor) -> bool:
        """Whoever gives out the work there: the body's own officials, those of a body above, supervisors."""
        case = self.model.case
        return actor.role is not Role.SYSTEM and self.planner(actor) and case is not None and self._may_see(actor, case)

    def _may_see(self, actor: Actor, case: Case) -> bool:
        """Whether a case is not sealed, or the actor is cleared for it."""
        clearance = case.facts.clearance
        return not clearance or self.cleared(actor, clearance)

    def _signs(self, actor: Actor, paper: Paper) -> bool:
        case, register = self.model.case, self.model.register
        if case is None or actor.role is not Role.SIGNATORY or actor.post is None:
            return False
        known = register.organization(case.organization) is not None
        posts = (
            signing.posts(paper, case.organization, NOW, register)
            if known
            else accepted(paper, actor.organization_type)
        )
        return actor.post in posts and actor.organization in signing.bodies(
            case.organization, actor.post, NOW, register
        )

    def _own(self, actor: Actor) -> bool:
        case = self.model.case
        return case is not None and actor.organization == case.organization
