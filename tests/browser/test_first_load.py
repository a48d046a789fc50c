"""What a first visit costs on a slow line, as Chromium counts the bytes that came."""

from typing import Any

import psycopg
import pytest

from tests.browser.site import Site

MOST = 120_000
"""Bytes of page, styles and scripts together, as they are sent."""

_LONGEST = "SELECT '/cases/' || id FROM read.cases WHERE clearance = '' ORDER BY version DESC LIMIT 1"


@pytest.mark.parametrize(("login", "address"), [("supervisor", "/"), ("energy", "/tasks?all=1"), ("supervisor", ""), ("supervisor", "/map")])  # fmt: skip
def test_a_first_load_is_small(demo: Site, login: str, address: str) -> None:
    """The overview, somebody's tasks, the longest case and the map come in at most 120 kB, nothing of it kept from before."""
    page = demo.page(login)
    if not address:
        with psycopg.connect(demo.served.database) as conn:
            [address] = conn.execute(_LONGEST).fetchone() or ("",)
    wire = page.context.new_cdp_session(page)
    came: list[float] = []
    wire.on("Network.loadingFinished", lambda told: came.append(_bytes(told)))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="load")
    assert len(came) >= 5, "the page, two styles and two scripts"
    assert 10_000 < sum(came) <= MOST


def _bytes(told: dict[str, Any]) -> float:
    return float(told["encodedDataLength"])
