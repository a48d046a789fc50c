"""The alert policy of a log: as it stands, as it was on a day, and changing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.cases import Cases
from service.conflicts import AlreadyOpen, Stale
from service.moment import NOW, Moment
from service.recall import Result
from service.requests import Request
from workflows.actor import Actor
from workflows.alert_policy import AlertPolicy, AlertPolicyFacts, AlertPolicyWorkflow, Version
from workflows.alert_policy.case import ID
from workflows.case import Case
from workflows.refusals import Unknown


@dataclass
class Policies:
    """Keeps the policy."""

    cases: Cases

    async def case(self, moment: Moment = NOW) -> Case:
        """Give the one case as of a moment, blank while nobody had proposed anything."""
        try:
            return await (
                self.cases.get(ID) if moment.is_now else self.cases.as_of(ID, moment.known_at, moment.true_on)
            )
        except Unknown:
            return AlertPolicy.blank(ID)

    async def facts(self) -> AlertPolicyFacts:
        """Give the versions of the policy, and what is proposed."""
        facts: AlertPolicyFacts = (await self.case()).facts
        return facts

    async def in_force(self, on: date) -> Version:
        """Give the version in force on a day."""
        return (await self.facts()).in_force(on)

    async def act(
        self, action: str, data: Mapping[str, Any], actor: Actor, request: Request, expected_version: int
    ) -> Result:
        """Propose, approve or reject a policy, at the version of the case that the caller saw (0: none); raises `Refused`."""
        if expected_version:
            return await self.cases.act(ID, action, data, actor, request, expected_version)
        try:
            return await self.cases.open(AlertPolicyWorkflow.WORKFLOW, "", action, data, actor, request, ID)
        except AlreadyOpen as known:
            # There is one policy and everybody knows where: what is wrong is that another version stands.
            raise Stale(known.current) from None
