"""What the service counts and measures, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

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
        self.commands = Counter(
            "tbn4_commands", "Commands by outcome", ("workflow", "action", "outcome"), registry=self.registry
        )
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

    def text(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)
