"""The lists that figures lead to: what they count, and nothing else."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

COUNTED = ("true",)
"""As lists are asked for what figures count: nothing of sealed cases, whoever reads them (`projections.cleared.Cleared.unless`)."""


def listed(standing: str, **asked: Any) -> str:
    """Give the address of the list of the terms that a figure counts: the binding ones unless another `strength` is asked for, None for any."""
    return terms(standing, **asked, counted="true")


def terms(standing: str, **asked: Any) -> str:
    """Give the address of a list of terms, with all that the reader may see of them."""
    return _address("/deadlines", {"standing": standing, "strength": "hard"} | asked)


def cases_listed(**asked: Any) -> str:
    """Give the address of the list of the cases that a figure counts."""
    return _address("/cases", asked | {"counted": "true"})


def owed_listed(year: int, **asked: Any) -> str:
    """Give the address of the list of what a year's plan owes, whether it is made or not."""
    return _address(f"/owed/{year}", asked)


def _address(path: str, asked: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value is not None})}"
