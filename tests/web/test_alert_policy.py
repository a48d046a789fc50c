"""The pages of the alert policy and of absences."""

import re
from pathlib import Path

import httpx2

from service.alerts.policies import Policies
from tests.serving import BODY, OTHER, Served, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role
from workflows.alert_policy.case import ID


async def _form(browser: httpx2.AsyncClient, address: str) -> dict[str, list[str] | str]:
    """What a browser would send of a form that nobody has touched."""
    text = (await browser.get(address)).text
    sent: dict[str, list[str] | str] = {}
    for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]* checked', text):
        known = sent.setdefault(name, [])
        assert isinstance(known, list)
        known.append(value)
    for name, value in re.findall(r'<input type="hidden" name="(_[^"]+)" value="([^"]*)"', text):
        sent[name] = value
    for name, value in re.findall(r'<input class="form-control"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text):
        sent[name] = value
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n([^<]*)</textarea>', text):
        sent[name] = value
    for name, value in re.findall(r'name="([^"]+)"><option value="">[^<]*</option>.*?value="([^"]+)" selected', text):
        sent[name] = value
    return sent


async def _proposed(served: Served) -> httpx2.AsyncClient:
    """Have a supervisor propose a policy with the form."""
    browser = await visitor(served, "supervisor")
    address = "/cases/new/alert_policy/propose_policy"
    sent = await _form(browser, address)
    assert sent["rules.reminders"] == "10\n3\n1"
    assert sent["rules.hard.today"] == ["responsible", "signatory", "uploader"]
    done = await browser.post(address, data=sent | {"reason": "Раньше напоминать", "rules.reminders": "15\n5"})
    assert (done.status_code, done.headers["location"]) == (303, "/alert-policy?recorded=1"), done.text
    return browser


async def test_a_policy_is_proposed_and_approved_with_forms(database_url: str, tmp_path: Path) -> None:
    """The form starts with what holds; the page shows both, who proposed it, and to another supervisor the approval."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await served.account("second", Role.SUPERVISOR, password=PASSWORD)
        browser = await _proposed(served)
        page = (await browser.get("/alert-policy")).text
        assert "<strong>15, 5</strong>" in page
        assert "Раньше напоминать" in page
        assert f"/cases/{ID}/actions/approve_policy" not in page
        other = await visitor(served, "second")
        approve = f"/cases/{ID}/actions/approve_policy"
        assert approve in (await other.get("/alert-policy")).text
        done = await other.post(approve, data=await _form(other, approve))
        assert done.headers["location"] == "/alert-policy?recorded=2"
        officer = await visitor(served, "officer")
        page = (await officer.get("/alert-policy")).text
        assert "<td>15, 5</td>" in page
        assert "propose_policy" not in page
        before = (await officer.get("/alert-policy?on=2024-02-01")).text
        assert "<td>10, 3, 1</td>" in before
        assert (await officer.get("/alert-policy?on=yesterday")).status_code == 400
        assert (await other.get(f"/cases/{ID}")).headers["location"] == "/alert-policy"
        again = await _form(browser, f"/cases/{ID}/actions/propose_policy")
        assert again["rules.reminders"] == "15\n5"


async def test_a_wrong_policy_keeps_what_was_typed(database_url: str, tmp_path: Path) -> None:
    """Each error stands at its field."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        browser, address = await visitor(served, "supervisor"), "/cases/new/alert_policy/propose_policy"
        sent = await _form(browser, address)
        wrong = {"reason": "Иначе", "rules.reminders": "5\n15", "rules.digest_at": "23:00"}
        page = await browser.post(address, data=sent | wrong)
        assert page.status_code == 422
        assert 'id="f-rules-reminders-error"' in page.text
        assert 'id="f-rules-digest_at-error"' in page.text
        assert 'href="/alert-policy" aria-current="page"' in page.text
        assert "5\n15</textarea>" in page.text
        assert (await (await visitor(served, "officer")).get(address)).status_code == 403
        assert (await Policies(served.service.cases).facts()).proposal is None


async def test_the_page_counts_what_a_proposal_would_have_sent(database_url: str, tmp_path: Path) -> None:
    """For supervisors, when they ask for it; the bodies lead to their pages."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await lived(served, 0)
        served.clock.travel(served.clock.today().replace(month=3))
        browser = await _proposed(served)
        assert "<tfoot>" not in (await browser.get("/alert-policy")).text
        page = (await browser.get("/alert-policy?preview=yes")).text
        assert "<tfoot>" in page
        assert f'href="/organizations/{BODY}"' in page
        officer = await visitor(served, "officer")
        assert "<tfoot>" not in (await officer.get("/alert-policy?preview=yes")).text


async def test_what_is_typed_is_previewed_before_it_is_proposed(database_url: str, tmp_path: Path) -> None:
    """The form counts for what stands in it, keeps it and records nothing; what contradicts itself is marked; then it is proposed."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await lived(served, 0)
        served.clock.travel(served.clock.today().replace(month=3))
        browser, address = await visitor(served, "supervisor"), "/cases/new/alert_policy/propose_policy"
        asked = await _form(browser, address) | {"rules.overdue": "5", "_preview": "yes"}
        page = await browser.post(address, data=asked)
        assert (page.status_code, "5</textarea>" in page.text) == (200, True)
        assert f'href="/organizations/{BODY}"' in page.text
        [counts] = re.findall(r'<tfoot>.*?class="num">(\d+)</td><td class="num">(\d+)<', page.text)
        assert 0 < int(counts[1]) < int(counts[0])
        wrong = await browser.post(address, data=asked | {"rules.reminders": "5\n15"})
        assert (wrong.status_code, 'id="f-rules-reminders-error"' in wrong.text) == (422, True)
        assert "<tfoot>" not in wrong.text
        assert (await Policies(served.service.cases).facts()).proposal is None
        del asked["_preview"]
        done = await browser.post(address, data=asked | {"reason": "Раньше напоминать"})
        assert done.headers["location"] == "/alert-policy?recorded=1"
        head, begun = await visitor(served, "head"), "/cases/new/risk_analysis/order"
        assert (await head.post(begun, data={"_preview": "yes"})).status_code == 404


async def test_the_page_names_bodies_without_accounts(database_url: str, tmp_path: Path) -> None:
    """Those within one's reach."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await lived(served, 0)
        await served.service.access.disable("officer")
        link = f'href="/deadlines?organization={BODY}"'
        assert link in (await (await visitor(served, "head")).get("/alert-policy")).text
        await served.account("elsewhere", Role.OFFICER, OTHER, password=PASSWORD)
        assert link not in (await (await visitor(served, "elsewhere")).get("/alert-policy")).text


async def test_an_absence_is_recorded_and_revoked_on_the_page(database_url: str, tmp_path: Path) -> None:
    """An officer records their own, the head that of others; wrong fields are marked, and nothing typed is lost."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        alone = await served.account("alone", Role.OFFICER, OTHER, password=PASSWORD)
        second = await served.account("second", Role.OFFICER, BODY, password=PASSWORD)
        officer, head = await visitor(served, "officer"), await visitor(served, "head")
        days = {"first_day": "2024-02-12", "last_day": "2024-02-16"}
        assert 'name="account"' not in (await officer.get("/absences")).text
        wrong = await officer.post("/absences", data={"substitute": "", **days, "last_day": "never"})
        assert wrong.status_code == 422
        assert all(f'id="f-{name}-error"' in wrong.text for name in ("substitute", "last_day"))
        assert 'value="2024-02-12"' in wrong.text
        done = await officer.post("/absences", data={"substitute": str(second.id), **days})
        assert (done.status_code, done.headers["location"]) == (303, "/absences")
        page = (await head.get("/absences")).text
        assert 'name="account"' in page
        [revoke] = set(re.findall(r'action="(/absences/[^"]+/revoke)"', page))
        assert (await (await visitor(served, "second")).post(revoke)).status_code == 403
        assert (await head.post(revoke)).status_code == 303
        assert "/revoke" not in (await officer.get("/absences")).text
        assert 'name="substitute"' not in (await (await visitor(served, "alone")).get("/absences")).text
        of_others = {"account": str(second.id), "substitute": str(alone.id), **days}
        refused = await head.post("/absences", data=of_others)
        assert (refused.status_code, 'id="f-substitute-error"' in refused.text) == (422, True)
        supervisor = await visitor(served, "supervisor")
        assert str(second.id) in (await supervisor.get(f"/absences?organization={BODY}")).text
        assert (await supervisor.post("/absences/none/revoke")).status_code == 404
