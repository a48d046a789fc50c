"""Registers outside this service in which it is looked up whether a candidate committed an offence (2.4.1, l.443–445)."""

from service.registers.by_hand import ByHand, by_hand
from service.registers.offence_register import OffenceRegister, OffenceRegisters

__all__ = ["ByHand", "OffenceRegister", "OffenceRegisters", "by_hand"]
