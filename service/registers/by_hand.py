"""The adapter for registers that the service cannot reach: a person looks, and enters who, when, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.hiring_check import CandidateAnswer, HiringCandidate, LookupRegister
from service.registers.offence_register import OffenceRegisters


@dataclass(frozen=True, slots=True)
class ByHand:
    """A register in which a person looks."""

    kind: LookupRegister
    answers_itself: bool = False

    async def ask(self, candidates: Sequence[HiringCandidate]) -> Sequence[CandidateAnswer]:  # noqa: ARG002 - part of the port
        """Know nothing: the answers are entered by whoever looked."""
        return ()


def by_hand() -> OffenceRegisters:
    """Give all registers of the Instruction, each looked up by hand."""
    return {kind: ByHand(kind) for kind in LookupRegister}
