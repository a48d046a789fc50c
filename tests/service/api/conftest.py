"""The database of a test of the API: the organisations stand in it, which takes as long as to copy an empty one."""

import pytest


@pytest.fixture
def database_url(registered_url: str) -> str:
    """The URL of a database with the organisations of `tests.serving` that only this test uses."""
    return registered_url
