"""Signatures on pages, as a browser without JavaScript sees them."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.signatures.authority import NOW, Centre, pdf, sign
from tests.serving import BODY, Served, serving
from tests.web.visiting import people, visitor

PAPER = pdf()
HASH = hashlib.sha256(PAPER).hexdigest()
AT = f"/files/{HASH}/signatures?organization={BODY}"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
async def served(database_url: str, tmp_path: Path, centre: Centre) -> AsyncIterator[Served]:
    async with serving(database_url, NOW.date(), data_dir=tmp_path, trust_dir=centre.folder, ncalayer=True) as served:
        await people(served)
        yield served


async def test_a_signature_is_added_and_shown(served: Served, centre: Centre) -> None:
    """Uploaded without JavaScript, told with who signed; the page may speak with NCALayer, since the operator lets it."""
    account = next(one for one in await served.service.access.accounts() if one.login == "officer")
    api = await served.client(account)
    await api.post("/api/v1/files", params={"organization": BODY, "name": "справка.pdf"}, content=PAPER)
    client = await visitor(served, "officer")
    page = await client.get(AT)
    assert page.status_code == 200, page.text
    assert "wss://127.0.0.1:13579" in page.headers["content-security-policy"]
    assert "wss://" not in (await client.get("/")).headers["content-security-policy"]
    assert (await client.post(AT, files={"signature": ("", b"")})).status_code == 422
    signature = await sign(PAPER, centre.head())
    answer = await client.post(AT, files={"signature": ("справка.p7s", signature)})
    assert answer.status_code == 303, answer.text
    shown = (await client.get(answer.headers["location"])).text
    assert "АХМЕТОВА АЙГҮЛ" in shown
    assert 'class="status status-met"' in shown
    assert (await client.post(AT, data={"_again": "yes"})).status_code == 303
