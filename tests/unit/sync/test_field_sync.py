"""Field failures of other systems that this sync must be immune to.

Rows A of the list of field failures, and its last paragraph, by their ids.
"""

from datetime import date

import httpx
import pytest

from kiosk.store.errors import StoreError
from sync import wire
from sync.cloud.demo import import_folder
from sync.errors import CloudError
from sync.pull import CataloguePuller
from sync.push import LedgerView

DAY = date(2026, 3, 14)


class LosesReplies(httpx.BaseTransport):
    """The server commits; the answer never comes back."""

    def __init__(self, inner, count):
        self.inner, self.left = inner, count

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        if self.left:
            self.left -= 1
            raise httpx.ReadTimeout("lost", request=request)
        return response


def test_a1_a2_a3_a_lost_reply_and_a_retry_make_no_second_order(lane):
    lane.sell(2)
    pusher = lane.pusher(LosesReplies(lane.cloud.transport, 3))
    for _ in range(3):
        with pytest.raises(CloudError):
            pusher.step()
    assert pusher.step()
    day = lane.cloud.http("GET", "/v1/stores/S001/sales").json()
    numbers = [sale["sale"]["receipt_no"] for sale in day["sales"]]
    assert sorted(numbers) == ["A01-0-000001", "A01-0-000002"]


def test_a1_two_agents_at_once_make_no_second_order(lane):
    lane.sell(4)
    one, two = lane.pusher(), lane.pusher()
    first = one._batch
    batches = []

    def both(*arguments):
        batch = first(*arguments)
        batches.append(batch)
        two._client.post("/v1/devices/S001-L1/entries", batch, wire.PushReply)
        return batch

    one._batch = both
    one.step()
    assert len(batches[0].entries) == 4
    assert len(lane.cloud.entries()) == 4


def test_a4_what_was_paid_cannot_be_overwritten_by_what_the_server_says(lane):
    lane.sell(2)
    lane.push_all()
    before = lane.entries()
    view = LedgerView(lane.ledger_path)
    with pytest.raises(StoreError, match=r"cannot be written"):
        view._db.rows("INSERT INTO meta VALUES ('draft', '1')")
    view.close()
    assert lane.entries() == before


def test_a8_a_poison_record_stops_neither_the_queue_nor_the_catalogue(
    lane, cloud, demo_folder
):
    lane.sell()
    with lane.ledger.transaction():
        lane.ledger.append(
            "sale", {"not": "a sale"}, cloud.clock(), lane.ledger.business_date() or DAY
        )
    lane.sell()
    lane.push_all()
    assert [bool(row[4]) for row in cloud.entries()] == [False, True, False]
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    puller = CataloguePuller(
        lane.folder / "catalogue.db", "S001", lane.client(), cloud.clock
    )
    puller.step()
    assert puller._file.generation() == 1
    puller.close()


def test_a9_receipt_numbers_of_two_lanes_do_not_collide(make_lane):
    one, two = make_lane("S001-L1"), make_lane("S001-L2")
    for each in (one, two):
        each.enrol()
        each.sell(2)
        each.push_all()
    rows = one.cloud.entries("S001-L1") + one.cloud.entries("S001-L2")
    assert len(rows) == 4
    assert not any(row[4] for row in rows)


def test_powersync_a_queue_whose_writer_was_killed_goes_on(lane):
    """A batch in flight when the agent died is simply sent again."""
    lane.sell(3)
    with pytest.raises(CloudError):
        lane.pusher(LosesReplies(lane.cloud.transport, 1)).step()
    assert lane.state.ack(0) is None
    lane.push_all()
    assert lane.state.ack(0).seq == 3


def test_pouchdb_the_cursor_moves_only_with_its_data(
    lane, cloud, demo_folder, monkeypatch
):
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    puller = CataloguePuller(
        lane.folder / "catalogue.db", "S001", lane.client(), cloud.clock
    )

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sync.pull._Generation._insert", killed)
        with pytest.raises(KeyboardInterrupt):
            puller.step()
    assert puller._file.cursor().server_seq == 0
    puller.step()
    assert puller._file.cursor().server_seq > 0
    puller.close()


def test_cht_core_a_restored_server_gets_again_what_it_lost(lane):
    lane.sell(3)
    lane.push_all()
    with lane.cloud.storage._db.writing() as db:
        db.execute("DROP TRIGGER entry_is_never_removed")
        db.execute("DELETE FROM sale WHERE seq > 1")
        db.execute("DELETE FROM entry WHERE seq > 1")
    lane.sell()
    lane.push_all()
    assert [row[:4] for row in lane.cloud.entries()] == lane.entries()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 500, 503])
def test_no_status_is_permanent_and_nothing_is_ever_deleted(lane, status):
    class Refuses(httpx.BaseTransport):
        def handle_request(self, request):
            return httpx.Response(status, text="no")

    lane.sell(2)
    before = lane.entries()
    for _ in range(3):
        with pytest.raises(CloudError):
            lane.pusher(Refuses()).step()
    assert lane.entries() == before
    assert not lane.state.is_forked(0)
    lane.push_all()
    assert len(lane.cloud.entries()) == 2
