"""The recurring work of a service: which chores there are, and when each is done."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from service.alerts.announcing import Announcing
from service.alerts.telling import Telling
from service.chores import Chore
from service.consistency.links import links_of
from service.endings import Endings
from service.housekeeping import Housekeeping
from service.planning_ahead import PlanningAhead
from service.recalculation import Recalculation
from service.sweep import Sweep

if TYPE_CHECKING:
    from service.wiring import Service


def chores_of(service: "Service") -> Iterator[Chore]:
    """Give the chores of a service."""
    clock = service.clock
    yield Chore("deadlines", Sweep(service.cases, clock), every=5)
    yield Chore("calendar", Recalculation(service.cases, service.pool, clock), every=10)
    telling = Telling(service.cases, clock, service.access)
    yield Chore("telling", telling.tell_due, every=10)
    yield Chore("announcing", Announcing(service.cases, clock, service.access), every=10)
    yield Chore("delivery", replace(service.delivering, tell=telling.tell_due).deliver_due, every=2)
    yield Chore("endings", Endings(service.plans), every=10, by_the_clock=False)
    yield Chore("exports", service.exports.clear, every=3600, by_the_clock=False)
    kept = service.settings.keep_webhook_days, service.settings.keep_told_years
    yield Chore("housekeeping", Housekeeping(service.pool, clock, *kept), at="15 3 * * *")
    if service.settings.link_hosts:
        yield Chore("links", links_of(service, clock), every=60)
    if service.settings.plan_ahead:
        yield Chore("plan_ahead", PlanningAhead(service.plans, clock), at="45 3 * * *")
