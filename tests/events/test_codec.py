"""Stored forms of events, the earlier ones too."""

import json
import uuid
from datetime import date

from events.codec import decode, encode
from events.event import Envelope
from events.organization import OrganizationRegistered, OrganizationType

OLD = {
    "originator_id": str(uuid.UUID(int=1)), "originator_version": 1, "timestamp": "2023-01-02T20:30:00Z",
    "envelope": {"actor": "system", "role": "system", "command_id": str(uuid.UUID(int=2))},
    "code": "almaty-region.education", "type": "UPR", "region": "KZ-19", "parent": "almaty-region",
    "name_ru": "Управление образования", "name_kk": "Білім басқармасы", "name_en": "Department of Education",
}  # fmt: skip
"""An entry of the register as it was stored before the register was dated: half past one at night in Almaty."""


def test_an_early_entry_of_the_register_is_read() -> None:
    """An entry without dates holds since the Kazakh day on which it was made; it has no BIN and site, and an account."""
    event = decode("organization.registered", json.dumps(OLD).encode())
    assert isinstance(event, OrganizationRegistered)
    assert (event.since, event.occurred_on) == (date(2023, 1, 3), date(2023, 1, 3))
    assert (event.organization, event.source, event.state) == ("almaty-region.education", "new", "active")
    assert (event.bin, event.site, event.account, event.remarks) == (None, None, True, ())
    assert (event.parent, event.type) == ("almaty-region", OrganizationType.UPR)
    assert event.envelope == Envelope("system", "system", uuid.UUID(int=2))


def test_a_present_entry_is_what_was_stored() -> None:
    """Reading what is written now changes nothing, whatever forms there were before."""
    event = decode("organization.registered", json.dumps(OLD | {"parent": "x"}).encode())
    stored = encode(event)
    assert decode(stored.topic, stored.state) == event
    dated = json.loads(stored.state) | {"since": "2020-05-05", "account": False}
    read = decode(stored.topic, json.dumps(dated).encode())
    assert isinstance(read, OrganizationRegistered)
    assert (read.since, read.account) == (date(2020, 5, 5), False)
