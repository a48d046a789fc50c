"""Signing in the browser: Chromium, the page's script, and a program that speaks as NCALayer does."""

import asyncio
import base64
import hashlib
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.layer import Answer, Layer
from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.service.signatures.authority import NOW, Centre, pdf, sign
from tests.serving import BODY

PAPER = pdf()
HASH = hashlib.sha256(PAPER).hexdigest()
AT = f"/files/{HASH}/signatures?organization={BODY}&lang=en"
Opened = Callable[[str], AbstractContextManager[Site]]


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
def opened(database_url: str, browser: Browser, tmp_path: Path, centre: Centre) -> Opened:
    """Serves a site whose pages may speak with NCALayer at an address, and on which the officer has sent a paper."""

    @contextmanager
    def made(layer: str) -> Iterator[Site]:
        settings: dict[str, Any] = {"data_dir": tmp_path, "trust_dir": centre.folder, "ncalayer": True}
        with site(database_url, browser, today=NOW.date(), ncalayer_url=layer, **settings) as found:
            found.do(_send(found))
            yield found

    return made


async def _send(place: Site) -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield PAPER

    service = place.served.service
    account = next(one for one in await service.access.accounts() if one.login == "officer")
    await service.files.keep(stream(), "справка.pdf", await service.access.actor(account), BODY)


def _signed(page: Page) -> None:
    """Read the document, agree, and ask for the signature."""
    button = page.get_by_role("button", name="Sign with NCALayer")
    agreed = page.get_by_label("I have read the document, and sign it with my own key")
    expect(agreed).to_be_disabled()
    expect(button).to_be_disabled()
    with page.expect_download():
        page.get_by_role("link", name=re.compile("^Open the document")).click()
    agreed.check()
    button.click()


@contextmanager
def _listening(opened: Opened, answer: Answer) -> Iterator[tuple[Site, Layer, Page]]:
    """A site and a program that answers so, which listens where the site says; and the page of the paper's signatures."""
    layer = Layer(answer)
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        opened(f"ws://127.0.0.1:{listener.getsockname()[1]}") as place,
    ):
        server = place.do(layer.listen(listener))
        page = place.page("officer")
        page.goto(AT)
        yield place, layer, page
        place.close()
        place.do(_closed(server))


async def _closed(server: asyncio.Server) -> None:
    server.close()


def test_a_paper_is_signed_in_the_browser(opened: Opened, centre: Centre) -> None:
    """Exactly the bytes shown are signed, apart, with a key for signing; what comes back is added and verified as what is uploaded."""

    async def answer(request: dict[str, Any]) -> dict[str, Any]:
        made = await sign(base64.b64decode(request["args"][2]), centre.head())
        return {"code": "200", "responseObject": base64.b64encode(made).decode()}

    with _listening(opened, answer) as (place, layer, page):
        look(page, "en")
        _signed(page)
        expect(page.get_by_text("The signature was added and verified.")).to_be_visible()
        expect(page.get_by_text("АХМЕТОВА АЙГҮЛ").first).to_be_visible()
        look(page, "en")
        [asked] = layer.asked
        assert (asked["module"], asked["method"]) == ("kz.gov.pki.knca.commonUtils", "createCMSSignatureFromBase64")
        storage, key, content, attached = asked["args"]
        assert (storage, key, attached, base64.b64decode(content)) == ("PKCS12", "SIGNATURE", False, PAPER)
        assert layer.origins == [place.served.url]
        assert place.troubles == []


@pytest.mark.parametrize(
    "said", [{"code": "500", "message": "action.canceled"}, {"code": "200", "responseObject": ""}, {"errorCode": "X"}]
)
def test_whoever_refuses_signs_nothing(opened: Opened, said: dict[str, Any]) -> None:
    """Cancelled at the key, or answered without a signature: told, nothing is added, and it can be tried again."""

    async def answer(_request: dict[str, Any]) -> dict[str, Any]:
        return said

    with _listening(opened, answer) as (place, layer, page):
        _signed(page)
        expect(page.get_by_text("Nothing was signed.")).to_be_visible()
        expect(page.get_by_role("button", name="Sign with NCALayer")).to_be_enabled()
        page.get_by_role("button", name="Sign with NCALayer").click()
        expect(page.get_by_text("Nothing was signed.")).to_be_visible()
        assert len(layer.asked) >= 1
        assert place.do(place.served.service.signatures.all_of(BODY, HASH)) == []
        assert place.troubles == []


def test_without_ncalayer_a_signature_is_uploaded(opened: Opened, centre: Centre, tmp_path: Path) -> None:
    """Where nothing listens the page says so, and what was signed elsewhere is added by the form."""
    with opened("ws://127.0.0.1:1") as place:
        page = place.page("officer")
        page.goto(AT)
        _signed(page)
        expect(page.get_by_text("NCALayer does not answer")).to_be_visible()
        apart = tmp_path / "справка.p7s"
        apart.write_bytes(place.do(sign(PAPER, centre.head())))
        page.get_by_label("Signature in a file of its own").set_input_files(apart)
        page.get_by_role("button", name="Add and verify").click()
        expect(page.get_by_text("The signature was added and verified.")).to_be_visible()
        assert all("WebSocket" in trouble for trouble in place.troubles)
