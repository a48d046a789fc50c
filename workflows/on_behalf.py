"""Work for a body without an account, done by that which uploads for it (RU-U1 to RU-U3, l.51, l.57)."""

from workflows.actor import Actor, Role
from workflows.machine import NOW, Workflow


class OnBehalf(Workflow):
    """A workflow in which the body that uploads for another also does what that one's officials do; the event says for whom."""

    def officer(self, actor: Actor) -> bool:
        """An official of the body, or of the one that uploads for it because it has no account."""
        own = super().officer(actor)
        return own or (actor.role in {Role.OFFICER, Role.SIGNATORY} and self._acts_for_it(actor))

    def _acts_for_it(self, actor: Actor) -> bool:
        case = self.model.case
        if case is None or actor.organization in {"", case.organization}:
            return False
        return actor.organization == self.model.register.uploader(case.organization, NOW)
