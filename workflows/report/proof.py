"""The mark by which the service knows the forms that it filled in itself: nobody else can enter one."""

import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from events.sealing import seal_in_use

_MARK = "proof"


def proof(organization: str, data: Mapping[str, Any]) -> str:
    """Give the mark of what an event is to say (JSON values) of a body's report, whatever it says of the mark itself."""
    said = {name: value for name, value in sorted(data.items()) if name != _MARK and value is not None}
    return seal_in_use().blinded(f"report\n{organization}\n{msgspec.json.encode(said).decode()}")


def is_proved(organization: str, data: Mapping[str, Any]) -> bool:
    """Whether data carry the mark that the service gave them."""
    return hmac.compare_digest(str(data.get(_MARK, "")), proof(organization, data))
