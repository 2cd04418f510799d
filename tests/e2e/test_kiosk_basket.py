"""One store, many mishaps: bad input, kill -9, a stuck printer, no cloud."""

import json
import os
import signal
import sqlite3
from collections.abc import Iterator

import httpx
import pytest
from shop import JUICE, MILK, Shop, pay_code, people, until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("kiosk_basket"),
    pytest.mark.timeout(300),
]
PEOPLE = people()
PIN = PEOPLE["staff"][0]["pin"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with Shop(tmp_path_factory.mktemp("store")) as one:
        yield one
        assert "Traceback" not in one.logs()


@pytest.fixture(autouse=True)
def at_attract(shop: Shop) -> Iterator[None]:
    """Begin and end each test on the attract screen."""
    assert shop.state()["phase"] == "attract"
    yield
    shop.call("/api/payment/next", outcome="paid", times=0)
    if shop.state()["phase"] in {"scan", "tender"}:
        shop.settle_tasks(PIN)
        if shop.state()["phase"] == "tender":
            shop.hand.tap("backToScan")
            shop.until_phase("scan")
        shop.hand.tap("help")
        shop.hand.tap("startAgain")
        if shop.state()["phase"] == "scan":
            shop.hand.tap("abandon")
        shop.until_phase("attract")


def test_a_sale_from_scan_to_cloud(shop: Shop) -> None:
    shop.scan(MILK)
    shop.scan(JUICE)
    state = shop.pay()
    shop.leave()
    shop.until_synced()
    assert shop.cloud_sales().count(state["receipt_no"]) == 1
    assert state["warnings"] == []
    shop.verify()


def test_kill_in_mid_basket_brings_the_same_basket_back(shop: Shop) -> None:
    shop.scan(MILK)
    shop.scan(JUICE)
    before = shop.scan(MILK)
    seconds = shop.restart_kiosk()
    after = shop.state()
    print(f"the basket was back {seconds:.1f} s after the start")
    for same in ("phase", "lines", "total", "interventions"):
        assert after[same] == before[same]
    state = shop.pay()
    assert state["receipt_no"] == shop.ledger_sales()[-1]
    shop.leave()
    shop.verify()


def test_kill_while_the_payer_types_sells_exactly_once(shop: Shop) -> None:
    shop.call("/api/payment/next", outcome="userpaying")
    sold = shop.ledger_sales()
    shop.scan(MILK)
    shop.to_pay()
    shop.call("/api/scanner/scan", text=pay_code())
    shop.until_phase("pay")
    until("the provider's answer", lambda: shop.panel.get("/api/payment/orders").json())
    until("the answer to be kept", lambda: "userpaying" in journal(shop))
    shop.restart_kiosk()
    shop.until_phase("receipt")
    shop.leave()
    new = shop.ledger_sales()[len(sold) :]
    assert len(new) == 1
    order = shop.panel.get("/api/payment/orders").json()[-1]
    assert order["trade_state"] == "SUCCESS"
    assert order["history"].count("SUCCESS") == 1
    shop.until_synced()
    assert shop.cloud_sales().count(new[0]) == 1
    shop.verify()


def journal(shop: Shop) -> str:
    rows = shop.query("SELECT event FROM journal ORDER BY n DESC LIMIT 5")
    return "\n".join(event for (event,) in rows)


def test_a_payment_whose_reply_is_lost_is_asked_for(shop: Shop) -> None:
    shop.call("/api/payment/next", outcome="lost_reply")
    sold = shop.ledger_sales()
    shop.scan(MILK)
    shop.pay()
    shop.leave()
    assert len(shop.ledger_sales()) == len(sold) + 1


def test_a_refused_payment_keeps_the_basket(shop: Shop) -> None:
    shop.call("/api/payment/next", outcome="not_enough")
    before = shop.scan(MILK)
    shop.to_pay()
    shop.call("/api/scanner/scan", text=pay_code())
    after = shop.until_notice("payment_failed")
    assert (after["phase"], after["lines"]) == ("tender", before["lines"])


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("9520001999994", "unknown_item"),
        ("9520001001018", "bad_check_digit"),
        ("9520001009914", "no_price"),
        ("9520001009921", "no_price"),
        ("261000301854004387", "label_mismatch"),
        ("134567890123456789", "wallet_code_in_scan"),
        ("NOBODY-KNOWS-THIS", "unknown_item"),
    ],
)
def test_bad_input_says_what_is_wrong_and_charges_nothing(
    shop: Shop, text: str, notice: str
) -> None:
    total = shop.scan(MILK)["total"]
    after = shop.scan(text, notice)
    assert (after["total"], len(after["lines"])) == (total, 1)
    assert shop.kiosk.is_running()


def test_codes_in_the_wrong_phase_are_refused(shop: Shop) -> None:
    shop.scan(MILK)
    shop.to_pay()
    assert shop.scan(MILK, "label_in_pay")["phase"] == "tender"
    assert shop.scan("281234567890123456", "unknown_wallet")["phase"] == "tender"


def test_a_scan_during_payment_changes_nothing(shop: Shop) -> None:
    shop.call("/api/payment/next", outcome="paid", delay_ms=4000)
    before = shop.scan(MILK)
    shop.to_pay()
    shop.call("/api/scanner/scan", text=pay_code())
    shop.until_phase("pay")
    during = shop.scan(JUICE, "scan_during_payment")
    assert during["lines"] == before["lines"]
    shop.until_phase("receipt")
    shop.leave()


def test_pay_with_an_empty_basket_is_not_possible(shop: Shop) -> None:
    shop.hand.tap("start")
    shop.until_phase("scan")
    shop.call("/api/scale/clear")
    assert shop.state()["lines"] == []
    shop.scan(MILK)
    line = shop.state()["lines"][0]["id"]
    shop.hand.find_and_tap("cart", f"key={line}")
    shop.hand.tap("removeLine")
    until("the line to go", lambda: not shop.state()["lines"])
    assert not shop.hand._tried("pay")  # the button is not there to be touched
    assert shop.state()["phase"] == "scan"


def test_a_cover_that_opens_holds_the_receipt_and_loses_no_sale(shop: Shop) -> None:
    printed = len(shop.panel.get("/api/printer/receipts").json())
    shop.scan(MILK)
    receipt_no = shop.pay()["receipt_no"]
    shop.call("/api/printer/cover", open=True)
    shop.hand.tap("receiptPaper")
    until("the receipt to be held", lambda: shop.state()["print_state"] == "cover_open")
    shop.call("/api/printer/cover", open=False)
    until("the receipt", lambda: shop.state()["print_state"] == "done")
    receipts = shop.panel.get("/api/printer/receipts").json()
    assert len(receipts) == printed + 1
    last = shop.panel.get(f"/receipts/{receipts[-1]['n']}.json").json()
    assert receipt_no in json.dumps(last["lines"])
    shop.hand.tap("finish")
    shop.until_phase("attract")


def test_paper_that_runs_out_in_the_middle_prints_the_whole_again(shop: Shop) -> None:
    shop.scan(MILK)
    receipt_no = shop.pay()["receipt_no"]
    shop.call("/api/printer/paper", state="ok", lines_left=8)
    shop.hand.tap("receiptPaper")
    until("the receipt to be held", lambda: shop.state()["print_state"] == "paper_out")
    shop.call("/api/printer/paper", state="ok")
    until("the receipt", lambda: shop.state()["print_state"] == "done")
    receipts = shop.panel.get("/api/printer/receipts").json()
    last = shop.panel.get(f"/receipts/{receipts[-1]['n']}.json").json()
    assert receipt_no in json.dumps(last["lines"])
    assert last["cut"]
    assert len(last["qr"]) == 1
    assert receipt_no in shop.ledger_sales()
    shop.hand.tap("finish")
    shop.until_phase("attract")


def test_the_receipt_survives_a_kill_while_it_is_held(shop: Shop) -> None:
    shop.scan(MILK)
    shop.pay()
    shop.call("/api/printer/cover", open=True)
    shop.hand.tap("receiptPaper")
    until("the receipt to be held", lambda: shop.state()["print_state"] == "cover_open")
    printed = len(shop.panel.get("/api/printer/receipts").json())
    shop.kill_kiosk()
    shop.call("/api/printer/cover", open=False)
    shop.start_kiosk()
    until(
        "the receipt",
        lambda: len(shop.panel.get("/api/printer/receipts").json()) == printed + 1,
    )
    until("the lane to be free", lambda: shop.state()["phase"] == "attract")


def test_the_scale_s_mishaps_are_told(shop: Shop) -> None:
    shop.scan(MILK)
    shop.hand.tap("weigh")
    shop.call("/api/scale/put", grams=-50)
    until("a weight under zero", lambda: shop.state()["scale"]["state"] == "under")
    shop.call("/api/scale/clear")
    until("an empty scale", lambda: shop.state()["scale"]["state"] == "ok")
    assert len(shop.state()["lines"]) == 1
    shop.hand.tap("back")


def test_wrong_pins_lock_staff_mode_and_a_restart_opens_nothing(shop: Shop) -> None:
    shop.scan(MILK)
    shop.hand.tap("help")
    shop.hand.tap("staffDoor")
    for number in range(1, 6):
        for digit in "999999":
            shop.hand.tap(f"text={digit}")
        until(
            "the attempt to be kept",
            lambda n=number: shop.query("SELECT count(*) FROM pin_attempt")[0][0] >= n,
        )
    shop.until_notice("staff_locked")
    shop.restart_kiosk()
    shop.hand.tap("help")
    shop.hand.tap("staffDoor")
    for digit in PIN:
        shop.hand.tap(f"text={digit}")
    shop.until_notice("staff_locked")
    assert not shop.state()["staff"]
    shop.hand.tap("closePin")
    forget_attempts(shop)


def forget_attempts(shop: Shop) -> None:
    """Spare the next tests the minute of the lock."""
    shop.kill_kiosk()
    with sqlite3.connect(shop.box.ledger) as db:
        db.execute("DELETE FROM pin_attempt")
    db.close()
    shop.start_kiosk()


def test_a_badge_opens_staff_mode(shop: Shop) -> None:
    shop.scan(MILK)
    shop.call("/api/scanner/scan", text=PEOPLE["staff"][1]["badge"])
    until("staff mode", lambda: shop.state()["staff"] == PEOPLE["staff"][1]["id"])
    shop.hand.tap("leaveStaff")
    until("staff mode to close", lambda: not shop.state()["staff"])


def test_sales_while_the_cloud_is_away_arrive_exactly_once(shop: Shop) -> None:
    cloud = shop.process("cloud")
    os.kill(cloud.pid, signal.SIGKILL)
    cloud.stop()
    sold = []
    for _ in range(2):
        shop.scan(MILK)
        sold.append(shop.pay()["receipt_no"])
        shop.leave()
    assert shop.state()["unsynced"] > 0
    with pytest.raises(httpx.TransportError):
        shop.cloud.get("/healthz")
    port = shop.box.cloud["url"].rsplit(":", 1)[1]
    folder = str(shop.box.folder / "cloud")
    shop.box.start("cloud", "kiosk-cloud", "run", "--data", folder, "--port", port)
    shop.until_synced()
    assert [shop.cloud_sales().count(number) for number in sold] == [1, 1]
    assert sorted(shop.cloud_sales()) == sorted(shop.ledger_sales())


def test_vector_rule_11_no_secret_is_in_any_file_log_or_metric(shop: Shop) -> None:
    staff, member = PEOPLE["staff"][2], PEOPLE["members"][0]
    early, late = "134444555566667777", "104444555566667777"
    shop.scan(member["code"], "member_welcome")
    shop.scan(MILK)
    shop.scan(early, "wallet_code_in_scan")
    shop.sign_in(staff["pin"])
    until("staff mode", lambda: shop.state()["staff"] == staff["id"])
    shop.hand.tap("leaveStaff")
    until("staff mode to close", lambda: not shop.state()["staff"])
    shop.call("/api/scanner/scan", text=staff["badge"])
    until("staff mode", lambda: shop.state()["staff"] == staff["id"])
    shop.hand.tap("leaveStaff")
    until("staff mode to close", lambda: not shop.state()["staff"])
    shop.pay(late)
    shop.hand.tap("receiptPaper")
    until("the receipt", lambda: shop.state()["print_state"] == "done")
    shop.hand.tap("finish")
    shop.until_synced()
    metrics = admin(shop, "/metrics") + admin(shop, "/v1/lane")
    canaries = {
        "pin": staff["pin"],
        "badge": staff["badge"],
        "early code": early,
        "pay code": late,
        "member": member["code"],
    }
    assert "kiosk_phase" in metrics
    ours = ("lane", "logs", "cloud", "lane.toml")
    files = [
        path
        for top in ours
        for path in [shop.box.folder / top, *(shop.box.folder / top).rglob("*")]
        if path.is_file()
    ]
    assert len(files) > 10
    for name, canary in canaries.items():
        assert canary not in metrics, name
        for path in files:
            assert canary.encode() not in path.read_bytes(), (name, path.name)


def admin(shop: Shop, path: str) -> str:
    """Ask the kiosk's admin page, whose port its log tells."""
    log = shop.kiosk.log.read_text()
    url = log.rsplit("admin at ", 1)[1].split()[0]
    return httpx.get(f"{url}{path}", timeout=30).raise_for_status().text
