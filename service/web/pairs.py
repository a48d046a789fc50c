"""The page of the pairs of a reconciliation: both rows side by side with the rule by which they are one fact, by rule, page by page."""

import asyncio
from dataclasses import dataclass

from starlette.responses import Response

from events.reconciliation import OwnRow, RegistryRow
from projections.page import whole
from service.reconciliation import upload
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from service.web.watching import case_seen
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.reconciliation.pairs import ListedPair, pairs
from workflows.reconciliation.stages import MatchRule

SHOWN = 50
"""Pairs on a page."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A pair with its rows as the lists have them."""

    listed: ListedPair
    own: OwnRow
    registry: RegistryRow


async def pairs_page(visitor: Visitor) -> Response:
    """Show the pairs, of one rule if it is named."""
    case, _ = await case_seen(visitor)
    upload.check_kind(case)
    facts: ReconciliationFacts = case.facts
    every = await asyncio.to_thread(
        lambda: list(pairs(facts))
    )  # not on the event loop: thousands of rows take a second
    rule, start = visitor.query("rule") or "", whole(visitor.query("from") or "") or 0
    found = [one for one in every if rule in {"", one.pair.rule}]
    start = start if start < len(found) else 0
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {case.organization})
    return render(
        visitor,
        "pairs.html",
        case=case,
        names=names,
        pairs=[_beside(facts, one) for one in found[start : start + SHOWN]],
        number=len(found),
        further=start + SHOWN if start + SHOWN < len(found) else 0,
        rule=rule,
        rules=[
            (one.value, visitor.t.code("MatchRule", one))
            for one in MatchRule
            if one in {each.pair.rule for each in every}
        ],
    )


def _beside(facts: ReconciliationFacts, listed: ListedPair) -> Beside:
    pair = listed.pair
    return Beside(listed, facts.lists.own[pair.own.code], facts.lists.registry[pair.registry.code])
