"""Digests reach a real mail server on the loopback: one a person, once, as they should read."""

import ssl
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from service.alerts import Capacity, Kind
from service.alerts.hours import Hours
from service.alerts.mail.carrier import SCHEDULE
from service.alerts.mail.server import MailServer, Tls
from tests.service.alerts.certificates import certified
from tests.service.alerts.made import NOON, notice
from tests.service.alerts.receivers import Mailbox, mailbox
from tests.service.alerts.sending import ALWAYS, SITE, Sending, plain, sending

SOON = timedelta(minutes=3)


def _texts(mail: EmailMessage) -> tuple[str, str]:
    """Give the two bodies of a mail as the stdlib's parser reads them."""
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    return text.get_content(), page.get_content()


async def test_one_digest_a_person_names_each_case(service: Sending, box: Mailbox) -> None:
    """Several notices to one person are one mail, and to another another; each case is named, with why, how late, and a link."""
    reader, other = await service.reader(), await service.reader("other@example.kz")
    late = notice(reader.id, key="D08", due=date(2024, 2, 27), kind=Kind.OVERDUE, days=-3, capacity=Capacity.SUPERIOR)
    await service.told(notice(reader.id), late, notice(other.id))
    assert await service.sent() == 2
    assert await service.sent() == 0
    [mail] = [one for one in box.mails if one["To"] == "aigul@example.kz"]
    assert len(box.mails) == 2
    text, page = _texts(mail)
    for body in (text, page):
        assert body.count(f"{SITE}/cases/{late.case_id}") >= 2
        assert "Здравствуйте, Айгүл!" in body or "Good day, Айгүл!" in body
        assert body.index("27") < body.index("6 марта 2024")
    assert page.count("<li") == 2
    assert "<script" not in page
    assert mail["Content-Language"] == "ru"
    assert await service.results() == [("sent", 250)] * 2


async def test_the_mail_says_its_id_once_and_how_to_end_it(service: Sending, box: Mailbox) -> None:
    """A mail has a Message-ID made of what it carries, and says how to refuse it, but a mandatory one cannot be refused."""
    reader, other = await service.reader(), await service.reader("other@example.kz")
    await service.told(notice(reader.id), notice(other.id, mandatory=True))
    await service.sent()
    by_address = {mail["To"]: mail for mail in box.mails}
    [[delivery]] = await service.rows("SELECT id FROM alerts.deliveries WHERE account = %s", reader.id)
    assert by_address["aigul@example.kz"]["Message-ID"] == f"<{delivery}@example.kz>"
    assert by_address["aigul@example.kz"]["List-Unsubscribe"].startswith(f"<{SITE}/unsubscribe/")
    assert by_address["other@example.kz"]["List-Unsubscribe"] is None


async def test_a_sealed_case_is_named_by_its_number_alone(service: Sending, box: Mailbox) -> None:
    """Of a sealed case nothing leaves the service but that there is one, and only to whom it may be shown."""
    reader = await service.reader()
    secret = notice(reader.id, clearance="C4", organization="secret-body", subtask="2.1.1", rule="S211", reason="")
    await service.told(secret)
    assert await service.sent() == 0
    assert await service.states() == ["withdrawn"]
    assert not box.mails


async def test_whoever_wants_no_mail_gets_what_is_mandatory_alone(service: Sending, box: Mailbox) -> None:
    """Without mail there is no mail, but what is mandatory comes, and nothing else with it."""
    reader = await service.reader()
    await service.service.preferences.choose(reader.id, mail=False)
    await service.told(notice(reader.id))
    assert await service.sent() == 0
    await service.told(notice(reader.id, days=1, mandatory=True))
    assert await service.sent() == 1
    [mail] = box.mails
    assert _texts(mail)[1].count("<li") == 1


async def test_whoever_switches_mail_off_before_it_goes_gets_none(service: Sending, box: Mailbox) -> None:
    """What was put in line while mail was wanted does not go when it is not."""
    reader = await service.reader()
    await service.told(notice(reader.id))
    await service.service.preferences.choose(reader.id, mail=False)
    assert await service.sent() == 0
    assert (await service.states(), box.mails) == (["withdrawn"], [])


async def test_no_address_no_mail(service: Sending, box: Mailbox) -> None:
    """Nothing is put in line for an account without an address."""
    reader = await service.owner()
    await service.told(notice(reader.id))
    assert await service.states() == []


async def test_a_digest_gathers_until_its_time(database_url: str, box: Mailbox) -> None:
    """Nothing goes before the time of the digest, in quiet hours or on days off; the day's second digest waits a day."""
    hours = Hours(time(9), time(20), time(8), lambda day: day.weekday() < 5)
    friday = datetime(2024, 3, 1, 2, tzinfo=UTC)  # 7 in the morning in Kazakhstan
    async with sending(database_url, mail=plain(box.port), now=friday, hours=hours) as service:
        reader = await service.reader()
        await service.told(notice(reader.id, made_at=friday), hours=hours)
        assert await service.sent() == 0
        service.clock.travel(date(2024, 3, 1), 8, 30)
        await service.told(notice(reader.id, days=2, made_at=service.clock.now()), hours=hours)
        assert await service.sent() == 0
        service.clock.travel(date(2024, 3, 1), 9)
        assert await service.sent() == 1
        service.clock.travel(date(2024, 3, 1), 14)
        await service.told(notice(reader.id, days=1, made_at=service.clock.now()), hours=hours)
        service.clock.travel(date(2024, 3, 2), 12)
        assert await service.sent() == 0
        service.clock.travel(date(2024, 3, 4), 9)
        assert await service.sent() == 1
        service.clock.travel(date(2024, 3, 4), 15)
        asked = notice(
            reader.id, kind=Kind.ASKED, reason="Срочно", asked_by=str(reader.id), made_at=service.clock.now()
        )
        await service.told(asked, hours=hours)
        assert await service.sent() == 1
        service.clock.travel(date(2024, 3, 4), 21)
        await service.told(notice(reader.id, kind=Kind.TODAY, days=0, made_at=service.clock.now()), hours=hours)
        assert await service.sent() == 0
    assert len(box.mails) == 3
    assert "Срочно" in _texts(box.mails[2])[0]


@pytest.mark.parametrize("answer", ["451 try later", "reset", "hang"])
async def test_what_may_pass_is_tried_again_under_the_same_id(service: Sending, box: Mailbox, answer: str) -> None:
    """After a temporary refusal, a reset or silence the same mail is sent again, so that one that had come is known."""
    reader = await service.reader()
    box.answers = [answer, answer]
    await service.told(notice(reader.id))
    assert await service.sent() == 0
    assert await service.sent() == 0  # not before its time
    assert len(box.mails) == 1
    service.clock.advance(SOON)
    assert await service.sent() == 0
    service.clock.advance(SCHEDULE[1] * 1.1)
    assert await service.sent() == 1
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    assert len({_texts(mail) for mail in box.mails}) == 1
    results = [result for result, _ in await service.results()]
    assert results[-1] == "sent"
    assert results[0] == {"451 try later": "failed", "reset": "broken", "hang": "timeout"}[answer]


@pytest.mark.parametrize("where", ["recipient", "mail"])
async def test_what_is_refused_for_good_is_given_up_with_the_reason(service: Sending, box: Mailbox, where: str) -> None:
    """A permanent refusal is not tried again; its code and words are kept."""
    reader = await service.reader()
    if where == "recipient":
        box.refuses = "550 no such user"
    else:
        box.answers = ["554 not wanted"]
    await service.told(notice(reader.id))
    await service.sent()
    service.clock.advance(timedelta(days=3))
    await service.sent()
    [[state, reason, attempts]] = await service.rows("SELECT state, reason, attempts FROM alerts.deliveries")
    assert (state, attempts) == ("given_up", 1)
    assert reason in {"no such user", "not wanted"}


async def test_a_server_that_is_away_is_tried_for_days_and_no_longer(database_url: str) -> None:
    """With no server there is no loss: the mail is tried by its schedule, then given up."""
    async with sending(database_url, mail=plain(1), now=NOON) as service:
        reader = await service.reader()
        await service.told(notice(reader.id))
        for pause in (*SCHEDULE, SCHEDULE[-1]):
            await service.sent()
            service.clock.advance(pause * 1.2)
        assert await service.states() == ["given_up"]
        assert await service.results() == [("no_answer", None)] * (len(SCHEDULE) + 1)


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_mail_goes_over_tls(database_url: str, tmp_path: Path, tls: Tls) -> None:
    """With STARTTLS, after a log-in, or TLS from the beginning mail is encrypted; a stranger's certificate is not trusted."""
    authority, shown = certified(tmp_path)
    login = {"user": "tbn4", "password": "secret"} if tls == "starttls" else {}
    async with mailbox(tls=shown, implicit=tls == "implicit", password=login.get("password", "")) as box:
        stranger = MailServer("localhost", box.port, tls, ssl.create_default_context(), **login, timeout=2.0)
        async with sending(database_url, mail=stranger, now=NOON) as service:
            reader = await service.reader()
            await service.told(notice(reader.id))
            assert await service.sent() == 0
            assert await service.results() == [("untrusted", None)]
            trusted = ssl.create_default_context(cafile=authority)
            service.delivering.carriers["mail"].server = MailServer(  # type: ignore[index, attr-defined]
                "localhost", box.port, tls, trusted, **login, timeout=2.0
            )
            service.clock.advance(SOON)
            assert await service.sent() == 1
    assert box.encrypted == [True]


async def test_without_starttls_nothing_is_said(database_url: str, box: Mailbox) -> None:
    """A server that offers no encryption gets neither password nor mail."""
    server = MailServer("127.0.0.1", box.port, "starttls", ssl.create_default_context(), "tbn4", "secret", timeout=2.0)
    async with sending(database_url, mail=server, now=NOON) as service:
        reader = await service.reader()
        await service.told(notice(reader.id))
        assert await service.sent() == 0
        assert await service.results() == [("untrusted", None)]
        assert await service.states() == ["waiting"]
    assert not box.mails


async def test_a_wrong_password_is_ours_to_mend_and_loses_no_mail(database_url: str, tmp_path: Path) -> None:
    """A refused log-in is no refusal of the mail, which waits until the password is right."""
    authority, shown = certified(tmp_path)
    trusted = ssl.create_default_context(cafile=authority)
    async with mailbox(tls=shown, password="secret") as box:
        server = MailServer("localhost", box.port, "starttls", trusted, "tbn4", "wrong", timeout=2.0)
        async with sending(database_url, mail=server, now=NOON) as service:
            reader = await service.reader()
            await service.told(notice(reader.id))
            await service.sent()
            assert (await service.states(), await service.results()) == (["waiting"], [("misconfigured", 535)])
    assert not box.mails


async def test_more_than_a_mail_holds_is_counted(service: Sending, box: Mailbox) -> None:
    """A digest names a hundred deadlines and counts the others."""
    reader = await service.reader()
    await service.told(*(notice(reader.id, key=f"K{n}") for n in range(103)))
    await service.sent()
    text, page = _texts(box.mails[0])
    assert page.count("<li") == 100
    assert "3" in text.rpartition("/cases/")[2]


def test_hours_know_the_night_and_days_off() -> None:
    """The next time to write is today's morning, tomorrow's after the evening, Monday's after a Friday."""
    hours = Hours(is_working=lambda day: day.weekday() < 5)
    friday = datetime(2024, 3, 1, 7, tzinfo=UTC)  # noon there
    assert hours.permits(friday)
    assert hours.next_digest(friday) == friday
    assert not hours.permits(friday.replace(hour=16))
    assert hours.next_digest(friday.replace(hour=16)) == datetime(2024, 3, 4, 4, tzinfo=UTC)
    assert hours.digest_after(friday) == datetime(2024, 3, 4, 4, tzinfo=UTC)
    assert ALWAYS.permits(friday.replace(hour=20))


async def test_a_retry_does_not_wake_anybody(database_url: str, box: Mailbox) -> None:
    """A mail that fails in the evening is tried again in the morning of the next working day."""
    hours = Hours(is_working=lambda day: day.weekday() < 5)
    friday = datetime(2024, 3, 1, 14, 59, 30, tzinfo=UTC)  # just before eight in the evening there
    box.answers = ["451 try later"]
    async with sending(database_url, mail=plain(box.port), now=friday, hours=hours) as service:
        reader = await service.reader()
        await service.told(notice(reader.id, made_at=friday), hours=hours)
        assert await service.sent() == 0
        assert await service.results() == [("failed", 451)]
        for instant, results in (
            (datetime(2024, 3, 1, 16, tzinfo=UTC), 1), (datetime(2024, 3, 3, 6, tzinfo=UTC), 1), (datetime(2024, 3, 4, 3, tzinfo=UTC), 2)
        ):  # fmt: skip
            service.clock.set(instant)
            assert await service.sent() == (results == 2)
            assert len(await service.results()) == results
