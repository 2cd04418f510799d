"""The catalogue: a generation stays what it was while the next one is written."""

import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from kiosk.domain.money import Money
from kiosk.domain.product import Product, UnitPrice
from kiosk.domain.promotion import AmountCoupon, NForM, Promotion, Threshold
from kiosk.store.catalogue import Catalogue, GalleryRow
from kiosk.store.codec import to_json
from kiosk.store.connection import Writer
from kiosk.store.errors import CatalogueAbsent, StoreCorrupt, StoreTooNew
from kiosk.store.schema import open_catalogue

MILK_ID = "09520000000012"


def product(
    product_id: str,
    name: str,
    price: int,
    category: str = "dairy",
    plu: str = "",
    initials: str = "",
) -> Product:
    return Product(
        id=product_id,
        names=(("zh_CN", name), ("en", f"{name} (en)")),
        unit_price=UnitPrice(Money(price, "CNY"), 500 if plu else None),
        tax_class="standard",
        category=category,
        plu=plu,
        initials=initials,
    )


def put(db: Writer, item: Product, first: int, last: int | None = None) -> None:
    """Write a product visible in generations first to last - 1."""
    db.run(
        "INSERT INTO product VALUES (?,?,?,?,?,?,?,?)",
        (
            item.id,
            first,
            last,
            item.category,
            item.plu,
            item.initials,
            " ".join(text for _, text in item.names).lower(),
            orjson.dumps(to_json(item)).decode(),
        ),
    )


def put_promotion(
    db: Writer, item: Promotion, stage: str, first: int = 1, last: int | None = None
) -> None:
    db.run(
        "INSERT INTO promotion VALUES (?,?,?,?,?,?)",
        (
            item.id,
            first,
            last,
            stage,
            item.coupon_code,
            orjson.dumps(to_json(item, Promotion)).decode(),
        ),
    )
    for product_id in item.products:
        db.run(
            "INSERT INTO promotion_product VALUES (?,?,?,?)",
            (item.id, product_id, first, last),
        )


def promotion(promotion_id: str, rule: Any, **facts: Any) -> Promotion:
    return Promotion(promotion_id, (("en", promotion_id),), rule, **facts)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Writer]:
    writer = open_catalogue(tmp_path / "catalogue.db")
    put(writer, product(MILK_ID, "纯牛奶", 790, initials="cnn"), 1, 2)
    put(writer, product(MILK_ID, "纯牛奶", 890, initials="cnn"), 2)
    put(writer, product("plu:4011", "香蕉", 598, "fruit", "4011", "xj"), 1)
    put(writer, product("plu:4131", "苹果", 1196, "fruit", "4131", "pg"), 1)
    put(writer, product("09520000000029", "苹果汁", 500, "drink", "", "pgz"), 1, 2)
    writer.run("INSERT INTO code VALUES (?, ?, 1, NULL)", (MILK_ID, MILK_ID))
    writer.run("INSERT INTO code VALUES ('4011', 'plu:4011', 1, NULL)")
    writer.run("INSERT INTO meta VALUES ('current_generation', '1')")
    writer.run("INSERT INTO meta VALUES ('store', 'S001')")
    yield writer
    writer.close()


@pytest.fixture
def catalogue(db: Writer, tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def ids(found: tuple[Product, ...]) -> list[str]:
    return [item.id for item in found]


def test_a_product_by_code_and_by_id(catalogue: Catalogue) -> None:
    milk = product(MILK_ID, "纯牛奶", 790, initials="cnn")
    assert catalogue.product_by_code(MILK_ID, 1) == milk
    assert catalogue.product(MILK_ID, 1) == milk
    banana = catalogue.product_by_code("4011", 1)
    assert banana is not None
    assert banana.id == "plu:4011"
    assert catalogue.product_by_code("09520000009999", 1) is None


def test_vector_T21_an_open_basket_keeps_its_generation(
    db: Writer, catalogue: Catalogue
) -> None:
    def price(generation: int) -> int:
        found = catalogue.product_by_code(MILK_ID, generation)
        assert found is not None
        assert found.unit_price is not None
        return found.unit_price.amount.minor

    assert price(catalogue.generation()) == 790
    assert not catalogue.changed()
    db.run("UPDATE meta SET value = '2' WHERE key = 'current_generation'")
    assert catalogue.changed()
    assert not catalogue.changed()
    assert catalogue.generation() == 2
    assert (price(1), price(2)) == (790, 890)
    assert catalogue.product("09520000000029", 1) is not None
    assert catalogue.product("09520000000029", 2) is None


@pytest.mark.parametrize(
    ("text", "category", "found"),
    [
        ("", "", ["plu:4011", "plu:4131"]),
        ("", "fruit", ["plu:4011", "plu:4131"]),
        ("", "dairy", [MILK_ID]),
        ("", "none", []),
        ("pg", "", ["plu:4131", "09520000000029"]),  # what has a PLU stands first
        ("PG", "drink", ["09520000000029"]),
        (" xj ", "", ["plu:4011"]),
        ("蕉", "", ["plu:4011"]),
        ("苹果", "", ["plu:4131", "09520000000029"]),
        ("41", "", ["plu:4131"]),
        ("4", "", ["plu:4011", "plu:4131"]),
        ("(EN)", "dairy", [MILK_ID]),
        ("%", "", []),
        ("'; DROP TABLE product", "", []),
        ("\U0010ffff", "", []),
    ],
)
def test_search(
    catalogue: Catalogue, text: str, category: str, found: list[str]
) -> None:
    assert ids(catalogue.search(text, category, 1)) == found


def test_a_search_is_limited_and_names_nothing_twice(
    db: Writer, catalogue: Catalogue
) -> None:
    for n in range(100):
        put(db, product(f"{n:014d}", f"milk {n}", 1, initials="milk"), 1)
    assert len(catalogue.search("milk", "", 1)) == 60
    assert ids(catalogue.search("milk", "", 1, 3)) == [f"{n:014d}" for n in range(3)]
    every = ids(catalogue.search("milk", "", 1, 500))
    assert len(every) == len(set(every)) == 100


def test_a_search_that_prefixes_fill_looks_no_further(
    db: Writer, catalogue: Catalogue
) -> None:
    put(db, product("09520000000036", "pg in its name", 1), 1)
    assert ids(catalogue.search("pg", "", 1, 2)) == ["plu:4131", "09520000000029"]
    assert ids(catalogue.search("pg", "", 1, 3))[2:] == ["09520000000036"]


def test_categories_are_those_of_the_generation(
    db: Writer, catalogue: Catalogue
) -> None:
    assert catalogue.categories(1) == ("dairy", "drink", "fruit")
    assert catalogue.categories(2) == ("dairy", "fruit")
    assert catalogue.categories(1) == ("dairy", "drink", "fruit")


def test_promotions_of_a_product(db: Writer, catalogue: Catalogue) -> None:
    facts = {"products": frozenset({MILK_ID, "plu:4011"})}
    three = promotion("p-2", NForM(3, 2), **facts)
    put_promotion(db, three, "item")
    put_promotion(db, promotion("p-1", NForM(2, 1), **facts), "item", 2)
    put_promotion(db, promotion("p-3", NForM(2, 1), coupon_code="C", **facts), "item")
    assert catalogue.promotions_for(MILK_ID, 1) == (three,)
    assert [p.id for p in catalogue.promotions_for(MILK_ID, 2)] == ["p-1", "p-2"]
    assert catalogue.promotions_for("plu:4131", 1) == ()


def test_basket_promotions_and_coupons(db: Writer, catalogue: Catalogue) -> None:
    ten, twenty = Money(1000, "CNY"), Money(2000, "CNY")
    each = promotion("t-1", Threshold(twenty, ten, each_full=True))
    coupon = promotion("c-1", AmountCoupon(ten), coupon_code="SAVE10")
    put_promotion(db, each, "basket")
    put_promotion(db, coupon, "basket", 1, 2)
    assert catalogue.basket_promotions(1) == (each,)
    assert catalogue.coupon("SAVE10", 1) == coupon
    assert catalogue.coupon("SAVE10", 2) is None
    assert catalogue.coupon("save10", 1) is None
    assert catalogue.coupon("", 1) is None


def test_recalls_of_a_lot_and_of_all(db: Writer, catalogue: Catalogue) -> None:
    put_recall = "INSERT INTO recall VALUES (?,?,NULL,?,?,'{}')"
    db.run(put_recall, ("r-1", 1, MILK_ID, "L123"))
    db.run(put_recall, ("r-2", 2, "plu:4011", None))
    assert catalogue.is_recalled(MILK_ID, "L123")
    assert not catalogue.is_recalled(MILK_ID, "L124")
    assert not catalogue.is_recalled(MILK_ID, "")
    assert not catalogue.is_recalled("plu:4011", "")
    assert catalogue.is_recalled("plu:4011", "any", 2)
    db.run("UPDATE meta SET value = '2' WHERE key = 'current_generation'")
    assert catalogue.is_recalled("plu:4011", "")  # at once, in open baskets too (G2)


def test_gallery_config_and_meta(db: Writer, catalogue: Catalogue) -> None:
    blob = struct.pack("<3f", 0.5, -1.0, 2.0)
    db.run("INSERT INTO gallery VALUES ('g-1',1,NULL,'plu:4011','lite0/1',?)", (blob,))
    db.run("INSERT INTO gallery VALUES ('g-2',1,NULL,'plu:4011','other/1',x'00')")
    db.run("INSERT INTO config VALUES ('idle', 1, 2, '{\"prompt_s\":45}')")
    assert catalogue.gallery("lite0/1") == (GalleryRow("plu:4011", blob),)
    assert catalogue.config("idle") == {"prompt_s": 45}
    assert catalogue.config("none") is None
    assert catalogue.meta("store") == "S001"
    assert catalogue.meta("demo") == ""


def test_it_may_be_asked_from_a_decoder_s_thread(catalogue: Catalogue) -> None:
    found: list[bool] = []
    thread = threading.Thread(
        target=lambda: found.append(catalogue.product_by_code("4011", 1) is not None)
    )
    thread.start()
    thread.join()
    assert found == [True]


def test_no_file_or_an_empty_one_is_absent(tmp_path: Path) -> None:
    with pytest.raises(CatalogueAbsent, match="no catalogue yet"):
        Catalogue.open(tmp_path / "none.db")
    (tmp_path / "touched.db").touch()
    with pytest.raises(CatalogueAbsent, match="is empty"):
        Catalogue.open(tmp_path / "touched.db")
    open_catalogue(tmp_path / "empty.db").close()
    with pytest.raises(CatalogueAbsent, match="is empty"):
        Catalogue.open(tmp_path / "empty.db")


def test_a_corrupt_file_is_told(db: Writer, tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("no catalogue, but long enough to be looked at\n" * 40)
    with pytest.raises(StoreCorrupt, match="not a database"):
        Catalogue.open(text)
    db.run("UPDATE meta SET value = 'x' WHERE key = 'current_generation'")
    with pytest.raises(StoreCorrupt, match="no generation 'x'"):
        Catalogue.open(tmp_path / "catalogue.db")


def test_a_catalogue_for_a_newer_program_is_refused(db: Writer, tmp_path: Path) -> None:
    db.run("UPDATE meta SET value = '9' WHERE key = 'min_reader'")
    with pytest.raises(StoreTooNew, match="format 9"):
        Catalogue.open(tmp_path / "catalogue.db")


@pytest.mark.parametrize("body", ["", "{", '{"id":"x"}', '{"id":7}'])
def test_a_body_that_cannot_be_read_is_told(
    db: Writer, catalogue: Catalogue, body: str
) -> None:
    db.run("UPDATE product SET body = ? WHERE id = 'plu:4011'", (body,))
    with pytest.raises(StoreCorrupt, match="cannot be read"):
        catalogue.product_by_code("4011", 1)
