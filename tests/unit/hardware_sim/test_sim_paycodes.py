"""Payment codes have the shapes of devices A4."""

import re

import numpy as np

from hardware_sim import paycodes


def test_shapes() -> None:
    rng = np.random.default_rng(5)
    for _ in range(300):
        assert re.fullmatch(r"1[0-5][0-9]{16}", paycodes.wechat(rng))
        assert re.fullmatch(r"(2[5-9]|30)[0-9]{16}", paycodes.alipay(rng))
