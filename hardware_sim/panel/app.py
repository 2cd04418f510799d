"""The panel's HTTP server: the page, its live streams and pictures, and the API."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import segno
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from hardware_sim.camera.server import BOUNDARY, part
from hardware_sim.escpos import Receipt, describe
from hardware_sim.panel import api
from hardware_sim.panel.guard import COOKIE, Guard
from hardware_sim.panel.state import state
from hardware_sim.world import World

_HERE = Path(__file__).parent
_FONT_FOLDER = _HERE.parent / "assets" / "fonts"
_EVENTS_EVERY_S = 0.1
_PANEL_FPS = 15
CODE_KINDS = ("member", "pay-wechat", "pay-alipay", "coupon", "badge")


def build(world: World) -> FastAPI:
    """Return the panel's application over a world."""
    app = FastAPI(title="Store simulator", version=_version(), docs_url=None)
    app.add_middleware(Guard, host=world.plan.host, token=world.plan.token)
    app.add_exception_handler(ValueError, _bad_request)
    app.add_exception_handler(Exception, _broken)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    app.mount("/fonts", StaticFiles(directory=_FONT_FOLDER))
    app.include_router(api.build(world))
    _add_page(app, world)
    _add_streams(app, world)
    _add_receipts(app, world)
    _add_codes(app, world)
    return app


def _bad_request(request: Request, error: Exception) -> Response:
    del request
    return JSONResponse({"error": str(error)}, 400)


def _broken(request: Request, error: Exception) -> Response:
    reason = f"{type(error).__name__}: {error}"
    sys.stderr.write(f"kiosk-sim: {request.method} {request.url.path}: {reason}\n")
    return JSONResponse({"error": reason}, 500)


def _add_page(app: FastAPI, world: World) -> None:
    pages = Jinja2Templates(_HERE / "templates")

    @app.get("/")
    def page(request: Request) -> Response:
        """Return the panel page; a token in its address becomes a cookie."""
        names = dict(world.plan.demo.store_names)
        context = {"names": names, "addresses": world.addresses()}
        response = pages.TemplateResponse(request, "panel.html", context)
        token = request.query_params.get("token")
        if token:
            response.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return response

    @app.get("/pictures/{name}")
    def picture(name: str) -> Response:
        """Return a product picture."""
        return FileResponse(world.plan.demo.picture(name))


def _add_streams(app: FastAPI, world: World) -> None:
    @app.get("/mjpeg")
    def mjpeg() -> Response:
        """Return the live picture, at half the camera's rate."""

        async def parts() -> AsyncIterator[bytes]:
            while not world.ending.is_set():
                frame = await world.camera.hub.next()
                if frame.number % (30 // _PANEL_FPS) == 0:
                    yield part(frame)

        media = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
        return StreamingResponse(parts(), media_type=media)

    @app.get("/api/events")
    def events() -> Response:
        """Return server-sent events: the state, each time it has changed."""

        async def changes() -> AsyncIterator[str]:
            last = ""
            while not world.ending.is_set():
                now = json.dumps(state(world), ensure_ascii=False)
                if now != last:
                    last = now
                    yield f"data: {now}\n\n"
                await asyncio.sleep(_EVENTS_EVERY_S)

        return StreamingResponse(changes(), media_type="text/event-stream")


def _add_receipts(app: FastAPI, world: World) -> None:
    def receipt(number: int) -> Receipt:
        if not 1 <= number <= len(world.printer.receipts):
            raise HTTPException(404, f"no receipt {number}")
        return world.printer.receipts[number - 1]

    @app.get("/receipts/growing.png")
    def growing() -> Response:
        """Return the paper that is not yet cut; 204 when there is none."""
        picture = world.printer.growing()
        if picture is None:
            return Response(status_code=204)
        return _png(picture)

    @app.get("/receipts/{number}.png")
    def image(number: int) -> Response:
        """Return a finished receipt as a picture."""
        return _png(receipt(number).picture())

    @app.get("/receipts/{number}.bin")
    def raw(number: int) -> Response:
        """Return the bytes that printed it."""
        return Response(receipt(number).raw, media_type="application/octet-stream")

    @app.get("/receipts/{number}.json")
    def details(number: int) -> dict[str, Any]:
        """Return its lines, events, and the symbols read back from the picture."""
        return describe(receipt(number))


def _add_codes(app: FastAPI, world: World) -> None:
    @app.get("/api/codes")
    def codes() -> list[dict[str, str]]:
        """Return the demo codes; payment codes are drawn anew each time."""
        shown = [
            {"kind": code.kind, "text": code.text, "caption": code.caption}
            for code in world.plan.demo.codes
        ]
        for kind, caption in (
            ("pay-wechat", "微信支付 / WeChat Pay"),
            ("pay-alipay", "支付宝 / Alipay"),
        ):
            text = world.pay_code(kind.removeprefix("pay-"))
            shown.append({"kind": kind, "text": text, "caption": caption})
        return shown

    @app.get("/codes/{kind}.png")
    def code(kind: str, text: str | None = Query(None, max_length=256)) -> Response:
        """Return a demo code as a QR picture; its text is in X-Code-Text."""
        if kind not in CODE_KINDS:
            raise HTTPException(404, f"no code {kind}")
        if not text:
            known = [one["text"] for one in codes() if one["kind"] == kind]
            if not known:
                raise HTTPException(404, f"the demo data have no {kind} code")
            text = known[0]
        picture = io.BytesIO()
        segno.make(text, micro=False, error="m").save(picture, "png", scale=8, border=4)
        headers = {"X-Code-Text": text.encode("ascii", "replace").decode()}
        return Response(picture.getvalue(), media_type="image/png", headers=headers)


def _png(picture: Any) -> Response:
    data = io.BytesIO()
    picture.save(data, "png", optimize=False)
    headers = {"Cache-Control": "no-store"}
    return Response(data.getvalue(), media_type="image/png", headers=headers)


@lru_cache
def _version() -> str:
    try:
        return version("store-edge")
    except PackageNotFoundError:  # run from a working tree that is not installed
        return "0"
