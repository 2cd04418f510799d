"""The change feeds of a store in SQLite: the newest state of each row, numbered.

Each change takes the feed's next server_seq; a row that is gone stays as a
tombstone. Part of sync.cloud.sqlite, which is the adapter.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sync import wire
from sync.cloud.storage import Rows


def put(db: Any, store: str, feed: str, wanted: Rows, kinds: frozenset[str]) -> int:
    """Make the rows of these kinds those given; return how many changed."""
    server_seq = _open_feed(db, store, feed)
    there = {
        key: body for key, body in current(db, store, feed).items() if key[0] in kinds
    }
    changes: list[tuple[tuple[str, str], Mapping[str, Any] | None]]
    changes = [(key, body) for key, body in wanted.items() if there.get(key) != body]
    changes += [(key, None) for key in there if key not in wanted]
    for (kind, key), body in changes:
        server_seq += 1
        db.execute(
            "INSERT INTO change VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE"
            " SET server_seq = excluded.server_seq, body = excluded.body",
            (store, feed, kind, key, server_seq, _text(body)),
        )
    db.execute(
        "UPDATE feed SET server_seq = ? WHERE store = ? AND feed = ?",
        (server_seq, store, feed),
    )
    return len(changes)


def _text(body: Mapping[str, Any] | None) -> str | None:
    if body is None:
        return None
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _open_feed(db: Any, store: str, feed: str) -> int:
    db.execute(
        "INSERT OR IGNORE INTO feed VALUES (?,?,?,0)",
        (store, feed, secrets.token_hex(8)),
    )
    row = db.execute(
        "SELECT server_seq FROM feed WHERE store = ? AND feed = ?", (store, feed)
    ).fetchone()
    return int(row[0])


def current(db: Any, store: str, feed: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return a feed as it is now, without tombstones."""
    rows = db.execute(
        "SELECT kind, key, body FROM change"
        " WHERE store = ? AND feed = ? AND body IS NOT NULL",
        (store, feed),
    )
    return {(row["kind"], row["key"]): json.loads(row["body"]) for row in rows}


def changes(
    db: Any, store: str, feed: str, since: int, max_bytes: int
) -> wire.ChangesReply:
    """Return the changes after `since`, as many as fit, one at least."""
    row = db.execute(
        "SELECT id, server_seq FROM feed WHERE store = ? AND feed = ?", (store, feed)
    ).fetchone()
    feed_id, high = ("", 0) if row is None else (row["id"], row["server_seq"])
    found: list[wire.Change] = []
    size = 0
    for change in db.execute(
        "SELECT server_seq, kind, key, body FROM change"
        " WHERE store = ? AND feed = ? AND server_seq > ? ORDER BY server_seq",
        (store, feed, since),
    ):
        size += len(change["body"] or "") + 100
        if found and size > max_bytes:
            break
        body = None if change["body"] is None else json.loads(change["body"])
        found.append(
            wire.Change(
                server_seq=change["server_seq"],
                kind=change["kind"],
                key=change["key"],
                body=body,
            )
        )
    last = found[-1].server_seq if found else high
    return wire.ChangesReply(
        feed=feed_id,
        since=since,
        server_seq=high,
        more=last < high,
        changes=tuple(found),
    )
