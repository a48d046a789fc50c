"""One word for one thing on all pages."""

import re
from datetime import date

from tests.serving import BODY, serving
from tests.web.visiting import PASSWORD, lived, people, visitor


async def test_a_deadline_left_undone_has_one_word_everywhere(database_url: str) -> None:
    """Statuses of deadlines that ended undone are "not done", as their group is, in the case's table, on the board and in the quarters."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 2)
        cancelled = {"cancelled_on": "2024-03-25", "basis_no": "1", "reason": "Реорганизация"}
        head = {a.login: a for a in await served.service.access.accounts()}["head"]
        served.clock.travel(date(2024, 3, 25))
        client = await served.client(head)
        answer = await client.post(
            f"/api/v1/cases/{case_id}/actions/cancel", json=cancelled, headers={"If-Match": '"3"'}
        )
        assert answer.status_code == 200, answer.text
        await served.projected()
        browser = await visitor(served, "supervisor")
        for page in (f"/cases/{case_id}", "/deadlines?standing=not_done"):
            text = (await browser.get(page)).text
            words = re.findall(r'status-overdue">.*?</svg>([^<]+)</span>', text, re.DOTALL)
            assert words, page
            assert {word.strip() for word in words} == {"Не исполнено"}, page
            assert "не исполнено" in text


async def test_quarters_are_words_and_settled_terms_are_not_all_met(database_url: str) -> None:
    """Pages write a quarter out, and call the terms that nothing is awaited of any more by a neutral name."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served)
        text = (await (await visitor(served, "supervisor")).get(f"/cases/{case_id}")).text
        assert "I квартал 2025" in text
        assert "2025Q1" not in re.sub(r'(href|id|value)="[^"]*"', "", text)
        assert "Закрытые квартальные сроки" in text


async def test_passed_recommended_terms_are_counted_apart(database_url: str) -> None:
    """The tile of the overdue counts binding terms, recommended ones stand beside."""
    async with serving(database_url) as served:
        await people(served)
        await lived(served, 0)
        served.clock.travel(date(2025, 4, 1))
        await served.sweep()
        await served.projected()
        browser = await visitor(served, "supervisor")
        text = (await browser.get("/")).text
        tile = r'tile-overdue" href="([^"]+)"><span class="tile-number">(\d+)'
        [(address, number)] = re.findall(tile, text)
        [recommended] = re.findall(r"strength=recommended&amp;counted=true\">рекомендуемые сроки прошли: (\d+)", text)
        rows = {
            strength: (await browser.get(f"/deadlines?standing=overdue&strength={strength}")).text.count("<tr>\n")
            for strength in ("hard", "recommended")
        }
        assert address.endswith("strength=hard&amp;counted=true")
        assert rows == {"hard": int(number), "recommended": int(recommended)}
        assert int(recommended) > 0


async def test_an_unknown_filter_is_said(database_url: str) -> None:
    """An address that asks for what does not exist says so instead of showing an empty list as if nothing were there."""
    async with serving(database_url) as served:
        await people(served)
        browser = await visitor(served, "supervisor")
        for page in (
            "/cases?state=nosuch", "/cases?region=nosuch", "/cases?organization=nosuch", "/cases?workflow=nosuch",
            "/cases?open=nosuch", "/deadlines?rule=nosuch", "/deadlines?standing=nosuch", "/deadlines?strength=nosuch",
            "/deadlines?organization=nosuch", "/audit?topic=nosuch", "/audit?occurred_from=nosuch", "/calendar?month=nosuch",
        ):  # fmt: skip
            assert "указано «nosuch»: такого значения фильтра нет" in (await browser.get(page)).text, page
        for page in ("/cases?state=under_way", f"/deadlines?organization={BODY}&rule=D05", "/audit?region=KZ-19"):
            assert "такого значения фильтра нет" not in (await browser.get(page)).text, page


async def test_the_language_chosen_at_the_login_stays(database_url: str) -> None:
    """Who chooses a language on the log-in page finds the product in it; who does not, finds their account's."""
    async with serving(database_url) as served:
        await people(served)
        form = {"login": "officer", "password": PASSWORD}
        for chosen, language in (("kk", "kk"), ("en", "en"), ("", "ru")):
            browser = served.anonymous(Origin=served.url)
            await browser.get("/login", params={"lang": chosen} if chosen else {})
            await browser.post("/login", data=form)
            assert f'<html lang="{language}">' in (await browser.get("/")).text


async def test_a_mended_remark_is_struck_out(database_url: str) -> None:
    """The history keeps a remark that a correction took away, and marks it as past."""
    async with serving(database_url) as served:
        await people(served)
        case_id = await lived(served, 1)
        officer = await served.client({a.login: a for a in await served.service.access.accounts()}["officer"])
        served.clock.travel(date(2024, 3, 5))
        for version, action, data in (
            (2, "begin", {"began_on": "2024-03-05"}),
            (3, "correct", {"corrects": 3, "data": {"began_on": "2024-03-04"}, "reason": "Описка"}),
        ):
            address, tag = f"/api/v1/cases/{case_id}/actions/{action}", {"If-Match": f'"{version}"'}
            answer = await officer.post(address, json=data, headers=tag)
            assert answer.status_code == 200, answer.text
        text = (await (await visitor(served, "officer")).get(f"/cases/{case_id}")).text
        assert re.search(r"<del>(?:<span[^>]*>[^<]*</span>)?Начат не в день", text), re.findall("remark.*", text)
