"""Accounts, log-ins, sessions and tokens."""

import time
from collections.abc import AsyncIterator
from datetime import date, timedelta

import psycopg
import pytest
from psycopg.errors import CheckViolation
from psycopg.sql import SQL, Identifier
from psycopg_pool import AsyncConnectionPool

from service.access import Access, AccessError, Account, TooManyAttempts
from service.clock import FixedClock
from service.register import FreshRegister
from workflows.actor import Post, Role

PASSWORD = "верный пароль 1"


@pytest.fixture
async def access(database_url: str) -> AsyncIterator[Access]:
    async with AsyncConnectionPool(database_url, open=False, kwargs={"autocommit": True}) as pool:
        yield Access(pool, FreshRegister(pool), FixedClock.at(date(2024, 2, 12)))


async def _officer(access: Access, login: str = "aigul", *, demo: bool = False) -> Account:
    return await access.create(login, "Айгүл", Role.OFFICER, organization="body", password=PASSWORD, demo=demo)


def _clock(access: Access) -> FixedClock:
    assert isinstance(access.clock, FixedClock)
    return access.clock


async def test_right_password_opens_a_session(access: Access) -> None:
    """Who knows the password gets a session that stands for the account; letter case of the login does not matter."""
    account = await _officer(access)
    secret = await access.login(" AIGUL ", PASSWORD)
    assert secret is not None
    assert await access.session(secret) == account


@pytest.mark.parametrize(
    ("login", "password"), [("aigul", "wrong password"), ("nobody", PASSWORD), ("aigul", ""), ("a\0b", PASSWORD)]
)
async def test_wrong_login_or_password_opens_nothing(access: Access, login: str, password: str) -> None:
    """A wrong password and an unknown login are answered alike."""
    await _officer(access)
    assert await access.login(login, password) is None


async def test_passwords_and_secrets_are_not_stored(access: Access, database_url: str) -> None:
    """The database holds an argon2 hash and digests: nobody can log in with what stands there."""
    account = await _officer(access)
    session, token = await access.login("aigul", PASSWORD), await access.issue_token(account, "system")
    with psycopg.connect(database_url) as conn:
        stored = [
            conn.execute(SQL("SELECT t::text FROM {} t").format(Identifier("access", table))).fetchall()
            for table in ("accounts", "sessions", "tokens")
        ]
    text = str(stored)
    assert "$argon2id$" in text
    assert not any(secret in text for secret in (PASSWORD, session or "", token, token.removeprefix("tbn4_")))


async def test_guessing_is_stopped_for_a_while(access: Access) -> None:
    """After five wrong passwords from one address even the right one must wait; other addresses need not, and time heals."""
    await _officer(access)
    for _ in range(5):
        assert await access.login("aigul", "wrong password", "10.0.0.1") is None
    with pytest.raises(TooManyAttempts) as refused:
        await access.login("aigul", PASSWORD, "10.0.0.1")
    assert 0 < refused.value.retry_after <= 15 * 60
    assert await access.login("aigul", PASSWORD, "10.0.0.2") is not None
    _clock(access).advance(timedelta(minutes=15))
    assert await access.login("aigul", PASSWORD, "10.0.0.1") is not None


async def test_one_address_cannot_try_many_logins(access: Access) -> None:
    """Thirty failures from one address stop it for every login."""
    for number in range(30):
        assert await access.login(f"login-{number}", "wrong password", "10.0.0.1") is None
    with pytest.raises(TooManyAttempts):
        await access.login("another", PASSWORD, "10.0.0.1")


async def test_logging_in_does_not_use_up_attempts(access: Access) -> None:
    """Whoever logs in rightly, however often, is never stopped."""
    await _officer(access)
    for _ in range(35):
        assert await access.login("aigul", PASSWORD, "10.0.0.1") is not None


async def test_sessions_end(access: Access) -> None:
    """A session ends by logging out, and by itself after twelve hours."""
    await _officer(access)
    left, kept = await access.login("aigul", PASSWORD), await access.login("aigul", PASSWORD)
    assert left
    assert kept
    await access.logout(left)
    assert await access.session(left) is None
    _clock(access).advance(timedelta(hours=12))
    access._known.clear()
    assert await access.session(kept) is None


async def test_token_works_until_it_expires_or_is_revoked(access: Access) -> None:
    """A token stands for its account while it is valid."""
    account = await _officer(access)
    expiring = await access.issue_token(account, "short", access.clock.now() + timedelta(days=1))
    revoked = await access.issue_token(account, "revoked")
    assert await access.token(expiring) == await access.token(revoked) == account
    [token] = [token for token in await access.tokens("aigul") if token.title == "revoked"]
    await access.revoke(token.id)
    assert await access.token(revoked) is None
    _clock(access).advance(timedelta(days=1))
    access._known.clear()
    assert await access.token(expiring) is None
    with pytest.raises(AccessError):
        await access.revoke(token.id)


async def test_revocation_by_another_process_is_noticed(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a token is trusted for seconds only."""
    account = await _officer(access)
    secret = await access.issue_token(account, "system")
    assert await access.token(secret) == account
    elsewhere = Access(access.pool, access.registry, access.clock)
    [token] = await elsewhere.tokens()
    await elsewhere.revoke(token.id)
    later = time.monotonic() + 5.1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert await access.token(secret) is None


async def test_demonstration_accounts_stay_in_the_demonstration(access: Access) -> None:
    """Outside the demonstration its accounts have no log-in, no session and no token."""
    account = await _officer(access, demo=True)
    demonstration = Access(access.pool, access.registry, access.clock, demo=True)
    session, token = await demonstration.login("aigul", PASSWORD), await access.issue_token(account, "t")
    assert session
    assert await demonstration.session(session) == await demonstration.token(token) == account
    assert await access.login("aigul", PASSWORD) is None
    assert await access.session(session) is None
    assert await access.token(token) is None


async def test_disabled_account_is_shut_out_at_once(access: Access) -> None:
    """Disabling an account ends its sessions and tokens with it."""
    account = await _officer(access)
    session, token = await access.login("aigul", PASSWORD), await access.issue_token(account, "t")
    await access.disable("aigul")
    assert session
    assert await access.session(session) is None
    assert await access.token(token) is None
    assert await access.login("aigul", PASSWORD) is None


@pytest.mark.parametrize(
    ("role", "organization", "post", "password", "reason"),
    [
        (Role.OFFICER, "", None, PASSWORD, "belong to an organisation"),
        (Role.SIGNATORY, "body", None, PASSWORD, "holds a post"),
        (Role.OFFICER, "body", Post.FIRST_HEAD, PASSWORD, "only a signatory"),
        (Role.SYSTEM, "body", None, PASSWORD, "the role is"),
        (Role.OFFICER, "body", None, "short", "10 to 200"),
    ],
)
async def test_impossible_accounts_are_refused(
    access: Access, role: Role, organization: str, post: Post | None, password: str, reason: str
) -> None:
    """An account that could not work is not made, and the message says why."""
    with pytest.raises(AccessError, match=reason):
        await access.create("aigul", "Айгүл", role, organization=organization, post=post, password=password)
    assert await access.accounts() == []


async def test_a_signatorys_post_may_be_left_to_the_register(access: Access) -> None:
    """Whoever names the person need not name the post; the organisation is needed all the same, by the database too."""
    made = await access.create("aigul", "Айгүл", Role.SIGNATORY, organization="body", person="p-1")
    assert (made.post, (await access.account("aigul")).person) == (None, "p-1")
    async with access.pool.connection() as conn:
        with pytest.raises(CheckViolation):
            await conn.execute("UPDATE access.accounts SET organization = ''")
        with pytest.raises(CheckViolation):
            await conn.execute("UPDATE access.accounts SET person = ''")


async def test_login_belongs_to_one_account(access: Access) -> None:
    """A login that exists, in whatever letter case, is not given twice."""
    await _officer(access)
    with pytest.raises(AccessError, match="already"):
        await _officer(access, "Aigul")
