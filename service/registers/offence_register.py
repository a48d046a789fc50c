"""The port: what the service asks of a register of offences, whoever answers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from events.hiring_check import CandidateAnswer, HiringCandidate, LookupRegister


class OffenceRegister(Protocol):
    """A register of offences."""

    @property
    def kind(self) -> LookupRegister:
        """Which of the registers that the Instruction names it is."""
        ...

    @property
    def answers_itself(self) -> bool:
        """Whether the service is answered; else a person looks there and enters what was answered."""
        ...

    async def ask(self, candidates: Sequence[HiringCandidate]) -> Sequence[CandidateAnswer]:
        """Give what the register says of candidates, nothing for those of whom it says nothing.

        It is proposed to whoever records the look-up: nothing is recorded by itself.
        """
        ...


OffenceRegisters = Mapping[LookupRegister, OffenceRegister]
"""The registers there are, by kind."""
