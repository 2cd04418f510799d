"""The whole state of a store as JSON values: what the panel and the API show."""

from __future__ import annotations

from typing import Any

from hardware_sim.world import Held, World


def state(world: World) -> dict[str, Any]:
    """Return everything the panel shows, as JSON values."""
    load, printer = world.load, world.printer
    growing = printer.modes.receipt.paper.height
    return {
        "held": None if world.held is None else _held(world.held),
        "scale": {
            "protocol": world.plan.scale_protocol,
            "grams": load.gross,
            "shown": load.net,
            "motion": load.in_motion,
            "connected": world.lines["scale"].connected,
        },
        "scanner": {"connected": world.lines["scanner"].connected},
        "printer": {
            "paper": printer.condition.paper,
            "cover": printer.condition.cover,
            "cutter_jam": printer.condition.cutter_jam,
            "busy": printer.is_busy,
            "growing": growing,
            "connected": world.lines["printer"].connected,
            "receipts": [{"n": one.number, "at": one.at} for one in printer.receipts],
        },
        "payment": {
            "next": [one.outcome for one in world.provider.planned],
            "orders": orders(world),
        },
        "camera": {"connected": world.camera.connected},
        "faults": {
            name: None if fault is None else {"fault": fault.kind, "value": fault.value}
            for name, fault in world.faults().items()
        },
        "timeline": [
            {
                "n": one.number,
                "at": one.at,
                "device": one.device,
                "what": one.what,
                "detail": one.detail,
            }
            for one in list(world.timeline)[-60:]
        ],
    }


def orders(world: World) -> list[dict[str, Any]]:
    """Return the provider's books, newest last."""
    return [
        {
            "out_trade_no": order.number,
            "total": order.total,
            "currency": order.currency,
            "trade_state": order.state,
            "outcome": order.outcome,
            "queries": order.queries,
            "history": order.history,
            "reversed_early": order.reversed_early,
        }
        for order in world.provider.orders.values()
    ]


def _held(held: Held) -> dict[str, Any]:
    return {
        "kind": held.kind,
        "title": held.title,
        "symbology": held.symbology,
        "text": held.text,
        "product": held.product,
        "shown_at_ns": held.shown_at_ns,
    }
