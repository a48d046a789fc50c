"""What the service counts and measures, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from service.alerts.queue import MailState
from service.chores import Known

_CHORES = {
    "last_success_timestamp_seconds": "When the recurring work was last done, 0 for never",
    "last_duration_seconds": "How long that took",
    "last_count": "How much there was to do",
    "successes": "How often it was done by any process",
    "failures": "How often it failed in any process",
}
_UNCOUNTED = frozenset({"deadlines", "calendar", "telling", "delivery"})
"""Work that has to do with sealed cases, too: how much there was would tell everybody of these (C4)."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    """The meters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "tbn4_http_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.request_seconds = Histogram(
            "tbn4_http_request_seconds",
            "Time to answer a request",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        # by outcome alone: everybody may read this, and what is counted by action tells of each entry in a sealed case (C4)
        self.commands = Counter("tbn4_commands", "Commands by outcome", ("outcome",), registry=self.registry)
        self.command_seconds = Histogram(
            "tbn4_command_seconds",
            "Time from a checked request to a durable event",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.lag_events = Gauge(
            "tbn4_projection_lag_events",
            "Events not yet in the read model",
            ("projection", "log"),
            registry=self.registry,
        )
        self.lag_seconds = Gauge(
            "tbn4_projection_lag_seconds",
            "Age of the oldest event not yet in it",
            ("projection", "log"),
            registry=self.registry,
        )
        self.parked = Gauge(
            "tbn4_projection_parked_events", "Events set aside", ("projection", "log"), registry=self.registry
        )
        self.deadlines = Gauge("tbn4_deadlines", "Deadlines by status", ("status",), registry=self.registry)
        self.unreached = Gauge(
            "tbn4_deadlines_unreached",
            "Awaited deadlines of which nobody can be told, since nobody there or above has an account",
            registry=self.registry,
        )
        self.clock_ahead = Gauge(
            "tbn4_clock_ahead_seconds",
            "How far this process's clock is ahead of the database's",
            registry=self.registry,
        )
        self._mails = Gauge(
            "tbn4_mails",
            "Mails that wait, that wait for us to mend something, given up in a week",
            ("state",),
            registry=self.registry,
        )
        self._chores = {
            name: Gauge(f"tbn4_chore_{name}", title, ("chore",), registry=self.registry)
            for name, title in _CHORES.items()
        }

    def chore(self, known: Known) -> None:
        """Measure recurring work by what the database knows of it: the same in every process."""
        last = known.succeeded_at.timestamp() if known.succeeded_at else 0.0
        measured = {
            "last_success_timestamp_seconds": last,
            "last_duration_seconds": known.seconds,
            "last_count": known.count,
            "successes": known.successes,
            "failures": known.failures,
        }
        if known.name in _UNCOUNTED:
            del measured["last_count"]
        for name, value in measured.items():
            self._chores[name].labels(known.name).set(value)

    def mail(self, found: MailState) -> None:
        """Measure how mail is faring."""
        for state, count in (("waiting", found.waiting), ("kept", found.kept), ("given_up", found.given_up)):
            self._mails.labels(state).set(count)

    def text(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)
