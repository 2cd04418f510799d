"""The store page and the sales API."""

from dataclasses import replace
from datetime import date

import pytest
from hostile import HOSTILE, tags_of

from sync.cloud.demo import import_folder
from sync.cloud.entries import judge
from sync.cloud.view import amount


def page(cloud, query="", **headers):
    return cloud.http("GET", f"/stores/S001{query}", headers=headers)


@pytest.fixture
def open_store(cloud, demo_folder, lane):
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    return lane


def test_a_day_with_sales(open_store, cloud):
    open_store.sell(3, total=790)
    open_store.push_all()
    text = page(cloud, "?lang=en").text
    for wanted in (
        "Corner shop",
        "2026-03-14",
        "¥23.70",
        "A01-0-000003",
        "Pure milk 1 L",
        "WeChat Pay ¥7.90",
        open_store.ledger.head().hash[:16],
    ):
        assert wanted in text
    assert "http-equiv" in text


def test_a_long_day_shows_the_newest_and_counts_all(open_store, cloud, monkeypatch):
    monkeypatch.setattr("sync.cloud.view.MAX_SHOWN", 2)
    open_store.sell(5, total=100)
    open_store.push_all()
    text = page(cloud, "?lang=en").text
    assert "The newest 2 of 5 receipts" in text
    assert text.count("<article") == 2
    assert "¥5.00" in text


def test_both_languages(open_store, cloud):
    open_store.sell()
    open_store.push_all()
    chinese = page(cloud, **{"accept-language": "zh-CN,zh;q=0.9"}).text
    assert 'lang="zh-CN"' in chinese
    assert "今日销售" in chinese
    assert "街角小店" in chinese
    english = page(cloud, **{"accept-language": "fr"}).text
    assert "Sales of the day" in english
    assert "今日" not in english


def test_a_day_without_sales(open_store, cloud):
    assert "No sales on this day yet" in page(cloud, "?lang=en").text


def test_an_older_day_leads_to_the_newest(open_store, cloud):
    open_store.sell()
    open_store.push_all()
    text = page(cloud, "?lang=en&date=2026-03-13").text
    assert "No sales" in text
    assert "date=2026-03-14" in text
    assert "date=2026-03-12" in text
    assert "http-equiv" not in text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(open_store, cloud, day):
    assert page(cloud, f"?date={day}").status_code == 200


@pytest.mark.parametrize("query", ["?date=yesterday", "?date=2026-02-30", "?lang=" * 9])
def test_a_bad_query_is_refused_or_ignored(open_store, cloud, query):
    assert page(cloud, query).status_code in {200, 422}


def test_an_unknown_store(cloud):
    reply = cloud.http("GET", "/stores/%3Cb%3E")
    assert reply.status_code == 404
    assert "&lt;b&gt;" in reply.text
    assert "<b>" not in reply.text
    assert cloud.http("GET", "/v1/stores/nowhere/sales").status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_adds_no_element(open_store, cloud, demo_folder, new_sale, text):
    def sold(names):
        sale = new_sale(790, names=names)
        with open_store.ledger.transaction():
            open_store.ledger.commit_sale(sale, cloud.clock(), date(2026, 3, 14))
        open_store.push_all()
        return page(cloud, "?lang=en").text

    plain = sold((("en", "milk"), ("zh_CN", "milk2")))
    demo_folder.catalogue["store"]["names"] = [["en", text]]
    demo_folder.write()
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    hostile = sold((("en", text), ("zh_CN", text + "2")))
    assert hostile.count("milk") > plain.count("milk")
    assert tags_of(hostile) == tags_of(plain)


def test_the_page_runs_no_script_and_loads_nothing_from_elsewhere(open_store, cloud):
    reply = page(cloud)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "//" not in reply.text.replace("<!doctype", "")
    assert cloud.http("GET", "/static/store.css").status_code == 200


def test_a_sale_for_review_is_shown_and_not_counted(open_store, cloud, chain_of):
    open_store.sell(2)
    open_store.push_all()
    other = chain_of(device="S001-L2")
    body = {
        "receipt_no": "B01-0-000001",
        "currency": "CNY",
        "exponent": 2,
        "total": 100,
        "savings": 0,
        "paid_at": "2026-03-14T10:00:00+08:00",
        "lines": [],
        "tenders": [],
        "postings": [],
    }
    other.add("sale", body)
    with cloud.storage._db.writing() as db:
        db.execute("INSERT INTO device VALUES ('S001', 'S001-L2', '')")
    batch = [judge("S001-L2", entry, cloud.clock()) for entry in other.entries]
    cloud.storage.append("S001-L2", batch, cloud.clock())
    day = cloud.http("GET", "/v1/stores/S001/sales").json()
    assert day["totals"] == {"CNY": 1580}
    assert [bool(sale["needs_review"]) for sale in day["sales"]] == [False, False, True]
    text = page(cloud, "?lang=en").text
    assert "Needs review: the sale&#39;s tenders are not its total" in text
    assert "¥15.80" in text


@pytest.mark.parametrize(
    "minor, currency, exponent, text",
    [
        (1230, "CNY", 2, "¥12.30"),
        (-5, "CNY", 2, "-¥0.05"),
        (100, "JPY", 0, "JPY 100"),
        (1, "USD", 2, "$0.01"),
        (1234, "KWD", 3, "KWD 1.234"),
    ],
)
def test_amounts(minor, currency, exponent, text):
    assert amount(minor, currency, exponent) == text


def test_a_weighed_line_tells_weight_and_unit_price(open_store, cloud, new_sale):
    sale = new_sale(879)
    line = replace(sale.lines[0], unit=1196, base_grams=1000, grams=735)
    half = replace(sale.lines[0], id="2", unit=598, base_grams=500, grams=1005)
    sale = replace(sale, lines=(line, half))
    with open_store.ledger.transaction():
        open_store.ledger.commit_sale(sale, cloud.clock(), date(2026, 3, 14))
    open_store.push_all()
    text = page(cloud, "?lang=en").text
    assert "0.735 kg × ¥11.96/kg" in text
    assert "1.005 kg × ¥5.98/500 g" in text
