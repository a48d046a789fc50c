"""The pages of scores."""

from pathlib import Path

from events.organization import OrganizationType
from service.organizations import Names
from tests.serving import BELOW, BODY, REGION, Served, serving
from tests.web.visiting import people, visitor
from workflows.actor import SYSTEM, Post, Role


async def _entities(served: Served) -> None:
    await people(served)
    for code in ("company-1", "company-2"):
        names = Names(code, code, code)
        await served.service.organizations.register(code, OrganizationType.KGS, "KZ-19", names, BODY, SYSTEM)
    await served.projected()


async def test_scores_name_who_lacks_a_document(database_url: str, tmp_path: Path) -> None:
    """Nine rows say how many entities have the document and name those that lack it; a body alone in its scope is led there."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await _entities(served)
        browser = await visitor(served, "officer")
        led = await browser.get("/scores")
        assert (led.status_code, led.headers["location"]) == (303, f"/scores/{BODY}")
        text = (await browser.get(f"/scores/{BODY}?year=2024")).text
        assert text.count("0 из 2") == 9
        assert text.count('<a href="/cases?organization=company-1">company-1</a>') == 9
        country = (await (await visitor(served, "supervisor")).get("/scores")).text
        assert f'href="/scores/{REGION}"' in country


async def test_recording_scores(database_url: str, tmp_path: Path) -> None:
    """The button records what is shown; a form sent twice records once; those below neither see nor record."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await _entities(served)
        browser = await visitor(served, "officer")
        assert "ещё не зафиксированы" in (await browser.get(f"/scores/{BODY}?year=2024")).text
        before = served.events()
        for _ in range(2):
            sent = await browser.post(f"/scores/{BODY}?year=2024", data={"_key": "one"})
            assert sent.headers["location"] == f"/scores/{BODY}?year=2024&recorded=yes"
        assert served.events() == before + 1
        assert "Баллы зафиксированы" in (await browser.get(sent.headers["location"])).text
        await served.account("below", Role.SIGNATORY, BELOW, Post.FIRST_HEAD, "a long password")
        below = await visitor(served, "below")
        assert (await below.get(f"/scores/{BODY}?year=2024")).status_code == 403
        assert (await below.post(f"/scores/{BODY}?year=2024", data={"_key": "two"})).status_code == 403


async def test_nothing_to_score(database_url: str, tmp_path: Path) -> None:
    """A body without entities has neither points nor a button; a year that is none is said to be wrong."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        browser = await visitor(served, "officer")
        text = (await browser.get(f"/scores/{BODY}?year=2024")).text
        assert "оценивать нечего" in text
        assert "Зафиксировать баллы" not in text
        assert (await browser.get(f"/scores/{BODY}?year=x")).status_code == 400
        assert (await browser.get("/scores/nobody")).status_code == 404
