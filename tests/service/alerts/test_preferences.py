"""Where people get mail: an address counts once it is confirmed, or an administrator has set it."""

import re
from datetime import timedelta

import pytest

from service.alerts.preferences import CODE_LASTS, MOST_ASKED
from tests.service.alerts.receivers import Mailbox
from tests.service.alerts.sending import Sending
from workflows.refusals import Invalid


def _code(box: Mailbox) -> str:
    body = box.mails[-1].get_body(("plain",))
    assert body is not None
    [code] = re.findall(r"\b\d{8}\b", body.get_content())
    return str(code)


async def test_an_address_counts_once_its_owner_sends_the_code_back(service: Sending, box: Mailbox) -> None:
    """The code goes to the new address; until it comes back mail goes where it went before."""
    preferences, reader = service.service.preferences, await service.owner()
    await preferences.ask_address(reader.id, "new@example.kz")
    assert (await preferences.of(reader.id)).address == ""
    assert await service.sent() == 1
    assert box.recipients == ["new@example.kz"]
    with pytest.raises(Invalid):
        await preferences.confirm(reader.id, "1" + _code(box)[1:] if _code(box)[0] != "1" else "2" + _code(box)[1:])
    await preferences.confirm(reader.id, f" {_code(box)} ")
    found = await preferences.of(reader.id)
    assert (found.address, found.set_by, found.asked_address) == ("new@example.kz", "owner", "")
    with pytest.raises(Invalid):
        await preferences.confirm(reader.id, _code(box))


async def test_codes_cannot_be_tried_out(service: Sending, box: Mailbox) -> None:
    """After five wrong codes the right one does not count either, nor does it after an hour."""
    preferences, reader = service.service.preferences, await service.owner()
    await preferences.ask_address(reader.id, "new@example.kz")
    await service.sent()
    for _ in range(5):
        with pytest.raises(Invalid):
            await preferences.confirm(reader.id, "wrong")
    with pytest.raises(Invalid):
        await preferences.confirm(reader.id, _code(box))
    service.clock.advance(timedelta(seconds=1))
    await preferences.ask_address(reader.id, "new@example.kz")
    await service.sent()
    assert len(box.mails) == 2
    service.clock.advance(CODE_LASTS)
    with pytest.raises(Invalid):
        await preferences.confirm(reader.id, _code(box))


async def test_what_an_administrator_sets_counts_at_once(service: Sending) -> None:
    """An administrator sets an address, and takes it away."""
    preferences, reader = service.service.preferences, await service.owner()
    await preferences.set_address(reader.id, "aigul@example.kz")
    assert (await preferences.of(reader.id)).set_by == "administrator"
    await preferences.choose(reader.id, mail=False)
    await preferences.set_address(reader.id, "")
    found = await preferences.of(reader.id)
    assert (found.address, found.mail) == ("", False)


@pytest.mark.parametrize(
    "address",
    ["", "aigul", "a@b", "a b@example.kz", "a@example.kz\r\nBcc: x@y.kz", "<a@example.kz>", "a@" + "x" * 300 + ".kz"],
)
async def test_what_is_no_address_is_refused(service: Sending, address: str) -> None:
    """Nothing that could be more than one address, or a header, is taken for one."""
    reader = await service.owner()
    with pytest.raises(Invalid):
        await service.service.preferences.ask_address(reader.id, address)


async def test_nobody_has_others_flooded_with_codes(service: Sending, box: Mailbox) -> None:
    """Three codes an hour are mailed for an account, whoever's the addresses; of those that wait the last alone goes."""
    preferences, reader = service.service.preferences, await service.owner()
    for number in range(MOST_ASKED):
        await preferences.ask_address(reader.id, f"victim{number}@example.kz")
    with pytest.raises(Invalid):
        await preferences.ask_address(reader.id, "victim@example.kz")
    assert await service.sent() == 1
    assert box.recipients == [f"victim{MOST_ASKED - 1}@example.kz"]
    service.clock.advance(timedelta(minutes=61))
    await preferences.ask_address(reader.id, "victim@example.kz")
    assert await service.sent() == 1
