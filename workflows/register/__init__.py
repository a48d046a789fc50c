"""The register: who exists, who stands above whom, who holds which post, on any date."""

from workflows.register.register import EMPTY, Register

__all__ = ["EMPTY", "Register"]
