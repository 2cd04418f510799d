"""What the view models read from a snapshot, without a screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import screen_samples as samples
from hostile import HOSTILE

from kiosk.domain.profiles import CN, US
from kiosk.domain.quantity import Weight
from kiosk.domain.session import Phase
from kiosk.ui.viewmodels.basket import basket_face, cart_rows
from kiosk.ui.viewmodels.receipt import MAX_QR_BYTES, receipt_face, receipt_text
from kiosk.ui.viewmodels.weigh import pan_state, weigh_face
from kiosk.ui.wording import Wording

SAY = Wording(CN, "en", samples.DEMO / "pictures")


@pytest.fixture(scope="module")
def catalogue():
    return samples.load()


def test_lines_are_newest_first_with_deposits_under_their_item(catalogue):
    held = samples.shopping(catalogue)
    rows = cart_rows(held, (), SAY)
    assert [row.key for row in rows] == [
        "l7",
        "l6",
        "l5",
        "l4",
        "l3",
        "l2",
        "l1",
        "l1d",
    ]
    assert rows[-1].child
    assert rows[-1].pieces == 0


def test_a_discounted_line_says_what_it_was_and_why(catalogue):
    rows = {row.key: row for row in cart_rows(samples.shopping(catalogue), (), SAY)}
    cola = rows["l2"]
    assert (cola.was, cola.amount, cola.saved) == ("¥8.40", "¥5.60", "-¥2.80")
    assert cola.why == "Dingdang cola: 3 for 2"
    assert rows["l7"].was == rows["l7"].why == ""


def test_a_line_that_needs_staff_says_so(catalogue):
    rows = cart_rows(samples.shopping(catalogue), samples.interventions(), SAY)
    assert {row.key: row.alert for row in rows if row.alert} == {"l5": "Age check"}


def test_totals_are_the_domains(catalogue):
    held = samples.shopping(catalogue)
    snapshot = samples.Snapshot(samples.scan(held, "l2"))
    face = basket_face(snapshot, cart_rows(held, (), SAY), SAY)
    assert face.total == CN.format(held.priced.total)
    assert face.savings == CN.format(held.priced.savings)
    assert face.tax == ""  # inside the price in China
    assert face.pieces == 13
    assert face.last is not None
    assert face.last.key == "l2"


def test_tax_on_top_is_shown_where_prices_exclude_it(catalogue):
    law = US
    product = catalogue.like("lager")
    price = replace(product.unit_price, amount=law.money(500))
    american = replace(product, unit_price=price, tax_class=law.tax_classes[0].id)
    held = samples.basket([samples.line(1, american)], profile=law)
    session = replace(samples.scan(held), profile=law)
    say = replace(SAY, profile=law)
    face = basket_face(samples.Snapshot(session), [], say)
    assert face.tax == law.format(law.money(held.priced.taxes[0].tax.minor))


def test_weight_unit_price_and_price_agree(catalogue):
    apples = catalogue.like("fuji apples")
    snapshot = samples.Snapshot(samples.scan(None), samples.OK, samples.reading(735))
    face = weigh_face(snapshot, apples, SAY)
    assert (face.weight, face.unit, face.price) == ("0.735 kg", "¥11.96 / kg", "¥8.79")
    assert face.ready


def test_a_containers_weight_is_taken_off_and_said(catalogue):
    grapes = catalogue.like("black seedless")
    snapshot = samples.Snapshot(samples.scan(None), samples.OK, samples.reading(510))
    face = weigh_face(snapshot, grapes, SAY)
    assert (face.weight, face.tare) == ("0.500 kg", "0.010 kg")
    line = samples.line(1, grapes, Weight(500, 10))
    assert face.price == CN.format(samples.basket([line]).priced.total)


@pytest.mark.parametrize("grams", [0, 5, 10])
def test_nothing_but_the_container_cannot_be_added(catalogue, grams):
    snapshot = samples.Snapshot(samples.scan(None), samples.OK, samples.reading(grams))
    face = weigh_face(snapshot, catalogue.like("black seedless"), SAY)
    assert not face.ready
    assert face.price == ""


@pytest.mark.parametrize(
    ("scale", "health", "pan"),
    [
        (None, samples.Health.OK, "absent"),
        (samples.reading(735), samples.Health.OK, "stable"),
        (samples.reading(735), samples.Health.LOST, "absent"),
        (samples.reading(0), samples.Health.OK, "empty"),
        (samples.reading(0, samples.ScaleState.MOTION), samples.Health.OK, "motion"),
        (samples.reading(0, samples.ScaleState.UNDER), samples.Health.OK, "under"),
        (samples.reading(0, samples.ScaleState.OVER), samples.Health.OK, "over"),
        (samples.reading(0, samples.ScaleState.FAULT), samples.Health.OK, "fault"),
    ],
)
def test_the_pan_says_what_the_scale_says(scale, health, pan):
    devices = {"scale": samples.DeviceStatus("scale", health)}
    assert pan_state(samples.Snapshot(samples.scan(None), devices, scale)) == pan


def test_a_weight_in_motion_is_never_shown(catalogue):
    moving = samples.reading(0, samples.ScaleState.MOTION)
    snapshot = samples.Snapshot(samples.scan(None), samples.OK, moving)
    face = weigh_face(snapshot, catalogue.like("fuji apples"), SAY)
    assert (face.weight, face.price, face.ready) == ("", "", False)


def test_the_qr_receipt_is_whole_or_its_sums_alone(catalogue):
    held = samples.shopping(catalogue)
    text = receipt_text(samples.sale(held), held, SAY)
    assert "Fuji apples 0.735 kg ¥8.79" in text
    assert text.splitlines()[-3:] == ["¥60.09", "A01000042", "9f" * 8]
    long = samples.long_basket(catalogue)
    short = receipt_text(samples.sale(long), long, SAY)
    assert len(short.encode()) <= MAX_QR_BYTES
    assert short.splitlines()[0] == CN.format(long.priced.total)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_adds_no_line_to_the_receipts_code(catalogue, name):
    cola = catalogue.like("cola")
    held = samples.basket([samples.line(1, replace(cola, names=(("en", name),)))])
    lines = receipt_text(samples.sale(held), held, SAY).split("\n")
    assert all(line.isprintable() for line in lines)
    assert len(lines) in {3, 4}  # three of sums; the name's, unless it is too long


def test_a_broken_printer_is_not_offered(catalogue):
    held = samples.shopping(catalogue)
    session = replace(samples.scan(held), phase=Phase.RECEIPT, sale=samples.sale(held))
    broken = {"printer": samples.DeviceStatus("printer", samples.Health.FAULT)}
    assert receipt_face(samples.Snapshot(session, samples.OK), SAY).paper
    assert not receipt_face(samples.Snapshot(session, broken), SAY).paper


def test_an_unknown_printer_cause_is_still_said(catalogue):
    held = samples.shopping(catalogue)
    sale = samples.sale(held, "head_too_hot")
    session = replace(samples.scan(held), phase=Phase.THANKS, sale=sale)
    assert "waits" in receipt_face(samples.Snapshot(session), SAY).print_text


def test_pictures_of_the_demo_are_found(catalogue):
    say = replace(SAY, pictures=Path(samples.DEMO / "pictures"))
    missing = [p.id for p in catalogue.products.values() if not say.picture(p)]
    assert missing == []
