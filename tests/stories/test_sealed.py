"""Sealed cases: whoever is not on the approved list learns nothing of them, wherever they look (l.366, l.498; C4, C6)."""

import io
import logging
import re
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import httpx2
import psycopg
import pytest
import pytest_asyncio
import structlog
from fastapi.routing import APIRoute
from psycopg import sql

from events.organization import AccessListApproved, OrganizationType
from events.sealing import seal_in_use
from events.store.save import Unavailable
from projections.sealed_reads import reads
from service.access import Account
from service.alerts.telling import Telling
from service.alerts.webhooks.webhooks import Webhooks
from service.api import shown
from service.app import create_app
from service.exports.exported import LISTS
from service.logs import configure_logs
from service.organizations import Names
from service.requests import Request
from service.web import site
from tests.service.alerts.receivers import receiver
from tests.service.alerts.sending import LOOPBACK, outgoing
from tests.service.files.samples import PDF
from tests.serving import BELOW, BODY, OTHER, REGION, Served, problem_of, serving
from tests.stories import secrets
from tests.stories.secrets import FILE, Sealed
from tests.web.visiting import PASSWORD, visitor
from workflows.actor import SYSTEM, Actor, Post, Role
from workflows.fact import row_case
from workflows.machine import actions
from workflows.organization import Organization
from workflows.registry import WORKFLOWS

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "MARK name of the letter.pdf"
REFUSED = "MARK name of what is refused.docx"
REASON = "MARK why somebody is reminded"
CONTENT = PDF.replace(b"%%EOF", b"% MARK in the letter\n%%EOF")
_FORMS = ("/api/v1/appendix-2", "/appendix-2")
_FILES = ("/api/v1/files", "/files")
_TABLES = b"SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
_COPY = "COPY {} TO STDOUT (FORMAT binary)"
ENDLESS = "/inbox/events"
"""A stream that lasts as long as somebody looks; what it tells of sealed cases is tested where it is read (tests/web/test_inbox.py)."""
NOWHERE = str(uuid.UUID(int=7))
STRANGERS = ("colleague", "delisted", "head", "above", "below", "other", "agency", "supervisor")
"""Who is not entitled: each by another reason (see `_people`)."""


@contextmanager
def _logged(patched: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Gather all log lines of a while, the least severe too, and put the process's logging back: it is global."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    patched.setattr(sys, "stderr", written)
    configure_logs("json", "debug")
    for noisy in ("asyncio", "multipart", "python_multipart", "httpcore2", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    yield written
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All log lines of the test."""
    with pytest.MonkeyPatch.context() as patched, _logged(patched) as written:
        yield written


@asynccontextmanager
async def _serving(database_url: str, data_dir: Path) -> AsyncIterator[Served]:
    """Serve with the secret kinds, with an agency, and the people of `_people`."""
    with pytest.MonkeyPatch.context() as patched:
        secrets.enter(patched)
        async with serving(database_url, data_dir=data_dir) as served:
            names = Names("agency", "agency", "agency")
            register = served.service.organizations
            await register.register("agency", OrganizationType.AGN, "KZ-71", names, "", SYSTEM)
            post = {
                "post": "head",
                "kind": "unit_head",
                "post_class": "corps_b",
                "title_ru": "x",
                "since": "2024-02-12",
            }
            for code in (BODY, REGION):
                version = (await served.service.cases.get(Organization.id_of(code))).version
                await register.act(code, "establish_post", post, SYSTEM, Request.of(SYSTEM, None), version)
            yield served


@pytest_asyncio.fixture(loop_scope="module")
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A service that a test has for itself."""
    async with _serving(database_url, tmp_path) as served:
        yield served


@dataclass
class Story:
    """A sealed case of each kind under one clearance among people, by workflow, and everybody's clients by login."""

    served: Served
    kinds: Sequence[Sealed]
    accounts: dict[str, Account] = field(default_factory=dict)
    api: dict[str, httpx2.AsyncClient] = field(default_factory=dict)
    web: dict[str, httpx2.AsyncClient] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    sha256: str = ""
    logged: str = ""
    feed: str = ""
    answers: dict[tuple[str, ...], httpx2.Response] = field(default_factory=dict)

    async def people(self) -> None:
        """Make everybody: the entitled "reader", and those of `STRANGERS`."""
        roles: dict[str, tuple[Role, str, Post | None, str]] = {
            "reader": (Role.OFFICER, BODY, None, "p-reader"),
            "colleague": (Role.OFFICER, BODY, None, ""),
            "delisted": (Role.OFFICER, BODY, None, "p-delisted"),
            "head": (Role.SIGNATORY, BODY, Post.FIRST_HEAD, ""),
            "above": (Role.OFFICER, REGION, None, "p-above"),
            "below": (Role.OFFICER, BELOW, None, ""),
            "other": (Role.OFFICER, OTHER, None, ""),
            "agency": (Role.OFFICER, "agency", None, ""),
            "supervisor": (Role.SUPERVISOR, "", None, "p-supervisor"),
            "overseer": (Role.SUPERVISOR, "", None, "p-overseer"),
        }
        access = self.served.service.access
        for login, (role, organization, post, person) in roles.items():
            account = await access.create(
                login, login, role, organization=organization, post=post, password=PASSWORD, person=person
            )
            self.accounts[login] = account
            self.api[login] = await self.served.client(account)
            self.web[login] = await visitor(self.served, login)
            if person:
                data = {"code": person, "name_ru": login}
                await self.served.service.organizations.enter_person(data, BODY, SYSTEM, Request.of(SYSTEM, None))

    async def lists(self, people: tuple[str, ...] = ("p-reader", "p-overseer")) -> None:
        """Approve the lists: the body's own, and of another secret those who must not see this one."""
        await self.approve(BODY, self.clearance, *people)
        other = {"C4": "C6", "C6": "C4"}[self.clearance]
        await self.approve(BODY, other, "p-supervisor", "p-delisted")
        if self.clearance == "C6":
            await self.approve(REGION, "C6", "p-above", "p-supervisor")

    async def approve(self, code: str, clearance: str, *people: str) -> None:
        """Approve a list of access as the head does."""
        kind = OrganizationType.UPR if code == BODY else OrganizationType.OBL
        head = Actor("head", Role.SIGNATORY, code, kind, Post.FIRST_HEAD)
        today = self.served.clock.today().isoformat()
        data = {"clearance": clearance, "since": today, "order_no": "1", "people": list(people)}
        version = (await self.served.service.cases.get(Organization.id_of(code))).version
        await self.served.service.organizations.act(code, "approve_access", data, head, Request.of(head, None), version)

    async def live(self) -> None:
        """Let the reader send a file, and open the cases and carry out their steps."""
        client = self.api["reader"]
        sent = await client.post("/api/v1/files", params={"organization": BODY, "name": NAME}, content=CONTENT)
        assert sent.status_code == 201, sent.text
        self.sha256 = sent.json()["sha256"]
        refused = await client.post("/api/v1/files", params={"organization": BODY, "name": REFUSED}, content=CONTENT)
        assert refused.status_code == 415, refused.text
        for kind in self.kinds:
            await self._open(kind, client)
        await self.served.projected()
        await self._told_of()
        for kind in self.kinds:
            await self._live(kind, client)
        await self.served.projected()

    async def _told_of(self) -> None:
        """Have people told of the deadlines by the policy, and reminded by an overseer; give the reader a calendar and a webhook."""
        service = self.served.service
        await Telling(service.cases, self.served.clock, service.access).tell_due()
        asked = {"what": "remind", "reason": REASON, "filter": {"status": "open"}}
        reminded = await self.api["overseer"].post("/api/v1/deadlines/reminders", json=asked)
        assert reminded.json()["made"] > 0, reminded.text
        for login in ("reader", "overseer", "supervisor"):
            await Webhooks(service.pool, service.clock, LOOPBACK).create(
                self.accounts[login].id, "Documentolog", "http://127.0.0.1:1/hook", ["notices", "events"]
            )
        made = await self.api["reader"].post("/api/v1/calendar-feed")
        self.feed = urlsplit(made.json()["address"]).path
        await self.served.projected()

    async def _open(self, kind: Sealed, client: httpx2.AsyncClient) -> None:
        opening = {"workflow": kind.workflow, "organization": BODY, "action": kind.action}
        opened = await client.post("/api/v1/cases", json=opening | {"data": self.filled(kind.data)})
        assert opened.status_code == 201, opened.text
        self.cases[kind.workflow] = opened.json()["id"]

    async def _live(self, kind: Sealed, client: httpx2.AsyncClient) -> None:
        case_id = self.cases[kind.workflow]
        version = await self.served.service.cases.version(uuid.UUID(case_id))
        for action, data in kind.steps:
            answer = await client.post(
                f"/api/v1/cases/{case_id}/actions/{action}",
                json=self.filled(data),
                headers={"If-Match": f'"{version}"'},
            )
            assert answer.status_code == 200, (action, answer.text)
            version = answer.json()["version"]

    def filled(self, value: Any) -> Any:
        """Give data with the hash of the file that was sent."""
        if isinstance(value, dict):
            return {name: self.filled(below) for name, below in value.items()}
        return self.sha256 if value == FILE else value

    @property
    def secrets(self) -> set[str]:
        """What nobody may find who is not entitled."""
        damage = {"918273645", "918 273 645"}
        files = {self.sha256, NAME, REFUSED, "MARK in the letter", REASON}
        return {*self.marks, *self.cases.values(), *self.rows} | files | damage

    @property
    def clearance(self) -> str:
        """What somebody must be cleared for to see any of it."""
        return self.kinds[0].clearance

    @property
    def marks(self) -> set[str]:
        """What stands in confidential fields."""
        return {mark for kind in self.kinds for mark in kind.marks}

    @property
    def appendix_row(self) -> str:
        """The row of Appendix 2 of these facts."""
        return {"C4": "2.1.1", "C6": "2.5.5"}[self.clearance]

    @property
    def rows(self) -> set[str]:
        """The cases of the rows of Appendix 2 that the facts enter: that they are there tells of the facts."""
        return {str(row_case(BODY, row, "2024Q1")) for row in ("2.1.1", "2.5.5")}

    def found(self, text: str) -> set[str]:
        """Give the secrets that stand in a text, however it is escaped."""
        plain = text.replace("\\u00a0", " ").replace("\xa0", " ").replace("\u202f", " ")
        return {one for one in self.secrets if one in plain or quote(one) in plain or quote_plus(one) in plain}

    async def at_rest(self) -> tuple[bytes, dict[str, bytes]]:
        """Give all that lies in the tables of the database, and in the data folder by the names of files, byte by byte."""
        lying = bytearray()
        async with await psycopg.AsyncConnection.connect(self.served.database) as conn:
            for schema, table in await (await conn.execute(_TABLES)).fetchall():
                name = sql.Identifier(schema, table)
                async with conn.cursor() as cursor, cursor.copy(sql.SQL(_COPY).format(name)) as rows:
                    async for block in rows:
                        lying += block
        files = [path for path in self.served.service.settings.data_dir.rglob("*") if path.is_file()]
        return bytes(lying), {path.name: path.read_bytes() for path in files}

    async def told(self, login: str, method: str, address: str, **sent: Any) -> httpx2.Response:
        """Give what somebody was answered, now or before: nothing that is asked here changes anything."""
        key = (login, method, address)
        if key not in self.answers:
            client = self.api[login] if address.startswith("/api/") else self.web[login]
            self.answers[key] = await client.request(method, address, **sent)
        return self.answers[key]

    def addresses(self) -> list[str]:
        """Give the addresses of all reading routes of the API and of all pages, whatever they take filled in, once each."""
        kinds = [self.of(kind, self.cases[kind.workflow]) for kind in self.kinds]
        return list(dict.fromkeys(address for addresses in kinds for address in addresses))

    def of(self, kind: Sealed, case_id: str) -> list[str]:
        """Give the addresses for the case of a kind."""
        return [*self._api(kind, case_id), *self._pages(kind, case_id)]

    def _api(self, kind: Sealed, case_id: str) -> Iterator[str]:
        for route in self._routes:
            if "GET" in (route.methods or ()):
                for query in self._queries(route.path, case_id):
                    for code in self._codes(route.path):
                        yield self._filled_in(route.path, kind, case_id, code) + query

    @cached_property
    def _routes(self) -> list[APIRoute]:
        return [route for route in create_app(self.served.service).routes if isinstance(route, APIRoute)]

    def _pages(self, kind: Sealed, case_id: str) -> Iterator[str]:
        for path, _page, methods, _public in site._PAGES:
            if "{list}" in path:
                yield from (f"/exports/{name}.json{query}" for name in LISTS for query in self._queries(name, case_id))
            elif "GET" in methods and path != ENDLESS:
                for code, action in product(self._codes(path), self._actions(path, kind)):
                    address = self._filled_in(path, kind, case_id, code).replace("{action}", action)
                    for query in self._queries(path, case_id):
                        yield address + query

    def _codes(self, path: str) -> list[str]:
        return ["p-reader"] if "/people" in path else [BODY, REGION] if "{code}" in path else [BODY]

    def _actions(self, path: str, kind: Sealed) -> list[str]:
        return list(actions(WORKFLOWS[kind.workflow])) if "{action}" in path else [""]

    def _filled_in(self, path: str, kind: Sealed, case_id: str, code: str) -> str:
        values = {
            "case_id": case_id, "sha256": self.sha256 or "0" * 64, "code": code, "organization": code, "year": "2024",
            "subtask": "2.1.1", "region": "KZ-19", "side": "own", "file": "cases.json", "format": "xlsx" if "form." in path or "/file." in path else "jsonl",
            "appendix": "2", "signature": str(uuid.UUID(int=10)), "export_id": str(uuid.UUID(int=9)), "row": "2.1.1", "kind": "organizations", "run_id": str(uuid.UUID(int=8)), "slug": "stale", "workflow": kind.workflow,
            "name": "risk_analysis" if path.startswith("/workflows") else kind.workflow,
        }  # fmt: skip
        for name, value in values.items():
            path = path.replace("{" + name + "}", value)
        return path

    def _queries(self, path: str, case_id: str) -> list[str]:
        """Give what is asked of an address: what it needs, and the filters that could tell of the case."""
        forms = [f"?organization={BODY}&period={period}" for period in ("2024Q1", "2024", "2024Q1&consolidated=true")]
        past = ("?effective_at=2024-02-20", f"?at={self.served.clock.now():%Y-%m-%dT%H:%M:%SZ}")
        days = f"?from=2024-01-01&to={self.served.clock.today()}"
        packages = [f"?organization={BODY}&year=2024&project={project}" for project in (2, 4)]
        asked = {
            "/api/v1/cases": ["?limit=200", "?order=opened&open=true", f"?organization={BODY}", *past],
            "/compare": ["?from=2024-01-01", f"?from=2024-01-01&organization={BODY}&axis=happened"],
            "/api/v1/compare": [f"{days}{more}" for more in ("", "&axis=happened", f"&organization={BODY}")],
            "/cases/{case_id}/compare": ["?from=2024-01-01"],
            "/api/v1/cases/{case_id}/compare": [days],
            "/api/v1/facts": ["?limit=200", f"?organization={BODY}&row=2.1.1", f"?organization={BODY}&row=2.5.5"],
            "/api/v1/appendix-2": [f"?organization={code}&period=2024Q1" for code in (BODY, REGION)],
            "/appendix-2": [f"?organization={code}&period=2024Q1" for code in (BODY, REGION)],
            "/appendix-2/{row}": [f"?organization={BODY}&period=2024Q1"],
            "/api/v1/deadlines": ["?limit=200", f"?case={case_id}", "?status=open", "?status=met", *past],
            "/api/v1/audit": ["?limit=200", f"?case={case_id}", "?type=sealed.read", f"?organization={BODY}"],
            "/api/v1/dashboard": ["", "?by=organization", "?by=region", *past],
            "/api/v1/forms/{appendix}": forms,
            "/api/v1/forms/{appendix}/file.{format}": forms,
            "/forms": forms,
            "/packages": packages,
            "/packages/results.csv": packages,
            "/api/v1/package": packages,
            "/forms/file.{format}": forms,
            "/api/v1/cases/{case_id}/form/compare": ["?from=1&to=2"],
            "/api/v1/files/{sha256}/signatures": [f"?organization={BODY}"],
            "/api/v1/files/{sha256}/signatures/{signature}": [f"?organization={BODY}"],
            "/files/{sha256}/signatures": [f"?organization={BODY}"],
            "/files/{sha256}/signatures/{signature}": [f"?organization={BODY}"],
            "/api/v1/files/{sha256}": [f"?organization={BODY}"],
            "/files/{sha256}": [f"?organization={BODY}"],
            "/api/v1/plans/{year}": [f"?organization={BODY}"],
            "/api/v1/organizations/{code}/scores": ["?year=2024"],
            "/api/v1/organizations/{code}/superior": ["?post=head"],
            "/api/v1/calendar/due": ["?from=2024-02-12&amount=3&unit=working_days"],
            "/api/v1/calendar/days": ["?from=2024-02-12&to=2024-02-20"],
            "/api/v1/aggregates/corruption-reports": [f"?year=2024&by={by}" for by in ("region", "category", "region_category")],
            "/aggregates/corruption-reports": ["?year=2024"],
            "/cases": ["", "?q=MARK", f"?organization={BODY}"],
            "/search": ["?q=2.1.1", "?q=2.5.5", "?q=2024&kind=case", f"?q={BODY}"],
            "/api/v1/search": ["?q=2.1.1", "?q=2.5.5", "?q=2024&kind=case", f"?q={BODY}&limit=100"],
            "/tasks": ["", "?tab=unit", f"?organization={BODY}&late=1"],
            "/api/v1/tasks": ["", "?limit=200"],
            "/deadlines": ["?standing=open", "?standing=met", f"?organization={BODY}"],
            "/api/v1/deadlines/review": ["?first=2024-01-01&last=2024-12-31", "?first=2024-01-01&last=2024-12-31&group=missed"],
            "/deadlines/review": ["?first=2024-01-01&last=2024-12-31", "?first=2024-01-01&last=2024-12-31&group=missed"],
            "/deadlines/review.csv": ["?first=2024-01-01&last=2024-12-31&group=due"],
            "/deadlines/told": ["", "?account=anybody"],
            "/api/v1/notices/log": ["", "?account=anybody"],
            "review": ["?first=2024-01-01&last=2024-12-31"],
            "plans": [f"?organization={BODY}"],
            "map-region": ["?region=KZ-19", "?region=KZ-19&part=2.1.1", "?region=KZ-19&part=2.5.5&year=2024"],
            "search": ["?q=2.1.1", "?q=2.5.5", "?q=2024&kind=case", f"?q={BODY}"],
            "compared": [f"{days}{more}" for more in ("", "&axis=happened", f"&organization={BODY}")],
            "compared-figures": [days],
            "compared-case": [f"{days}&case={case_id}"],
            "pairs": [f"?case={case_id}"],
            "differences": [f"?case={case_id}"],
            "/map/{region}": ["?measure=due&year=2024", "?measure=due&year=2024&part=2.1.1", "?measure=due&year=2024&part=2.5.5"],
            "/calendar": ["?month=2024-02"],
            "/audit": ["", f"?case={case_id}"],
        }  # fmt: skip
        return asked.get(path, [""])


async def _gathered(served: Served, clearance: str) -> Story:
    """Give everybody, and the kinds of sealed case under a clearance."""
    made = Story(served, [kind for kind in secrets.KINDS if kind.clearance == clearance])
    await made.people()
    await made.approve(BODY, made.clearance, "p-reader", "p-delisted")
    await made.lists()
    return made


@pytest_asyncio.fixture(loop_scope="module", params=["C4", "C6"])
async def story(served: Served, request: pytest.FixtureRequest) -> Story:
    """Everybody, for a test that changes something."""
    return await _gathered(served, request.param)


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=["C4", "C6"])
async def lived(
    new_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Story]:
    """Everybody, with the cases behind them: for tests that only read, or are refused."""
    with new_database() as url:
        async with _serving(url, tmp_path_factory.mktemp("lived")) as served:
            story = await _gathered(served, request.param)
            with pytest.MonkeyPatch.context() as patched, _logged(patched) as log:
                await story.live()
            story.logged = log.getvalue()
            yield story


async def _get(client: httpx2.AsyncClient, address: str) -> httpx2.Response:
    return _well(await client.get(address))


def _well(answer: httpx2.Response) -> httpx2.Response:
    assert answer.status_code not in {400, 405, 422, 500, 503}, f"{answer.url}: {answer.text}"
    return answer


async def test_nobody_else_finds_a_mark(lived: Story, log: io.StringIO) -> None:
    """A mark in every confidential field is in no response, page, file or log line for those not entitled."""
    found: dict[str, set[str]] = {}
    for login, address in product(STRANGERS, lived.addresses()):
        answer = _well(await lived.told(login, "GET", address))
        told = answer.text + str([*answer.headers.raw])
        for asked in {*lived.cases.values(), lived.sha256}:
            if asked in address:  # what somebody asks for stands in the answer, as it does where there is nothing
                told = told.replace(asked, "")
        if leaked := lived.found(told):
            found[f"{login} {address}"] = leaked
    assert found == {}
    assert lived.found(lived.logged + log.getvalue()) == set()
    assert '"sealed": true' in lived.logged


async def test_nothing_lies_open(lived: Story) -> None:
    """No mark, nor name, content or hash of a file, lies in a table of the database or in the folder of files, kept or refused."""
    rows, files = await lived.at_rest()
    assert b"p-delisted" in rows
    assert list(files) == [seal_in_use().address(BODY, lived.sha256)]
    lying = rows + b"".join(files.values())
    marks = {*lived.marks, NAME, REFUSED, REASON, "MARK in the letter", lived.sha256}
    assert {mark for mark in marks if mark.encode() in lying} == set()
    assert bytes.fromhex(lived.sha256) not in lying


async def test_what_was_told_is_seen_by_the_cleared_and_recorded(lived: Story) -> None:
    """The log of notices shows the cleared what was told and why, and that they read of the case stands in its list of reads."""
    cases = {uuid.UUID(case_id) for case_id in lived.cases.values()}
    for address in ("/api/v1/notices/log", "/deadlines/told"):
        before = await _reads(lived, cases)
        answer = await _get(lived.api["reader"] if address.startswith("/api/") else lived.web["reader"], address)
        assert REASON in answer.text
        after = await _reads(lived, cases)
        read = {one for one in cases if str(one) in answer.text}
        assert read
        assert after == {one: ["list"] * (one in read) + told for one, told in before.items()}, address
    log = (await lived.api["overseer"].get("/api/v1/notices/log?account=anybody")).json()["items"]
    assert REASON in {one["reason"] for one in log}


async def test_calendars_and_webhooks_say_nothing(lived: Story) -> None:
    """The reader's calendar names the case by its number alone, others' do not; no system is sent anything of it."""
    feed = (await _get(lived.served.anonymous(), lived.feed)).text
    number = next(iter(lived.cases.values()))[:8]
    assert number in feed
    assert {mark for mark in (*lived.marks, REASON) if mark in feed} == set()
    async with receiver() as there:
        async with lived.served.service.pool.connection() as conn:
            await conn.execute("UPDATE alerts.webhooks SET url = %s", [there.url])
        assert await outgoing(lived.served.service).deliver_due() == 0
        assert there.posted == []
        async with lived.served.service.pool.connection() as conn:
            told = await (
                await conn.execute("SELECT count(*) FROM alerts.deliveries WHERE channel = 'webhook'")
            ).fetchone()
        assert told == (0,)


async def test_it_is_as_if_the_case_did_not_exist(lived: Story) -> None:
    """Each way to the case is answered to those not entitled as it is for an id that no case has, word by word."""

    def plain(answer: httpx2.Response, case_id: str) -> tuple[Any, ...]:
        text = answer.text.replace(case_id, "ID").replace(answer.headers["x-request-id"], "REQUEST")
        names = sorted(name for name in answer.headers if name not in {"date", "x-request-id", "content-length"})
        return answer.status_code, re.sub(r"\s+", " ", text), names

    for kind, login in product(lived.kinds, STRANGERS):
        case_id = lived.cases[kind.workflow]
        there, nowhere = ([a for a in lived.of(kind, one) if one in a] for one in (case_id, NOWHERE))
        assert len(there) > 10
        for address, other in zip(there, nowhere, strict=True):
            told, expected = await lived.told(login, "GET", address), await lived.told(login, "GET", other)
            assert plain(told, case_id) == plain(expected, NOWHERE), (login, address)
        form = {"_key": "k", "_version": "1"}
        by_api: dict[str, Any] = {"json": {}, "headers": {"If-Match": '"1"'}}
        for action in actions(WORKFLOWS[kind.workflow]):
            for path, sent in (
                ("/api/v1/cases/{}/actions/" + action, by_api),
                ("/cases/{}/actions/" + action, {"data": form}),
            ):
                told, expected = [
                    await lived.told(login, "POST", path.format(one), **sent) for one in (case_id, NOWHERE)
                ]
                assert (told.status_code, plain(told, case_id)) == (404, plain(expected, NOWHERE))


async def test_a_field_that_names_a_case_does_not_tell_of_it(lived: Story) -> None:
    """A check that names a sealed case or row as its crime is refused as one that names nothing, word by word, and changes none."""
    sealed = {*lived.cases.values(), *lived.rows}
    versions = {one: await lived.served.service.cases.version(uuid.UUID(one)) for one in sealed}
    assert min(versions[case_id] for case_id in lived.cases.values()) > 0
    for login, named in product(("colleague", "above"), sorted(sealed)):
        told, expected = [
            await lived.api[login].post("/api/v1/cases", json=_check(lived, login, one)) for one in (named, NOWHERE)
        ]
        assert [one["pointer"] for one in problem_of(told, 422, "invalid")["errors"]] == ["#/data/conviction"]
        assert told.text.replace(named, "ID").replace(told.headers["x-request-id"], "") == expected.text.replace(
            NOWHERE, "ID"
        ).replace(expected.headers["x-request-id"], "")
    assert {one: await lived.served.service.cases.version(uuid.UUID(one)) for one in sealed} == versions


def _check(lived: Story, login: str, conviction: str) -> dict[str, Any]:
    """Give the opening of a check of a superior by hand that names a case as its crime."""
    act = {"court": "x", "dated_on": "2024-01-25", "in_force_on": "2024-02-09"}
    data = {
        "found_on": "2024-02-12", "crime_number": "241903031000123", "reason": "x", "conviction": conviction,
        "offence": {"category": "criminal", "happened_on": "2024-01-17", "place": "x", "position": "x", "offender": "x"},
        "outcome": {"kind": "judgment", "judicial_act": act},
    }  # fmt: skip
    body = lived.accounts[login].organization
    return {"workflow": "liability_check", "organization": body, "action": "open_by_hand", "data": data}


async def test_figures_do_not_tell_of_it(story: Story) -> None:
    """Lists, figures and pages of those not entitled are the same before and after a sealed case, to the letter."""
    watched = [
        "/api/v1/cases", "/api/v1/deadlines", "/api/v1/dashboard?by=organization", "/api/v1/plans/2024/counts",
        f"/api/v1/plans/2024?organization={BODY}", "/", "/cases", "/deadlines?standing=open", "/organizations",
        "/tasks?all=1", "/api/v1/tasks", "/inbox", "/deadlines/told", "/api/v1/notices/log", "/api/v1/alert-policy/unreached",
    ]  # fmt: skip

    async def seen() -> list[str]:
        answers = [
            await _get(story.api[login] if a.startswith("/api/") else story.web[login], a)
            for login in STRANGERS
            for a in watched
        ]
        return [answer.text.replace(answer.headers["x-request-id"], "") for answer in answers]

    await story.served.projected()
    before = await seen()
    audited = (await story.api["supervisor"].get("/api/v1/audit?limit=200")).json()["items"]
    await story.live()
    assert await seen() == before
    assert (await story.api["supervisor"].get("/api/v1/audit?limit=200")).json()["items"] == audited
    metrics = (await story.served.anonymous().get("/metrics")).text
    assert {kind.workflow for kind in story.kinds if kind.workflow in metrics} == set()
    counted = [
        line.split("{")[1].split("=")[0] for line in metrics.splitlines() if line.startswith("tbn4_commands_total")
    ]
    assert set(counted) == {"outcome"}


async def test_those_on_the_list_see_it_and_are_recorded(lived: Story) -> None:
    """The reader sees the case wherever cases are, and each read stands in the case's list of reads before it is answered."""
    api, web = lived.api["reader"], lived.web["reader"]
    ways, cases = [f"/api/v1/cases/{case_id}" for case_id in lived.cases.values()], set(lived.cases.values())
    told = [(await api.get(address)).text for way in ways for address in (way, f"{way}/events")]
    assert lived.marks <= lived.found("".join(told))
    assert cases <= {row["id"] for row in (await api.get("/api/v1/cases")).json()["items"]}
    assert cases <= lived.found((await _get(web, "/cases")).text)
    for case_id in lived.cases.values():
        assert case_id in (await _get(web, f"/cases/{case_id}")).text
    for address in (f"/api/v1/files/{lived.sha256}", f"/files/{lived.sha256}"):
        client = api if address.startswith("/api/") else web
        assert (await client.get(address, params={"organization": BODY})).content == CONTENT
    recorded = await _reads(lived, {uuid.UUID(case_id) for case_id in cases})
    me, overseer = (str(lived.accounts[login].id) for login in ("reader", "overseer"))
    for case_id, way in zip(lived.cases.values(), ways, strict=True):
        assert recorded[uuid.UUID(case_id)][:7] == ["file", "file", "page", "list", "list", "events", "api"]
        reads = (await api.get(f"{way}/reads")).json()["items"]
        assert {one["actor"] for one in reads} - {overseer} == {me}
    await lived.served.projected()
    for case_id in lived.cases.values():
        page = (await _get(web, f"/cases/{case_id}?lang=en")).text
        assert "Who read this case" in page
        assert "Through the API" in page


async def test_the_lists_of_appendix_2_are_recorded_as_read(lived: Story) -> None:
    """Whoever is shown a sealed fact or row by a list of facts or by the form stands in its list of reads, each time."""
    row = lived.appendix_row
    entered = row_case(BODY, row, "2024Q1")
    facts = {uuid.UUID(case_id) for case_id in lived.cases.values()}
    asked = f"organization={BODY}&period=2024Q1"
    for address, listed in (
        ("/api/v1/facts", facts),
        (f"/api/v1/appendix-2?{asked}", {*facts, entered}),
        (f"/appendix-2?{asked}", {*facts, entered}),
        (f"/appendix-2/{row}?{asked}", {*facts, entered}),
    ):
        before = await _reads(lived, {*facts, entered})
        answer = await _get(lived.api["reader"] if address.startswith("/api/") else lived.web["reader"], address)
        assert {str(case_id) for case_id in facts} <= lived.found(answer.text), address
        after = await _reads(lived, {*facts, entered})
        assert after == {one: ["list"] * (one in listed) + told for one, told in before.items()}, address


async def _reads(story: Story, cases: set[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Give what the reader read of cases, the newest first."""
    await story.served.projected()
    async with story.served.service.pool.connection() as conn:
        told = {case_id: (await reads(conn, case_id)).rows for case_id in cases}
    me = str(story.accounts["reader"].id)
    return {case_id: [str(one.what) for one in rows if one.actor == me] for case_id, rows in told.items()}


async def test_a_read_that_cannot_be_recorded_is_not_answered(lived: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the log takes nothing, the reader gets an error and nothing of the case, by whichever way."""

    async def refuse(_save: object) -> None:
        raise Unavailable("closed")

    monkeypatch.setattr(lived.served.service.gate.committer, "commit", refuse)
    ways = [f"/api/v1/cases/{case_id}" for case_id in lived.cases.values()]
    cases = [await lived.served.service.cases.get(uuid.UUID(case_id)) for case_id in lived.cases.values()]
    boards = {f"/deadlines?standing={one.status}" for case in cases for one in case.deadlines.values()}
    assert boards
    addresses = [
        *boards, "/api/v1/deadlines", *ways, *(f"{way}/events" for way in ways), *(f"{way}/reads" for way in ways),
        "/api/v1/cases", "/cases", *(f"/cases/{case_id}" for case_id in lived.cases.values()),
        *(f"{path}/{lived.sha256}?organization={BODY}" for path in _FILES), "/api/v1/facts",
        *(f"{path}?organization={BODY}&period=2024Q1" for path in _FORMS), f"/appendix-2/{lived.appendix_row}?organization={BODY}&period=2024Q1",
    ]  # fmt: skip
    for address in addresses:
        client = lived.api["reader"] if address.startswith("/api/") else lived.web["reader"]
        answer = await client.get(address)
        assert answer.status_code == 503, address
        assert lived.found(answer.text) & (lived.marks | {NAME}) == set()


async def test_a_new_list_shuts_out_at_once(story: Story) -> None:
    """Whoever is not on the newest list no longer sees the case or its file, though they made both."""
    await story.live()
    await story.approve(BODY, story.clearance, "p-delisted")
    await story.served.service.register.refresh()
    file = f"/api/v1/files/{story.sha256}?organization={BODY}"
    for address in (*(f"/api/v1/cases/{case_id}" for case_id in story.cases.values()), file):
        problem_of(await story.api["reader"].get(address), 404, "unknown")
        assert (await story.api["delisted"].get(address)).status_code == 200
    assert (await story.api["reader"].get("/api/v1/cases")).json()["items"] == []


async def test_nobody_lets_themselves_in(story: Story) -> None:
    """Who keeps the register neither approves a list nor corrects one nor comes to it as the head, and sees nothing afterwards."""
    await story.live()
    for login, kind, status in (
        ("supervisor", "first_head", 200),
        ("colleague", "deputy_head", 200),
        ("agency", "first_head", 403),
        ("below", "first_head", 403),
    ):
        await _try_to_get_in(story, login, kind, status)


async def _try_to_get_in(story: Story, login: str, kind: str, status: int) -> None:
    """Try what a list needs, with a post of a kind in between, whose filling is answered so."""
    account, client, address = story.accounts[login], story.api[login], f"/api/v1/organizations/{BODY}/actions/"
    person = account.person or f"p-{login}"
    if not account.person:
        entered = {"code": person, "name_ru": login}
        await story.served.service.organizations.enter_person(entered, BODY, SYSTEM, Request.of(SYSTEM, None))
    body = await story.served.service.cases.get(Organization.id_of(BODY))
    listed = {"clearance": story.clearance, "since": "2024-02-12", "order_no": "1", "people": ["p-reader", person]}
    approved = next(e for e in body.history if isinstance(e, AccessListApproved) and e.clearance == story.clearance)
    corrected = {"corrects": approved.originator_version, "reason": "x", "data": listed}
    asked: list[tuple[str, dict[str, Any]]] = [("approve_access", listed), ("correct", corrected)]
    for action, tried in asked:
        answer = await client.post(address + action, json=tried, headers={"If-Match": f'"{body.version}"'})
        assert answer.status_code == 403, (action, answer.text)
    post = {"post": f"head-{login}", "kind": kind, "post_class": "corps_b", "title_ru": "x", "since": "2024-02-12"}
    appointed = {"post": f"head-{login}", "person": person, "order_no": "1", "since": "2024-02-12"}
    for action, data in (("establish_post", post), ("appoint", appointed)):
        version = await story.served.service.cases.version(Organization.id_of(BODY))
        answer = await client.post(address + action, json=data, headers={"If-Match": f'"{version}"'})
        assert answer.status_code == status, answer.text
    version = await story.served.service.cases.version(Organization.id_of(BODY))
    answer = await client.post(address + "approve_access", json=listed, headers={"If-Match": f'"{version}"'})
    problem_of(answer, 403, "not-permitted")
    for case_id in story.cases.values():
        problem_of(await client.get(f"/api/v1/cases/{case_id}"), 404, "unknown")


async def test_only_those_on_the_list_make_such_a_case(lived: Story) -> None:
    """Nobody else opens one, and the refusal tells nothing of others."""
    for kind, login in product(lived.kinds, STRANGERS):
        opening = {"workflow": kind.workflow, "organization": BODY, "action": kind.action}
        answer = await lived.api[login].post("/api/v1/cases", json=opening | {"data": lived.filled(kind.data)})
        problem_of(answer, 403, "not-permitted")


async def test_a_failure_on_it_is_told_by_its_kind(
    lived: Story, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error whose words quote the case is logged without them, and without the case's id."""
    case_id = lived.cases[lived.kinds[0].workflow]

    def quoting(*_: object) -> None:
        raise RuntimeError(f"{case_id}: {NAME}")

    monkeypatch.setattr(shown, "case", quoting)
    problem_of(await lived.api["reader"].get(f"/api/v1/cases/{case_id}"), 500, "internal")
    assert "RuntimeError" in log.getvalue()
    assert lived.found(log.getvalue()) == set()


async def test_its_deadlines_are_watched(served: Served, log: io.StringIO) -> None:
    """A deadline of a sealed case that passes is recorded as missed, under the clearance of the case, and counted nowhere."""
    kind = secrets.KINDS[0]
    story = Story(served, [Sealed(kind.workflow, kind.action, kind.clearance, kind.data)])
    await story.people()
    await story.lists()
    await story.live()
    served.clock.travel(date(2024, 3, 1))
    assert await served.sweep() == 0, "what is recorded of sealed cases is in no figure"
    case = await served.service.cases.get(uuid.UUID(story.cases[kind.workflow]))
    assert [(e.TOPIC, e.envelope.clearance) for e in case.history][1:] == [("case.deadline_missed", "C4")]
    await served.projected()
    figures = (await story.api["supervisor"].get("/api/v1/dashboard")).json()
    assert (figures["deadlines"]["open"], figures["outcomes"]) == (0, [])
    assert story.found(log.getvalue()) == set()
