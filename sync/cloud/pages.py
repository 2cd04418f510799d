"""What people look at: a page per store with a day's sales, and the same as JSON.

Every text is escaped by Jinja2; the page runs no script and loads nothing from
elsewhere (Content-Security-Policy).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sync import wire
from sync.cloud import demo
from sync.cloud.storage import Storage, StoredSale
from sync.cloud.view import DayView, sale_view
from sync.cloud.words import WORDS, language_of

_HERE = Path(__file__).parent
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self';"
    " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}

OnDate = Annotated[date | None, Query(alias="date")]
Language = Annotated[str, Query(alias="lang", max_length=16)]


def router(storage: Storage) -> APIRouter:
    """Return the routes over a storage."""
    routes = APIRouter()
    pages = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    @routes.get("/stores/{store}", response_class=HTMLResponse)
    def store_page(
        request: Request, store: str, on: OnDate = None, lang: Language = ""
    ) -> Response:
        """Show a store's sales of a business date: the newest that has any."""
        language = language_of(lang, request.headers.get("accept-language", ""))
        if not storage.is_store(store):
            page = pages.get_template("absent.html")
            text = page.render(store=store, words=WORDS[language], language=language)
            return HTMLResponse(text, 404, _HEADERS)
        view = _day(storage, store, on, language)
        text = pages.get_template("sales.html").render(
            day=view, words=WORDS[language], language=language
        )
        return HTMLResponse(text, headers=_HEADERS)

    @routes.get("/v1/stores/{store}/sales")
    def sales(store: str, on: OnDate = None) -> JSONResponse:
        """Return a business date's sales and the heads of the store's chains."""
        if not storage.is_store(store):
            problem = wire.Problem(error="not_found", detail="no such store")
            return JSONResponse(problem.model_dump(), 404)
        return JSONResponse(_sales_json(storage, store, on))

    @routes.get("/static/store.css", include_in_schema=False)
    def style() -> FileResponse:
        return FileResponse(_HERE / "static" / "store.css", media_type="text/css")

    return routes


def _day(storage: Storage, store: str, on: date | None, language: str) -> DayView:
    newest = storage.latest_date(store)
    shown = on or newest or date.today()
    config = storage.rows(store, demo.CATALOGUE_FEED).get(("config", "store"), {})
    return DayView(
        store=store,
        facts=config.get("value", {}),
        language=language,
        on=shown,
        before=shown - timedelta(days=1) if shown > date.min else shown,
        after=shown + timedelta(days=1) if newest and shown < newest else None,
        sales=tuple(sale_view(sale, language) for sale in storage.sales(store, shown)),
        heads=storage.heads(store),
    )


def _sales_json(storage: Storage, store: str, on: date | None) -> dict[str, Any]:
    shown = on or storage.latest_date(store)
    sales = storage.sales(store, shown) if shown else ()
    return {
        "store": store,
        "date": shown.isoformat() if shown else None,
        "totals": _totals(sales),
        "sales": [_sale_json(sale) for sale in sales],
        "heads": [
            {
                "device": head.device,
                "epoch": head.epoch,
                "seq": head.seq,
                "hash": head.hash,
                "needs_review": head.needs_review,
                "forked": head.is_forked,
            }
            for head in storage.heads(store)
        ],
    }


def _totals(sales: tuple[StoredSale, ...]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for sale in sales:
        if not sale.review:
            row = sale.row
            totals[row.currency] = totals.get(row.currency, 0) + row.total
    return totals


def _sale_json(sale: StoredSale) -> dict[str, Any]:
    return {
        "device": sale.device,
        "epoch": sale.epoch,
        "seq": sale.seq,
        "hash": sale.hash,
        "needs_review": sale.review,
        "sale": sale.body,
    }
