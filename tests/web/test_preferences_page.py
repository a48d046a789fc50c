"""The page of preferences: language and mail, without JavaScript."""

from tests.serving import serving
from tests.web.visiting import people, visitor


async def test_the_language_of_mail_is_chosen(database_url: str) -> None:
    """Whoever chooses a language keeps it for mail and calendar; what is no language is refused."""
    async with serving(database_url) as served:
        await people(served)
        browser = await visitor(served, "officer")
        assert 'value="ru" lang="ru" selected' in (await browser.get("/preferences")).text
        changed = await browser.post("/preferences", data={"action": "language", "typed": "kk"})
        assert changed.status_code == 303
        assert (await served.service.access.account("officer")).language == "kk"
        assert 'value="kk" lang="kk" selected' in (await browser.get("/preferences")).text
        assert (await browser.post("/preferences", data={"action": "language", "typed": "xx"})).status_code == 400
