"""Policies for tests."""

from typing import Any

import msgspec

from events.alert_policy import AlertRules
from workflows.alert_policy import Version, packaged


def rules(**changes: Any) -> dict[str, Any]:
    """Give the packaged policy as it is sent, with changes."""
    sent: dict[str, Any] = msgspec.to_builtins(packaged().rules)
    return sent | changes


def version(**changes: Any) -> Version:
    """Give a version with the packaged policy, with changes."""
    return Version(2, packaged().since, msgspec.convert(rules(**changes), AlertRules))
