"""Products: names by language, and what is sold by weight."""

from kiosk.domain.money import Money
from kiosk.domain.product import Product, UnitPrice, text_in

NAMES = (("zh_CN", "香蕉"), ("en", "Bananas"))


def test_a_name_falls_back_to_the_first() -> None:
    product = Product("plu:4011", NAMES, None, "reduced", "fruit")
    assert product.name("en") == "Bananas"
    assert product.name("de") == "香蕉"
    assert text_in((), "en") == ""


def test_weighed_goods_have_a_base_weight() -> None:
    def sold_at(price: UnitPrice | None) -> Product:
        return Product("a", NAMES, price, "reduced", "fruit")

    assert sold_at(UnitPrice(Money(598, "CNY"), 500)).is_weighed
    assert not sold_at(UnitPrice(Money(598, "CNY"))).is_weighed
    assert not sold_at(None).is_weighed
