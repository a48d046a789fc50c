"""Addresses within the site."""

import pytest

from service.web.visitor import local_path


@pytest.mark.parametrize("address", ["/", "/cases?q=1#x", "/cases/%2F"])
def test_local_addresses_are_followed(address: str) -> None:
    """A path on this site may be gone to."""
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [None, "", "cases", "//example.org", "/\\example.org", "/a\\b", "https://example.org", "/a\nb", "/\t/example.org"],
)
def test_other_addresses_are_not(address: str | None) -> None:
    """Whatever a browser could take for another site leads to the overview."""
    assert local_path(address) == "/"
