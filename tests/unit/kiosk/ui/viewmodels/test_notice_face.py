"""Notices in words: subjects, numbers, units, and codes nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
import screen_samples as samples

from kiosk.domain.profiles import CN
from kiosk.domain.session import Notice
from kiosk.ui.texts import NOTICES
from kiosk.ui.viewmodels.notice import NoticeFace, notice_face
from kiosk.ui.wording import Wording

SAY = Wording(CN, "en", Path())


@pytest.fixture(scope="module")
def basket():
    return samples.shopping(samples.load())


def test_no_notice_is_an_empty_face():
    assert notice_face(None, None, SAY) == NoticeFace()


def test_a_line_is_called_by_its_products_name(basket):
    face = notice_face(Notice("removed", subject="l2"), basket, SAY)
    assert face.text == "Taken out: Dingdang cola 330 ml"


def test_a_product_in_no_line_is_called_by_the_notices_names(basket):
    names = (("zh_CN", "月饼"), ("en", "Mooncake"))
    notice = Notice("expired", "danger", "0952", names=names)
    assert notice_face(notice, basket, SAY).text.startswith("Mooncake is past")


def test_a_notice_without_a_subject_still_is_a_sentence():
    assert notice_face(Notice("expired"), None, SAY).text.startswith("This item is")


def test_numbers_have_their_unit(basket):
    face = notice_face(Notice("quantity_limit", subject="l2", number=6), basket, SAY)
    assert "no more than 6" in face.text
    assert "5 min" in notice_face(Notice("staff_locked", number=5), None, SAY).text


def test_an_unknown_code_is_shown_and_offers_help():
    face = notice_face(Notice("from_the_future", "danger"), None, SAY)
    assert "from_the_future" in face.text
    assert face.action == "help"


@pytest.mark.parametrize("code", sorted(NOTICES))
def test_every_notice_leaves_no_placeholder(code, basket):
    face = notice_face(Notice(code, "warn", "l2", 3), basket, SAY)
    assert "%" not in face.text
    assert bool(face.action) == bool(face.action_text)


def test_markup_in_a_subject_stays_text(basket):
    face = notice_face(Notice("coupon_accepted", subject="<b>x</b>%2"), basket, SAY)
    assert "<b>x</b>" in face.text
