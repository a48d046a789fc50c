"""The peer: the library eventsourcing as its documentation sets it up for PostgreSQL.

`Analysis` is the aggregate that a project without our code would write: declared events, the facts of each act as a
dictionary, the library's JSON and its recorder, which locks the table for each save, so that readers miss nothing. All
settings are the library's defaults. A connection for each thread, or its cache of aggregates, make no measurable
difference here; its faster variant by database functions takes no lock, and lets readers miss events.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.benchmarks.lives import Step


class Analysis(Aggregate):
    """An analysis of corruption risks: its state, and the facts of each act."""

    @event("Ordered")
    def __init__(self, organization: str, actor: str, data: dict[str, Any]) -> None:
        self.organization = organization
        self.actor = actor
        self.state = "order"
        self.acts = {"order": data}

    @event("Acted")
    def act(self, action: str, actor: str, data: dict[str, Any]) -> None:
        """Remember an act."""
        self.actor = actor
        self.state = action
        self.acts[action] = data


class Analyses(Application[UUID]):
    """The application of analyses."""


def environment(url: str) -> dict[str, str]:
    """Give the settings of an application on a database."""
    parts = urlsplit(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.removeprefix("/"),
        "POSTGRES_HOST": parts.hostname or "",
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": parts.password or "",
    }


@contextmanager
def analyses(url: str) -> Iterator[Analyses]:
    """Open the application on a database; the first makes the tables."""
    application = Analyses(environment(url))
    try:
        yield application
    finally:
        application.close()


def perform(analysis: Analysis | None, step: Step, organization: str, actor: str) -> Analysis:
    """Order an analysis, or act on it."""
    if analysis is None:
        return Analysis(organization=organization, actor=actor, data=dict(step.data))
    analysis.act(step.action, actor, dict(step.data))
    return analysis
