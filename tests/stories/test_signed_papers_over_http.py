"""A signed form with its signature in a file of its own: sent beside the paper in the form of the action, or over the API."""

import hashlib
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.service.signatures.authority import NOW, Centre, pdf, sign
from tests.serving import BODY, Served, problem_of, serving
from tests.stories.test_forms_over_http import act
from tests.web.visiting import people, visitor

PAPER, OTHER_PAPER = pdf(), pdf(2)
HASH = hashlib.sha256(PAPER).hexdigest()
AT = f"/api/v1/files/{HASH}/signatures"
OF_BODY = {"organization": BODY}
WRONG = "Подпись относится к другому файлу"
FORM = "/cases/new/reporting_row/declare_no_facts"
Files = dict[str, tuple[str, bytes]]


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
async def served(database_url: str, tmp_path: Path, centre: Centre) -> AsyncIterator[Served]:
    async with serving(database_url, NOW.date(), data_dir=tmp_path, trust_dir=centre.folder) as served:
        await people(served)
        yield served


async def _api(served: Served) -> httpx2.AsyncClient:
    account = next(one for one in await served.service.access.accounts() if one.login == "officer")
    return await served.client(account)


async def _checked(api: httpx2.AsyncClient) -> str:
    """A report that waits for its signature; gives its case."""
    formed = await api.post("/api/v1/forms/2/reports", json={"organization": BODY, "period": "2024Q1"})
    assert formed.status_code == 201, formed.text
    report = str(formed.json()["id"])
    await act(api, report, "check_report", checked_on="2024-03-20")
    return report


async def _send(browser: httpx2.AsyncClient, files: Files, **typed: str) -> httpx2.Response:
    """The form of a declaration, as a browser without JavaScript sends it."""
    shown = (await browser.get(FORM)).text
    assert 'name="_signature.file" accept=".p7s,.cms"' in shown
    data = {
        "row": "2.5.1",
        "period": "2024Q1",
        "declared_on": "2024-03-20",
        "signature.post": "first_head",
        "_key": "one",
    }
    return await browser.post(FORM, data=data | typed, files=files)


async def _verdicts(api: httpx2.AsyncClient) -> list[tuple[str, list[str]]]:
    """What is known of the signatures of the paper: outcome and problems."""
    found = (await api.get(AT, params=OF_BODY)).json()["items"]
    return [(one["outcome"], one["problems"]) for item in found for one in item["signatures"]]


async def _state(api: httpx2.AsyncClient, report: str) -> str:
    return str((await api.get(f"/api/v1/cases/{report}")).json()["state"])


async def test_a_signature_comes_with_the_paper_that_it_signs(served: Served, centre: Centre) -> None:
    """Sent in one form, the entry names the paper, the signature lies beside it, verified, and the case shows who signed."""
    api, browser = await _api(served), await visitor(served, "officer")
    beside = ("форма.p7s", await sign(PAPER, centre.head()))
    answer = await _send(browser, {"file": ("форма.pdf", PAPER), "_signature.file": beside})
    assert answer.status_code == 303, answer.text
    case = answer.headers["location"].partition("?")[0]
    events = (await api.get(f"/api/v1{case}/events")).json()["items"]
    assert events[-1]["data"]["file"] == HASH
    assert await _verdicts(api) == [("valid", [])]
    await served.projected()
    page = unescape((await browser.get(case)).text)
    assert "АХМЕТОВА АЙГҮЛ" in page
    assert f"/files/{HASH}/signatures?" in page


async def test_a_signature_of_another_file_is_recorded_as_such(served: Served, centre: Centre) -> None:
    """What is not valid is not refused: the paper is signed by hand, too; the verdict says that the signature is of another file."""
    api, browser = await _api(served), await visitor(served, "officer")
    beside = ("форма.p7s", await sign(OTHER_PAPER, centre.head()))
    answer = await _send(browser, {"file": ("форма.pdf", PAPER), "_signature.file": beside})
    assert answer.status_code == 303, answer.text
    [(outcome, problems)] = await _verdicts(api)
    assert (outcome, "other_file" in problems) == ("invalid", True)
    page = unescape((await browser.get(answer.headers["location"])).text)
    assert re.search(rf'role="alert">[^/]*форма\.pdf.*?{WRONG}', page, re.DOTALL)
    assert 'role="alert"' not in (await browser.get(answer.headers["location"].partition("?")[0])).text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("форма.p7s", b"no signature at all", "P7S"),
        ("форма.pdf", PAPER, "P7S"),
        ("форма.p7s", b"", "P7S"),
    ],
)
async def test_an_unreadable_signature_is_told_at_its_paper(
    served: Served, name: str, content: bytes, said: str
) -> None:
    """Nothing is recorded; the refusal names the file and stands at the field of the paper, which need not be sent again."""
    api, browser = await _api(served), await visitor(served, "officer")
    before = served.events()
    answer = await _send(browser, {"file": ("отчёт.pdf", PAPER), "_signature.file": (name, content)})
    page = unescape(answer.text)
    assert (answer.status_code, served.events()) == (422, before)
    told = re.search(r'id="f-file-error"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert told
    assert f"«{name}»" in told[1]
    assert f'name="file" value="{HASH}" checked' in page
    again = await _send(browser, {"file": ("", b"")}, file=HASH)
    assert again.status_code == 303, again.text
    assert await _verdicts(api) == []


async def test_a_signature_without_its_paper_is_told(served: Served, centre: Centre) -> None:
    """Alone it signs nothing: the form comes back and asks for the paper, too."""
    browser, before = await visitor(served, "officer"), served.events()
    beside = ("форма.p7s", await sign(PAPER, centre.head()))
    answer = await _send(browser, {"file": ("", b""), "_signature.file": beside})
    assert (answer.status_code, served.events()) == (422, before)
    assert 'href="#f-file"' in answer.text


async def test_a_form_asks_once_for_a_signature(served: Served) -> None:
    """Where the entry has a field of its own for it, as that of a signed form, none is asked for beside the paper; nor in a correction."""
    api, browser = await _api(served), await visitor(served, "officer")
    report = await _checked(api)
    shown = (await browser.get(f"/cases/{report}/actions/sign_form")).text
    assert 'name="detached" accept=".p7s,.cms"' in shown
    assert "_signature.file" not in shown
    await act(api, report, "sign_form", signed_on="2024-03-20", signature={"post": "first_head"})
    shown = (await browser.get(f"/cases/{report}/actions/correct?corrects=3")).text
    assert 'name="data.detached"' in shown
    assert "_signature." not in shown


async def test_over_the_api_the_signature_follows_its_paper(served: Served, centre: Centre) -> None:
    """The paper is sent, then its signature: valid, of another file, unreadable, under another name, of a paper that was never sent."""
    api = await _api(served)
    good, other = await sign(PAPER, centre.head()), await sign(OTHER_PAPER, centre.head())

    async def sent(content: bytes, name: str = "форма.p7s", at: str = AT) -> httpx2.Response:
        return await api.post(at, params=OF_BODY | {"name": name}, content=content)

    problem_of(await sent(good), 404, "unknown")
    await api.post("/api/v1/files", params=OF_BODY | {"name": "форма.pdf"}, content=PAPER)
    answers: list[Any] = [await sent(one) for one in (good, other)]
    assert [one.status_code for one in answers] == [201, 201]
    told = [one.json()["items"][0]["signatures"][0] for one in answers]
    assert [one["outcome"] for one in told] == ["valid", "invalid"]
    assert "other_file" in told[1]["problems"]
    problem_of(await sent(b"no signature at all"), 415, "file-not-accepted")
    problem_of(await sent(PAPER, "форма.pdf"), 415, "file-not-accepted")
    report = await _checked(api)
    await act(api, report, "sign_form", signed_on="2024-03-20", signature={"post": "first_head"}, file=HASH)
    assert (await _state(api, report), len(await _verdicts(api))) == ("signed", 2)


async def test_only_papers_are_signed(served: Served, centre: Centre) -> None:
    """What a report keeps for programs is offered to nobody to be signed, nor is a signature of it taken; nor that of a signature."""
    api, browser = await _api(served), await visitor(served, "officer")
    report = await _checked(api)
    await served.projected()
    formed = (await api.get(f"/api/v1/cases/{report}/events")).json()["items"][0]["data"]
    page = (await browser.get(f"/cases/{report}")).text
    assert f"/files/{formed['snapshot']}?" in page
    assert f"/files/{formed['snapshot']}/signatures" not in page
    signature = await sign(PAPER, centre.head())
    kept = await api.post("/api/v1/files", params=OF_BODY | {"name": "форма.p7s"}, content=signature)
    for sha256 in (formed["snapshot"], kept.json()["sha256"]):
        at = f"/api/v1/files/{sha256}/signatures"
        problem_of(await api.post(at, params=OF_BODY | {"name": "x.p7s"}, content=signature), 415, "file-not-accepted")
        shown = await browser.get(f"/files/{sha256}/signatures", params=OF_BODY)
        assert (shown.status_code, 'name="signature"' in shown.text) == (200, False)
        refused = await browser.post(
            f"/files/{sha256}/signatures", params=OF_BODY, files={"signature": ("x.p7s", signature)}
        )
        assert refused.status_code == 422


@pytest.mark.parametrize(("over", "outcome"), [(PAPER, "valid"), (OTHER_PAPER, "invalid")])
async def test_a_signature_that_the_entry_names_is_one_of_its_file(
    served: Served, centre: Centre, over: bytes, outcome: str
) -> None:
    """In the field for it, a signature is judged over the paper as if it had come beside it; what is not valid is told at once."""
    api, browser = await _api(served), await visitor(served, "officer")
    report = await _checked(api)
    form, signature = f"/cases/{report}/actions/sign_form", await sign(over, centre.head())
    version = re.search(r'name="_version" value="(\d+)"', (await browser.get(form)).text)
    assert version
    data = {"signed_on": "2024-03-20", "signature.post": "first_head", "_key": "one", "_version": version[1]}
    files = {"file": ("форма.pdf", PAPER), "detached": ("форма.p7s", signature)}
    answer = await browser.post(form, data=data, files=files)
    assert (answer.status_code, await _state(api, report)) == (303, "signed")
    [(found, problems)] = await _verdicts(api)
    assert (found, "other_file" in problems) == (outcome, outcome == "invalid")
    await served.projected()
    page = unescape((await browser.get(answer.headers["location"])).text)
    warned = [" ".join(one.split()) for one in re.findall(r'role="alert">(.*?)</div>', page, re.DOTALL)]
    assert len(warned) == len(problems[:1])
    assert all(WRONG in one and "форма.pdf" in one for one in warned)
    apart = unescape((await browser.get(f"/files/{HASH}/signatures", params=OF_BODY)).text)
    for shown in (unescape((await browser.get(f"/cases/{report}")).text), apart):
        assert "АХМЕТОВА АЙГҮЛ" in shown
        assert (WRONG in shown) == (outcome == "invalid")
        assert "Подпись не проверена" not in shown
    assert hashlib.sha256(signature).hexdigest() in apart


async def test_over_the_api_a_named_signature_is_judged_once(served: Served, centre: Centre) -> None:
    """Named in an entry it is verified over the paper; a correction that names another adds its verdict, one that goes back none."""
    api = await _api(served)
    report = await _checked(api)
    signatures = [await sign(over, centre.head()) for over in (OTHER_PAPER, PAPER)]
    await _kept(api, "форма.pdf", PAPER)
    other, right = [await _kept(api, f"{n}.p7s", content) for n, content in enumerate(signatures)]
    data: dict[str, Any] = {"signed_on": "2024-03-20", "signature": {"post": "first_head"}, "file": HASH}
    await act(api, report, "sign_form", **data, detached=other)
    assert [outcome for outcome, _ in await _verdicts(api)] == ["invalid"]
    entry = (await api.get(f"/api/v1/cases/{report}")).json()["version"]
    for named in (right, other):
        await act(api, report, "correct", corrects=entry, reason="Не тот файл", data=data | {"detached": named})
        assert [outcome for outcome, _ in await _verdicts(api)] == ["valid", "invalid"]


async def test_a_paper_named_as_a_signature_is_refused(served: Served, centre: Centre) -> None:
    """What is no signature proves nothing of the file: it is told at its field, and so is a signature of what nobody signs."""
    api = await _api(served)
    report = await _checked(api)
    signature = await _kept(api, "форма.p7s", await sign(PAPER, centre.head()))
    other = await _kept(api, "другая.pdf", OTHER_PAPER)
    await _kept(api, "форма.pdf", PAPER)
    data: dict[str, Any] = {"signed_on": "2024-03-20", "signature": {"post": "first_head"}}
    before = served.events()
    for file, detached, at in ((HASH, other, "#/detached"), (signature, signature, "#/file")):
        said = await _refused(api, report, "sign_form", data | {"file": file, "detached": detached})
        assert said == [at]
    assert served.events() == before
    await act(api, report, "sign_form", **data, file=HASH)
    corrected = {"corrects": 3, "reason": "Не тот файл", "data": data | {"file": HASH, "detached": other}}
    assert await _refused(api, report, "correct", corrected) == ["#/data/detached"]
    assert await _verdicts(api) == []


async def _refused(api: httpx2.AsyncClient, report: str, action: str, data: dict[str, Any]) -> list[str]:
    version = (await api.get(f"/api/v1/cases/{report}")).headers["ETag"]
    answer = await api.post(f"/api/v1/cases/{report}/actions/{action}", json=data, headers={"If-Match": version})
    return [one["pointer"] for one in problem_of(answer, 422, "invalid")["errors"]]


async def _kept(api: httpx2.AsyncClient, name: str, content: bytes) -> str:
    answer = await api.post("/api/v1/files", params=OF_BODY | {"name": name}, content=content)
    return str(answer.json()["sha256"])
