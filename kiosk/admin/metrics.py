"""What Prometheus may read of a lane. Counts and times, never a shopper's data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kiosk.domain.session import Phase
from kiosk.engine import Snapshot

_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """A registry of its own: the lane's state when asked, and its times."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_LaneState(snapshot))
        self._seconds = Histogram(
            "kiosk_seconds",
            "How long a step of the hot path took",
            ["step"],
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def observe(self, step: str, seconds: float) -> None:
        """Count one duration; thread-safe."""
        self._seconds.labels(step).observe(seconds)

    def text(self) -> bytes:
        """Return all metrics in the text exposition format."""
        return generate_latest(self._registry)


class _LaneState(Collector):
    """Reads the snapshot at each scrape, so that nothing is counted twice."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name no metric before the lane runs."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the lane's state as it was published last."""
        now = self._snapshot()
        phase = GaugeMetricFamily("kiosk_phase", "1 for the phase now", labels=["name"])
        for name in Phase:
            phase.add_metric([name.value], float(now.session.phase is name))
        yield phase
        device = GaugeMetricFamily(
            "kiosk_device_health", "1, with the health now", labels=["device", "health"]
        )
        for status in now.devices.values():
            device.add_metric([status.device, status.health.value], 1.0)
        yield device
        yield GaugeMetricFamily(
            "kiosk_open_interventions",
            "Interventions that wait for staff",
            value=len(now.session.interventions),
        )
        yield GaugeMetricFamily(
            "kiosk_unsynced_entries",
            "Ledger entries that the cloud has not acknowledged",
            value=now.unsynced,
        )
        yield GaugeMetricFamily(
            "kiosk_oldest_unsynced_seconds",
            "Age of the oldest of them",
            value=now.oldest_unsynced_s,
        )
