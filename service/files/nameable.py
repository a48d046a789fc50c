"""Which of an organisation's files somebody may name as evidence: what they sent, and what stands in a case that they may see.

What is kept for others is to them as if it were not there: a hash that somebody knows tells nobody whether the file is kept, for a
sealed case perhaps.
"""

from collections.abc import Collection, Iterable, Sequence

from events.case import as_known
from events.clearance import Clearance
from events.event import CaseEvent
from events.store.reader import last_position
from projections.named_files import NamedFile, naming
from service.files.evidence import evidence
from service.files.files import Files
from service.freshness import reached
from service.recall import Recall
from workflows.actor import Role
from workflows.case import Case
from workflows.seat import Command


async def nameable(
    files: Files, recall: Recall, case: Case, command: Command, hashes: Collection[str]
) -> frozenset[str]:
    """Give those of some files, by SHA-256, that whoever commands may name in a case."""
    organization, actor = case.organization, command.actor
    known = frozenset(await files.all_known(organization, hashes))
    if actor.role is Role.SYSTEM:
        return known
    named = _named_by(case.history[: case.version - len(case.pending_events)])
    may = known & (named | frozenset(await files.sent(organization, known, actor.id)))
    if left := known - may:
        may |= await _elsewhere(recall, organization, command, left)
    if left := known - may:  # the read model may not know yet who names it
        async with recall.pool.connection() as conn:
            position = await last_position(conn, recall.log)
        await reached(recall.pool, recall.log, position)
        may |= await _elsewhere(recall, organization, command, left)
    return may


async def _elsewhere(recall: Recall, organization: str, command: Command, hashes: frozenset[str]) -> frozenset[str]:
    """Give those that stand as evidence in a case of the organisation which the caller may see."""
    async with recall.pool.connection() as conn:
        cases = await naming(conn, organization, list(hashes))
    return frozenset([sha256 for sha256 in hashes if await _stands_in_one(recall, cases[sha256], sha256, command)])


async def _stands_in_one(recall: Recall, cases: Iterable[NamedFile], sha256: str, command: Command) -> bool:
    """Whether one of some cases names the file where evidence is named: a hash in other words proves nothing."""
    for one in sorted(cases, key=lambda case: (case.clearance, case.case_id)):
        if _sees(one, command) and sha256 in _named_by((await recall.recall(one.case_id)).history):
            return True
    return False


def _sees(case: NamedFile, command: Command) -> bool:
    """Whether a case of the organisation, in which somebody acts, is open to them, or they are cleared for it."""
    person, today = command.actor.person, command.today
    return not case.clearance or command.register.is_cleared(
        person, Clearance(case.clearance), case.organization, today
    )


def _named_by(history: Sequence[CaseEvent]) -> frozenset[str]:
    """Give the files that events name, or named before they were corrected."""
    return frozenset(sha256 for event in (*history, *as_known(history)) for sha256 in evidence(event))
