"""The pages as a browser without JavaScript meets them."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from service.demo.load import accounts
from service.requests import Request
from tests.serving import BODY, ORDER, OTHER, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", re.IGNORECASE)
FETCHED = re.compile(r"""<(?:script|link|img|iframe|use)\b[^>]*?\b(?:src|href)="([^"]+)""")


def _check(answer: httpx2.Response, language: str, status: int = 200) -> str:
    """Hold a page to what is promised of all of them."""
    assert answer.status_code == status, f"{answer.request.url}: {answer.status_code}"
    text = answer.text
    assert f'<html lang="{language}">' in text
    assert not INLINE.search(text), INLINE.search(text)
    assert all(at.startswith("/static/") for at in FETCHED.findall(text))
    assert text.count("<h1") == 1
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    return text


async def test_every_page_in_every_language_for_every_role(database_url: str) -> None:
    """Each page can be drawn for each role in each language, under a policy that forbids what is inline or from elsewhere."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served)
        for login in ("officer", "head", "supervisor"):
            client = await visitor(served, login)
            pages = [
                "/",
                "/cases",
                "/cases?q=17",
                "/deadlines?standing=met",
                "/deadlines",
                "/calendar",
                "/calendar?month=2024-03",
            ]
            pages += ["/organizations", "/workflows/risk_analysis", f"/cases/{case_id}"]
            for page in pages:
                for language in ("ru", "kk", "en"):
                    _check(await client.get(page, params={**_query(page), "lang": language}), language)
            _check(await client.get("/audit"), "en", 200 if login == "supervisor" else 403)
            _check(await client.get("/cases/new"), "en", 403 if login == "supervisor" else 200)


def _query(page: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}


async def test_a_case_shows_stages_deadlines_results_and_history(database_url: str) -> None:
    """The page of a finished analysis tells all of it: dates due and done, measures, quarters, every entry."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served)
        text = _check(await (await visitor(served, "supervisor")).get(f"/cases/{case_id}"), "ru")
        assert "11 марта 2024 (пн)" in text  # the announcement of the discussion was due
        assert "запас 1 рабочий день" in text
        assert "Приёмка работ без комиссии" in text
        assert text.count('class="entry"') == 19
        assert "https://example.kz/spravka" in text
        assert "I квартал 2025" in text
        assert "21–23 марта — Наурыз мейрамы" in text


async def test_without_a_login_pages_lead_to_it_and_back(database_url: str) -> None:
    """Who is not logged in is sent to the log-in and from there to where they wanted, but never to another site."""
    async with serving(database_url) as served:
        await people(served)
        client = await visitor(served)
        answer = await client.get("/deadlines?standing=open")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/deadlines%3Fstanding%3Dopen")
        form = {"login": "officer", "password": PASSWORD}
        answer = await client.post(answer.headers["location"], data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/deadlines?standing=open")
        for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
            answer = await (await visitor(served)).post("/login", params={"next": elsewhere}, data=form)
            assert answer.headers["location"] == "/"
        assert (await (await visitor(served)).get("/workflows/risk_analysis")).status_code == 200


async def test_a_session_begins_and_ends(database_url: str) -> None:
    """The cookie cannot be read by scripts or sent by other sites, and is worthless after logging out."""
    async with serving(database_url) as served:
        await people(served)
        client = await visitor(served)
        wrong = await client.post("/login", data={"login": "officer", "password": "wrong"})
        assert 'href="#login"' in _check(wrong, "ru", 422)
        answer = await client.post("/login", data={"login": "officer", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("tbn4_session=")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        secret = client.cookies["tbn4_session"]
        await client.post("/logout")
        stolen = served.anonymous(Cookie=f"tbn4_session={secret}")
        assert (await stolen.get("/")).status_code == 303


ELSEWHERE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://example.org"},
    {"Origin": "null"},
    {},
)
"""Headers of requests that do not come from our own pages."""


async def test_forms_of_other_sites_are_refused(database_url: str) -> None:
    """A form that does not come from our own page changes nothing."""
    async with serving(database_url) as served:
        await people(served)
        session = (await visitor(served, "head")).cookies["tbn4_session"]
        before = served.events()
        for headers in ELSEWHERE:
            stranger = served.anonymous(Cookie=f"tbn4_session={session}", **headers)
            answer = await stranger.post("/cases/new/risk_analysis/order", data=_ordered())
            assert answer.status_code == 403, headers
        assert served.events() == before


def _ordered(**changed: str) -> dict[str, str]:
    """The form of the worked example's order."""
    fields = {name: value for name, value in ORDER.items() if isinstance(value, str)}
    members = {"authorised.kind": "official", "authorised.members": "Главный специалист", "objects": "Закупки\r\nКадры"}
    return {**fields, **members, "directions": "legal_acts", "_key": "one", **changed}


def _hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found
    return found[1]


async def test_an_order_by_form(database_url: str) -> None:
    """A filled form begins a case; sent twice it begins one; the case then says what was recorded."""
    async with serving(database_url) as served:
        await people(served)
        client = await visitor(served, "head")
        before = served.events()
        first = await client.post("/cases/new/risk_analysis/order", data=_ordered())
        again = await client.post("/cases/new/risk_analysis/order", data=_ordered())
        assert first.status_code == again.status_code == 303
        assert first.headers["location"] == again.headers["location"]
        assert served.events() == before + 1
        text = _check(await client.get(first.headers["location"]), "ru")
        assert "Приказ о проведении анализа издан" in text
        assert "Закупки, Кадры" in text
        assert "17-Ө" in _check(await client.get("/cases"), "ru")  # the list waits for one's own change


async def test_a_wrong_form_comes_back_whole(database_url: str) -> None:
    """What is wrong is named above and beside the field, and nothing that was typed is lost."""
    async with serving(database_url) as served:
        await people(served)
        client = await visitor(served, "head")
        data = _ordered(ends_on="2024-03-01", ordered_on="12.02.2024", order_no="")
        text = _check(await client.post("/cases/new/risk_analysis/order", data=data), "ru", 422)
        assert '<a href="#f-order_no">Номер приказа: Заполните это поле.</a>' in text
        assert '<a href="#f-ordered_on">Дата приказа: Введите дату (ГГГГ-ММ-ДД).</a>' in text
        assert 'value="2024-03-01"' in text
        assert 'value="12.02.2024"' in text
        assert "Закупки\r\nКадры" in text or "Закупки\nКадры" in text
        assert _hidden(text, "_key") == "one"
        contradiction = _ordered(ends_on="2024-03-01")
        text = _check(await client.post("/cases/new/risk_analysis/order", data=contradiction), "ru", 422)
        assert "Окончание (1 марта 2024 (пт)) раньше начала (4 марта 2024 (пн))." in text
        assert 'id="f-ends_on-error"' in text


async def test_rows_come_and_go_and_the_rest_stays(database_url: str) -> None:
    """Adding or removing a row records nothing and keeps what was typed in all other fields."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 5)
        client = await visitor(served, "head")
        address = f"/cases/{case_id}/actions/sign_report"
        text = _check(await client.get(address), "ru")
        assert 'name="risks.0.code"' in text
        assert "Не позднее 11 апреля 2024 (чт)" in text
        data = {
            "report_no": "5",
            "risks.0.code": "R1",
            "risks.0.description": "Без <комиссии>",
            "_add": "risks",
            "_key": "k",
        }
        text = _check(await client.post(address, data=data), "ru")
        assert 'name="risks.1.code"' in text
        assert "Без &lt;комиссии&gt;" in text
        data = {**data, "_add": "", "risks.1.code": "R2", "_remove": "risks.0"}
        text = _check(await client.post(address, data=data), "ru")
        assert "Без &lt;комиссии&gt;" not in text
        assert 'value="R2"' in text
        assert 'value="5"' in text
        assert (await client.post(address, data={"_add": "nothing"})).status_code == 404


async def test_a_stale_form_says_so_and_can_be_sent_again(database_url: str) -> None:
    """When somebody was quicker, the form keeps its input, takes the new version, and goes through at the next press."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 1)
        client, other = await visitor(served, "head"), await visitor(served, "head")
        address = f"/cases/{case_id}/actions/amend_order"
        version = _hidden((await client.get(address)).text, "_version")
        data = {"starts_on": "2024-03-04", "ends_on": "2024-04-05", "amended_on": "2024-02-16", "reason": "Продление"}
        quick = {**data, "order_no": "20-Ө", "_version": version, "_key": "quick"}
        slow = {**data, "order_no": "21-Ө", "_version": version, "_key": "slow"}
        assert (await other.post(address, data=quick)).status_code == 303
        text = _check(await client.post(address, data=slow), "ru", 412)
        assert 'value="21-Ө"' in text
        assert "Введённое сохранено" in text
        renewed = {**slow, "_version": _hidden(text, "_version"), "_key": _hidden(text, "_key")}
        assert (await client.post(address, data=renewed)).status_code == 303
        changed = {**renewed, "order_no": "22-Ө"}  # as after the browser's back button
        assert (await client.post(address, data=changed)).status_code == 412


async def test_corrections_are_linked_both_ways(database_url: str) -> None:
    """A correction starts from what was recorded; the history shows old and new, and links the two entries."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 4)
        client = await visitor(served, "officer")
        address = f"/cases/{case_id}/actions/correct"
        text = _check(await client.get(address, params={"corrects": "5"}), "ru")
        assert 'name="data.participants" type="text" inputmode="numeric" value="24"' in text
        node = dict(re.findall(r'name="(data\.[a-z_.]+)" type="\w+"(?: inputmode="numeric")? value="([^"]*)"', text))
        data = {
            **node,
            "data.results_channel": "website",
            "data.participants": "31",
            "data.signature.post": "first_head",
            "corrects": "5",
            "reason": "Опечатка",
        }
        data |= {"_version": _hidden(text, "_version"), "_key": "k"}
        answer = await client.post(address, data=data)
        assert answer.status_code == 303, answer.text
        text = _check(await client.get(f"/cases/{case_id}"), "ru")
        assert 'href="#entry-5"' in text
        assert 'href="#entry-6"' in text
        assert re.search(r"<del>.*24</del> <ins>.*31</ins>", text)
        assert (await client.get(address)).status_code == 404
        assert (await client.get(address, params={"corrects": "99"})).status_code == 404


async def test_progress_starts_from_the_plan(database_url: str) -> None:
    """Quarterly information is asked for the unit and quarter that are awaited first, with the plan's measures."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 8)
        client = await visitor(served, "officer")
        text = _check(await client.get(f"/cases/{case_id}/actions/report_progress"), "ru")
        assert '<option value="2024Q2" selected>' in text
        assert '<option value="Отдел строительства" selected>' in text
        assert '<option value="1" selected>1. Издать приказ' in text
        assert "Не позднее 5 июля 2024 (пт)" in text


async def test_what_one_may_not_or_cannot(database_url: str) -> None:
    """Refusals are pages that say what to do; an unknown address of the API stays a problem document."""
    async with serving(database_url) as served:
        await people(served)
        await served.account("stranger", Role.OFFICER, OTHER, password=PASSWORD)
        case_id = await lived(served, 1)
        officer = await visitor(served, "officer")
        _check(await officer.get(f"/cases/{case_id}/actions/sign_report"), "ru", 409)
        _check(await officer.get(f"/cases/{case_id}/actions/amend_order"), "ru", 403)
        _check(await officer.get("/cases/none"), "ru", 404)
        _check(await officer.get("/none"), "ru", 404)
        _check(await officer.get("/cases?cursor=wrong"), "ru", 400)
        _check(await (await visitor(served, "stranger")).get(f"/cases/{case_id}"), "ru", 403)
        assert str(case_id) not in (await (await visitor(served, "stranger")).get("/cases")).text
        answer = await officer.get("/api/v1/none")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        late = {"began_on": "2030-01-01", "_version": "2", "_key": "k"}
        text = _check(await officer.post(f"/cases/{case_id}/actions/begin", data=late), "ru", 422)
        assert "Это дата в будущем" in text


async def test_the_board_counts_what_is_overdue(database_url: str) -> None:
    """A deadline that passed without its act is on the board, in the tiles, in the tree and in the calendar."""
    async with serving(database_url) as served:
        await people(served)
        await lived(served, 0)
        served.clock.travel(date(2024, 2, 21))
        await served.sweep()
        await served.projected()
        client = await visitor(served, "supervisor")
        board = _check(await client.get("/deadlines"), "ru")
        assert "Анонсировать начало анализа" in board
        assert "опоздание 2 рабочих дня" in board
        assert "status-overdue" in _check(await client.get("/calendar?month=2024-02"), "ru")
        assert "status-overdue" in _check(await client.get("/organizations"), "ru")
        home = _check(await client.get("/"), "ru")
        assert re.search(
            r'tile-overdue" href="/deadlines\?standing=overdue&amp;strength=hard&amp;counted=true"><span class="tile-number">1<',
            home,
        )
        assert "Срок пропущен</a>" in _check(await client.get("/audit"), "ru")


async def test_demonstration_accounts_show_only_in_a_demonstration(database_url: str) -> None:
    """The log-in page names accounts and their password where there is nothing to protect, and nowhere else."""
    async with serving(database_url) as served:
        assert "demonstration" not in (await (await visitor(served)).get("/login")).text
        served.service.settings = served.service.settings.model_copy(update={"demo": True})
        text = _check(await (await visitor(served)).get("/login"), "ru")
        assert text.count('name="password" value="demonstration"') == len(accounts())


async def test_static_files_are_kept_and_named_by_content(database_url: str) -> None:
    """Assets are asked for by their content and may be kept for ever."""
    async with serving(database_url) as served:
        client = await visitor(served)
        addresses = FETCHED.findall((await client.get("/login")).text)
        assert len(addresses) == 5
        for address in addresses:
            answer = await client.get(address)
            assert answer.status_code == 200, address
            assert "immutable" in answer.headers["cache-control"]


async def test_a_position_that_does_not_exist_is_not_waited_for(database_url: str) -> None:
    """A cookie that names a change nobody made neither delays a list nor makes it speak of that change."""
    async with serving(database_url) as served:
        await people(served)
        client = await visitor(served, "officer")
        client.cookies.set("tbn4_seen", "999999999999999999")
        assert "последнее изменение" not in _check(await client.get("/cases"), "ru")


@pytest.mark.parametrize(
    "address",
    [
        "/cases?q=%00",
        "/cases?region=%00",
        "/deadlines?organization=a%00b",
        "/audit?actor=%00",
        "/audit?recorded_to=9999-12-31",
        "/audit?recorded_from=0001-01-01&occurred_to=9999-12-31",
        "/calendar?month=9999-12",
        "/calendar?month=0001-01",
    ],
)
async def test_what_no_list_can_hold_is_no_failure(database_url: str, address: str) -> None:
    """A filter with NUL, or with a day at the end of time, is answered with a page."""
    async with serving(database_url) as served:
        await people(served)
        _check(await (await visitor(served, "supervisor")).get(address), "ru")


async def test_who_left_keeps_their_name(database_url: str) -> None:
    """History and audit name people whose accounts were disabled since."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 1)
        for login in ("officer", "head"):
            await served.service.access.disable(login)
        client = await visitor(served, "supervisor")
        history = _check(await client.get(f"/cases/{case_id}"), "ru")
        assert re.findall(r'"entry-who">([^<]+)<', history) == ["Officer", "Head"]
        assert re.findall(r"<td[^>]*>(Officer|Head)<", _check(await client.get("/audit"), "ru")) == ["Officer", "Head"]


async def test_without_a_database_pages_say_so_as_pages(database_url: str) -> None:
    """Whoever is logged in meets an error page while the database is away."""
    async with serving(database_url) as served:
        await people(served)
        client = await visitor(served, "officer")
        await served.service.pool.close()
        served.service.access._known.clear()
        answer = await client.get("/cases")
        assert "retry-after" in answer.headers
        _check(answer, "ru", 503)


async def test_head_is_answered_like_get(database_url: str) -> None:
    """HEAD gives status and headers of GET without a body, for pages and API alike."""
    async with serving(database_url) as served:
        client = served.anonymous()
        for address, status in (("/login", 200), ("/api/v1/workflows", 200), ("/readyz", 200), ("/nothing", 404)):
            got, head = await client.get(address), await client.head(address)
            assert (head.status_code, head.content) == (status, b""), address
            assert head.headers["content-type"] == got.headers["content-type"]


async def test_only_what_one_may_do_is_offered(database_url: str) -> None:
    """An officer is not offered an order, nor to correct what the head signed, and an address typed by hand is refused."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 1)
        officer, head = await visitor(served, "officer"), await visitor(served, "head")
        assert "/cases/new/risk_analysis/order" in (await head.get("/cases/new")).text
        offered = (await officer.get("/cases/new")).text
        assert "/cases/new/risk_analysis/announce_start" in offered
        assert "/cases/new/risk_analysis/order" not in offered
        assert (await officer.get("/cases/new/risk_analysis/order")).status_code == 403
        corrections = [
            re.findall(r"correct\?corrects=(\d+)", (await client.get(f"/cases/{case_id}")).text)
            for client in (officer, head)
        ]
        assert corrections == [["2"], ["2", "1"]]
        assert (await officer.get(f"/cases/{case_id}/actions/correct?corrects=1")).status_code == 403


async def test_lines_of_the_instruction_are_cited_in_the_language(database_url: str) -> None:
    """No page cites a line of the Instruction in English but the English one."""
    async with serving(database_url) as served:
        client = served.anonymous()
        for language, cited in (("ru", "строка 113"), ("kk", "113-жол"), ("en", "line 113")):
            text = (await client.get("/workflows/risk_analysis", params={"lang": language})).text
            assert (cited in text, "line 113" in text) == (True, language == "en")


async def test_a_weekend_that_is_worked_says_why(database_url: str) -> None:
    """Saturday 4 May 2024 is marked as a working day, with the day it is worked for and the act."""
    async with serving(database_url, date(2024, 4, 20)) as served:
        await people(served)
        text = (await (await visitor(served, "officer")).get("/calendar?month=2024-05")).text
        assert text.count('class="worked"') == 1
        assert "Рабочий день вместо 8 мая" in text
        assert "№ 109" in text


async def test_tiles_of_the_map_name_their_regions(database_url: str) -> None:
    """Each region's tile says in words which region it is."""
    async with serving(database_url) as served:
        await people(served)
        text = (await (await visitor(served, "supervisor")).get("/map")).text
        assert re.search(r'aria-label="19 [^"]*\. Алматинская область: ', text)
        assert re.search(r"<title>19 [^<]*\. Алматинская область: ", text)


async def test_a_missed_deadline_is_told_without_a_gap(database_url: str) -> None:
    """No space stands before the colon that follows the name of an event."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 0)
        served.clock.travel(date(2024, 3, 1))
        assert await served.sweep() > 0
        text = (await (await visitor(served, "officer")).get(f"/cases/{case_id}")).text
        assert "Срок пропущен</strong>:" in text


async def test_a_deadline_put_off_is_told_with_both_days(database_url: str) -> None:
    """The history says from which day to which the calendar put a deadline off, and the case shows the later one as awaited."""
    async with serving(database_url) as served:
        await people(served)
        accounts = {account.login: account for account in await served.service.access.accounts()}
        head = await served.service.access.actor(accounts["head"])
        served.clock.travel(date(2024, 4, 12))
        order = ORDER | {"ordered_on": "2024-04-12", "starts_on": "2024-05-06", "ends_on": "2024-05-31"}
        request = Request.of(head, None)
        opened = await served.service.cases.open("risk_analysis", BODY, "order", order, head, request)
        await served.projected()
        served.clock.travel(date(2024, 4, 22))
        assert await served.sweep() == 1
        text = (await (await visitor(served, "officer")).get(f"/cases/{opened.case.id}")).text
        assert re.search(r"Срок перенесён</strong>:[^<]*19 [^<]*→ 22 ", text)
