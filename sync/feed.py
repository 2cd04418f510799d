"""Fetches a change feed of the store, all pages of it, as one delta."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync import wire
from sync.client import CloudClient
from sync.errors import CloudUntrusted


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a file has followed which feed; a new file has followed none."""

    feed: str = ""
    server_seq: int = 0


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed since a cursor; `is_full`: it is all there is, drop the rest."""

    changes: Mapping[tuple[str, str], dict[str, Any] | None]  # (kind, key) -> body
    cursor: Cursor
    is_full: bool


def fetch(client: CloudClient, path: str, since: Cursor) -> Delta | None:
    """Return what changed, or None; raises CloudError kinds.

    When the feed began anew, or lies behind our cursor (the cloud was restored from
    a backup), everything is fetched again.
    """
    first = client.get(path, wire.ChangesReply, since=since.server_seq)
    is_full = since.feed == "" or first.feed != since.feed
    is_full = is_full or first.server_seq < since.server_seq
    if is_full and since.server_seq:
        first = client.get(path, wire.ChangesReply, since=0)
    if first.feed == "" or (not is_full and not first.changes):
        return None
    changes: dict[tuple[str, str], dict[str, Any] | None] = {}
    reply = first
    while True:
        changes |= {(row.kind, row.key): row.body for row in reply.changes}
        if not reply.more:
            break
        last = reply.changes[-1].server_seq if reply.changes else reply.since
        if last <= reply.since:
            raise CloudUntrusted("the feed does not go on")
        reply = client.get(path, wire.ChangesReply, since=last)
        if reply.feed != first.feed:
            raise CloudUntrusted("the feed began anew while it was read")
    return Delta(changes, Cursor(reply.feed, reply.server_seq), is_full)
