"""What a mail left out, since it was no longer true when the mail went, is told as left out, and what somebody asked by hand never is."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from projections.deadline_lists import deadlines
from service.access import Account
from service.alerts import Kind, Notice
from service.alerts.delivery import LeftOut
from service.alerts.last_told import last_told
from service.alerts.mail.contents import Carried
from service.alerts.outbox import tell
from service.alerts.review import told_of
from service.alerts.told import about_case
from service.i18n import translator
from tests.service.alerts.made import NOON, notice
from tests.service.alerts.receivers import Mailbox
from tests.service.alerts.sending import ALWAYS, outgoing, plain
from tests.service.alerts.world import BODY, World
from workflows.alert_policy import AlertPolicyFacts

DUE = date(2024, 3, 6)
LATER = NOON + timedelta(days=9)


async def _reader(country: World) -> Account:
    reader = country.people[f"officer@{BODY}"]
    await country.service.preferences.set_address(reader.id, "aigul@example.kz")
    return reader


async def _told(country: World, notices: Sequence[Notice]) -> None:
    async with country.service.pool.connection() as conn, conn.transaction():
        await tell(conn, notices, ALWAYS)


async def _sent(country: World, box: Mailbox) -> int:
    country.clock.set(NOON)
    return await outgoing(country.service, plain(box.port)).deliver_due()


async def _states(country: World, case: UUID) -> list[tuple[str, str]]:
    """Give what the log says of the mails of a case, and what came of their last attempts."""
    async with country.service.pool.connection() as conn:
        found = await about_case(conn, case)
    return [(one["state"], one["result"]) for row in found.rows for one in row.deliveries]


async def _elsewhere(country: World, case: UUID) -> tuple[list[str], list[tuple[str, str]]]:
    """Give what the review and the board say of the mails of a case."""
    async with country.service.pool.connection() as conn:
        rows = (await deadlines(conn, today=DUE, case_id=case)).rows
        told = await told_of(conn, rows)
        last = await last_told(conn, rows, AlertPolicyFacts(), LATER)
    found = [one.notice for one in last.values() if one.notice]
    mails = [one.mail for readers in told.values() for reader in readers for one in reader.notices]
    return mails, [(one.state, one.result) for one in found]


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        ({"status": "met"}, "left_out_done"),
        ({"status": "dropped"}, "left_out_ended"),
        ({"due": DUE + timedelta(days=5)}, "left_out_moved"),
    ],
)
async def test_a_notice_that_the_mail_did_not_hold(
    country: World, box: Mailbox, meanwhile: dict[str, Any], why: str
) -> None:
    """The mail of two notices went with one of them: the log, the review and the board say so of each."""
    reader = await _reader(country)
    [kept], [gone] = await country.plant(str(DUE)), await country.plant(str(DUE))
    await _told(country, [notice(reader.id, case_id=case, due=DUE, organization=BODY) for case in (kept, gone)])
    await country.change(gone, **meanwhile)
    assert await _sent(country, box) == 1
    text = box.mails[0].as_string()
    assert (str(kept) in text, str(gone) in text) == (True, False)
    assert (await _states(country, kept), await _states(country, gone)) == ([("sent", "sent")], [(why, "")])
    assert await _elsewhere(country, kept) == (["sent"], [("sent", "sent")])
    assert await _elsewhere(country, gone) == ([why], [(why, "")])


async def test_what_the_reader_does_not_want_by_mail_is_told_so(country: World, box: Mailbox) -> None:
    """Where only what is mandatory goes, the rest was in no mail."""
    reader = await _reader(country)
    [case] = await country.plant(str(DUE))
    await _told(country, [notice(reader.id, case_id=case), notice(reader.id, case_id=case, days=1, mandatory=True)])
    await country.service.preferences.choose(reader.id, mail=False)
    assert await _sent(country, box) == 1
    assert await _states(country, case) == [("sent", "sent"), ("left_out_unwanted", "")]


async def test_a_mail_that_failed_says_nothing_of_what_it_held(country: World, box: Mailbox) -> None:
    """What a mail leaves out is known when it is sent, not before."""
    reader = await _reader(country)
    [kept], [gone] = await country.plant(str(DUE)), await country.plant(str(DUE))
    await _told(country, [notice(reader.id, case_id=case) for case in (kept, gone)])
    await country.change(gone, status="met")
    box.answers = ["451 try later"]
    assert await _sent(country, box) == 0
    assert await _states(country, gone) == [("waiting", "failed")]


@pytest.mark.parametrize("meanwhile", [{"status": "met"}, {"due": DUE + timedelta(days=5)}])
async def test_a_question_asked_by_hand_is_always_in_the_mail(
    country: World, box: Mailbox, meanwhile: dict[str, Any]
) -> None:
    """Though the deadline is done or has moved, and the policy told of it afterwards: both questions, with how it stands by now."""
    reader = await _reader(country)
    [case] = await country.plant(str(DUE))
    asker = {"kind": Kind.ASKED, "asked_by": str(country.people["supervisor"].id), "mandatory": True}
    asked = [notice(reader.id, case_id=case, days=n, reason=why, **asker) for n, why in ((3, "First"), (2, "Second"))]
    await _told(country, [*asked, notice(reader.id, case_id=case, days=1)])
    await country.change(case, **meanwhile)
    assert await _sent(country, box) == 1
    body = box.mails[0].get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "First" in text
    assert "Second" in text
    assert (f"{DUE.day + 5} марта" if "due" in meanwhile else translator("ru").code("Standing", "met")) in text
    assert [state for state, _ in await _states(country, case)].count("sent") == 2


@pytest.mark.parametrize(("clearance", "reason"), [("", None), ("tax_secrecy", LeftOut.DONE)])
def test_no_mail_says_what_became_of_a_sealed_case(clearance: str, reason: LeftOut | None) -> None:
    """A question asked by hand is in the mail though the deadline is done meanwhile, which would be told of a sealed case, too."""
    asked = notice(uuid4(), kind=Kind.ASKED, clearance=clearance)
    assert Carried(**{one.name: getattr(asked, one.name) for one in fields(asked)}, status="met").left_out == reason
