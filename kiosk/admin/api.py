"""The admin service: health, devices, phase, metrics. Loopback only.

It reads the published snapshot and never calls the engine. A request whose Host is
not this machine is refused, so that no web page can reach it by a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

from kiosk.admin.metrics import Metrics
from kiosk.domain.session import Phase
from kiosk.engine import Snapshot

_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def make_app(
    snapshot: Callable[[], Snapshot], metrics: Metrics, version: str
) -> FastAPI:
    """Return the service over a lane's published snapshots."""
    app = FastAPI(title="Kiosk admin", version=version, docs_url=None, redoc_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS)

    @app.get("/healthz")
    def health() -> JSONResponse:
        """Say whether the lane can sell: 200, or 503 with the reason."""
        session = snapshot().session
        stopped = session.phase is Phase.STOPPED
        reason = session.notice.code if stopped and session.notice else ""
        return JSONResponse(
            {"ok": not stopped, "reason": reason},
            status_code=503 if stopped else 200,
        )

    @app.get("/v1/devices")
    def devices() -> list[dict[str, object]]:
        """List each device with its health."""
        return [
            {
                "device": status.device,
                "health": status.health.value,
                "detail": status.detail,
            }
            for status in snapshot().devices.values()
        ]

    @app.get("/v1/lane")
    def lane() -> dict[str, object]:
        """Tell the phase, the basket's size and who waits for what."""
        return _lane_of(snapshot())

    @app.get("/metrics")
    def prometheus() -> Response:
        """Return the metrics for Prometheus."""
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    return app


def _lane_of(now: Snapshot) -> dict[str, object]:
    session = now.session
    basket = session.basket
    return {
        "phase": session.phase.value,
        "lines": len(basket.priced.lines) if basket else 0,
        "total_minor": basket.priced.total.minor if basket else 0,
        "currency": session.profile.currency.code,
        "staff": session.staff.id if session.staff else None,
        "interventions": [
            {
                "id": one.id,
                "cause": one.cause.value,
                "since": one.since.isoformat(),
                "lines": list(one.lines),
                "revision": one.revision,
            }
            for one in session.interventions
        ],
        "unsynced": now.unsynced,
        "oldest_unsynced_s": now.oldest_unsynced_s,
    }
