"""The database in which a story begins: the organisations stand in it."""

import pytest


@pytest.fixture
def database_url(registered_url: str) -> str:
    """The URL of a database with the organisations of `tests.serving` that only this test uses."""
    return registered_url
