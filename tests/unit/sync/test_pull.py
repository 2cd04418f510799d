"""The catalogue lane: deltas become generations; old ones stay readable."""

import json

import pytest

from kiosk.store.catalogue import Catalogue
from sync.cloud.demo import import_folder
from sync.errors import CloudUntrusted
from sync.feed import Cursor, Delta, fetch
from sync.pull import CatalogueFile, CataloguePuller
from sync.wire import ChangesReply


@pytest.fixture
def load(cloud, demo_folder):
    def load(gallery=None):
        return import_folder(
            cloud.storage, cloud.secrets, demo_folder.folder, gallery
        ).changed

    return load


@pytest.fixture
def puller(lane, load):
    load()
    puller = CataloguePuller(
        lane.folder / "catalogue.db", "S001", lane.client(), lane.cloud.clock
    )
    yield puller
    puller.close()


@pytest.fixture
def catalogue(lane, puller):
    puller.step()
    opened = Catalogue.open(lane.folder / "catalogue.db")
    yield opened
    opened.close()


MILK = "09520001001017"


def test_the_kiosk_reads_what_was_pulled(catalogue):
    generation = catalogue.generation()
    assert generation == 1
    milk = catalogue.product_by_code(MILK, generation)
    assert milk.unit_price.amount.minor == 790
    assert catalogue.product_by_code("4011", generation).id == "plu:4011"
    [found] = catalogue.search("香", "", generation)
    assert found.id == "plu:4011"
    [promotion] = catalogue.promotions_for(MILK, generation)
    assert promotion.id == "milk-3-for-2"
    assert [p.id for p in catalogue.basket_promotions(generation)] == ["off-5"]
    assert catalogue.coupon("C100", generation).id == "coupon-1"
    assert catalogue.is_recalled("plu:4011", "L1")
    assert not catalogue.is_recalled("plu:4011", "L2")
    assert catalogue.config("store")["profile"] == "CN"
    assert catalogue.config("limits") == {"lines": 60}
    assert (catalogue.meta("demo"), catalogue.meta("store")) == ("1", "S001")


def test_nothing_new_makes_no_generation(catalogue, puller, load):
    assert load() == 0
    puller.step()
    assert catalogue.generation() == 1


def test_a_delta_leaves_the_old_generation_as_it_was(
    catalogue, puller, load, demo_folder
):
    price = demo_folder.catalogue["products"][0]["unit_price"]
    price["amount"]["minor"] = 850
    del demo_folder.catalogue["promotions"][0]
    demo_folder.write()
    assert load() == 2
    puller.step()
    assert catalogue.changed()
    assert catalogue.generation() == 2
    assert catalogue.product(MILK, 1).unit_price.amount.minor == 790
    assert catalogue.product(MILK, 2).unit_price.amount.minor == 850
    assert [p.id for p in catalogue.promotions_for(MILK, 1)] == ["milk-3-for-2"]
    assert catalogue.promotions_for(MILK, 2) == ()


def test_a_tombstone_ends_a_product_and_it_may_return(
    catalogue, puller, load, demo_folder
):
    banana = demo_folder.catalogue["products"].pop()
    demo_folder.write()
    load()
    puller.step()
    assert catalogue.product("plu:4011", 2) is None
    assert catalogue.product("plu:4011", 1) is not None
    demo_folder.catalogue["products"].append(banana)
    demo_folder.write()
    load()
    puller.step()
    assert catalogue.product("plu:4011", 3) is not None


def test_a_gallery_comes_with_its_bytes(catalogue, puller, load, demo_folder):
    load(demo_folder.gallery())
    puller.step()
    [row] = catalogue.gallery("product@1")
    assert (row.product, row.embedding) == ("plu:4011", b"\0\0\x80\x3f" * 4)
    assert load() == 0  # without a gallery file the gallery stays


@pytest.mark.parametrize(
    "spoil",
    [
        lambda product: product.update(tax_class=7),
        lambda product: product["unit_price"]["amount"].update(minor=7.9),
        lambda product: product.update(colour="red"),
        lambda product: product.pop("names"),
        lambda product: product["unit_price"]["amount"].update(minor=2**70),
    ],
)
def test_a_row_the_kiosk_cannot_read_holds_nothing_up(
    catalogue, puller, load, demo_folder, spoil
):
    spoil(demo_folder.catalogue["products"][0])
    demo_folder.catalogue["products"][1]["category"] = "tropical"
    demo_folder.write()
    load()
    puller.step()
    assert catalogue.product(MILK, 2) is None
    assert catalogue.product("plu:4011", 2).category == "tropical"


def test_a_long_feed_comes_in_pages(catalogue, puller, load, demo_folder, cloud):
    milk = demo_folder.catalogue["products"][0]
    for n in range(30):
        product = json.loads(json.dumps(milk)) | {"id": f"p{n}"}
        demo_folder.catalogue["products"].append(product)
    demo_folder.write()
    load()
    pages = []
    original = cloud.storage.changes

    def small_pages(store, feed, since, _):
        pages.append(since)
        return original(store, feed, since, 2000)

    cloud.storage.changes = small_pages
    puller.step()
    assert len(pages) > 2
    assert catalogue.generation() == 2
    assert all(catalogue.product(f"p{n}", 2) for n in range(30))


def test_a_feed_that_began_anew_replaces_everything(
    catalogue, puller, load, demo_folder, cloud
):
    with cloud.storage._db.writing() as db:
        db.execute("DELETE FROM change")
        db.execute("DELETE FROM feed")
    demo_folder.catalogue["products"].pop()
    demo_folder.write()
    load()
    puller.step()
    assert catalogue.generation() == 2
    assert catalogue.product(MILK, 2) == catalogue.product(MILK, 1)
    assert catalogue.product("plu:4011", 2) is None


def test_a_cloud_behind_our_cursor_replaces_everything(
    catalogue, puller, load, demo_folder, cloud
):
    with cloud.storage._db.writing() as db:
        db.execute("DELETE FROM change WHERE server_seq > 3")
        db.execute("UPDATE feed SET server_seq = 3 WHERE feed = 'catalogue'")
    puller.step()
    assert catalogue.generation() == 2
    assert catalogue.basket_promotions(2) == ()
    assert [p.id for p in catalogue.basket_promotions(1)] == ["off-5"]


def test_a_crash_before_the_end_leaves_the_old_generation(
    catalogue, puller, load, demo_folder, monkeypatch
):
    demo_folder.catalogue["products"][0]["category"] = "milk"
    demo_folder.write()
    load()

    def fail(*_):
        raise OSError("killed here")

    with monkeypatch.context() as patch:
        patch.setattr("sync.pull._Generation.put", fail)
        with pytest.raises(OSError, match="killed"):
            puller.step()
    assert catalogue.generation() == 1
    puller.step()
    assert catalogue.product(MILK, catalogue.generation()).category == "milk"


def test_rows_of_no_living_basket_are_removed(
    catalogue, puller, load, demo_folder, lane
):
    for minor in (800, 810, 820):
        lane.cloud.clock.advance(days=4)
        price = demo_folder.catalogue["products"][0]["unit_price"]
        price["amount"]["minor"] = minor
        demo_folder.write()
        load()
        puller.step()
    assert catalogue.generation() == 4
    assert catalogue.product(MILK, 2).unit_price.amount.minor == 800
    assert catalogue.product(MILK, 4).unit_price.amount.minor == 820
    rows = catalogue._reader.rows(
        "SELECT from_generation FROM product WHERE id = ? ORDER BY 1", (MILK,)
    )
    assert [row[0] for row in rows] == [2, 3, 4]


def test_a_damaged_catalogue_is_fetched_again(lane, load):
    load()
    path = lane.folder / "catalogue.db"
    path.write_bytes(b"this is not a database, but it is long enough" * 100)
    puller = CataloguePuller(path, "S001", lane.client(), lane.cloud.clock)
    puller.step()
    puller.close()
    opened = Catalogue.open(path)
    assert opened.product(MILK, opened.generation())
    opened.close()
    assert path.with_name("catalogue.db.damaged").exists()


def test_a_store_without_a_feed_is_no_error(lane, tmp_path):
    puller = CataloguePuller(tmp_path / "c.db", "S001", lane.client(), lane.cloud.clock)
    assert not puller.step()
    puller.close()


def test_only_a_known_fact_is_taken_from_the_feed(tmp_path, cloud):
    file = CatalogueFile(tmp_path / "c.db")
    changes = {
        ("meta", "min_reader"): {"value": "99"},
        ("meta", "demo"): {"value": "1"},
        ("of a newer cloud", "x"): {"value": 1},
    }
    file.apply(Delta(changes, Cursor("f", 3), True), "S001", cloud.clock())
    file.close()
    opened = Catalogue.open(tmp_path / "c.db")
    assert (opened.meta("demo"), opened.meta("min_reader")) == ("1", "1")
    opened.close()


class Stuck:
    """A cloud that always has more and never gets on."""

    def get(self, path, kind, since):
        return ChangesReply(feed="f", since=since, server_seq=9, more=True, changes=())


def test_a_feed_that_does_not_go_on_is_not_followed_for_ever():
    with pytest.raises(CloudUntrusted):
        fetch(Stuck(), "/x", Cursor())
