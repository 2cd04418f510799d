// The panel: draws the state that the store sends, and sends what a person does.
import { act, heal } from "./api.js";
import { drawCodes, drawGoods, heldName, markHeld, startGoods } from "./goods.js";
import { lang, setLanguage, t } from "./text.js";

const FAULTS = {
  camera: ["freeze", "noise", "truncate", "slow", "disconnect"],
  scanner: ["garbage", "truncate", "disconnect"],
  scale: ["silent", "restless", "noise", "garbage", "truncate", "dribble", "disconnect"],
  printer: ["silent", "slow", "disconnect"],
  payment: ["silent", "slow", "truncate", "disconnect"],
};
const OUTCOMES = ["paid", "userpaying", "userpaying_then_fail", "failed", "not_enough", "timeout", "lost_reply", "bad_signature", "server_error", "wrong_amount"];
const GOOD = new Set(["paid", "userpaying"]);
const DOTS = { camera: "#1d4ed8", scanner: "#7c3aed", scale: "#0b6e4f", printer: "#b45309", payment: "#c2410c" };
const PAPER = { ok: "paper_ok", near_end: "paper_near", out: "paper_out" };
const DIAL_GRAMS = 3000;
const $ = (id) => document.getElementById(id);
let state = null;
let shownReceipt = 0; // 0: the newest

const press = (node, on) => node.setAttribute("aria-pressed", String(on));

function drawFaults() {
  for (const device of document.querySelectorAll("[data-device]")) {
    const name = device.dataset.device;
    const now = state.faults[name]?.fault;
    device.classList.toggle("broken", Boolean(now));
    const connected = state[name]?.connected ?? 0;
    const lamp = device.querySelector(".lamp");
    lamp.className = `lamp${now ? " bad" : connected || name === "payment" ? " on" : ""}`;
    const box = device.querySelector(".faults");
    if (box.childElementCount === 0) {
      for (const kind of FAULTS[name]) {
        const button = document.createElement("button");
        button.dataset.kind = kind;
        button.onclick = () => act("faults", { device: name, fault: state.faults[name]?.fault === kind ? null : kind });
        box.append(button);
      }
    }
    for (const button of box.children) {
      button.textContent = t(button.dataset.kind);
      press(button, button.dataset.kind === now);
    }
  }
  $("heal").hidden = !Object.values(state.faults).some(Boolean);
}

function drawScale() {
  const { shown, grams, motion, protocol } = state.scale;
  const dial = document.querySelector(".dial");
  const bad = grams > 15009 || (shown < 0 && !motion);
  dial.classList.toggle("moving", motion);
  dial.classList.toggle("bad", bad);
  $("arc").style.strokeDasharray = `${Math.max(0, Math.min(1, shown / DIAL_GRAMS)) * 100} 200`;
  $("grams").textContent = (shown / 1000).toFixed(3);
  $("stable").textContent = t(motion ? "moving" : grams > 15009 ? "over" : shown < 0 ? "under" : "stable");
  $("protocol").textContent = protocol.toUpperCase();
  if (document.activeElement !== $("weight")) $("weight").value = String(grams);
  $("weight-out").textContent = `${grams} g`;
}

function drawTicks() {
  const marks = [];
  for (let step = 0; step <= 6; step += 1) {
    const angle = ((-236 + step * 292 / 6) * Math.PI) / 180;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    marks.push(`<text class="tick" x="${120 + 76 * x}" y="${120 + 76 * y + 3}">${step / 2}</text>`);
  }
  $("ticks").innerHTML = marks.join("");
}

function drawPrinter() {
  const { paper, cover, growing, receipts } = state.printer;
  for (const button of $("paper-state").children) press(button, button.dataset.value === paper);
  $("cover").checked = cover === "open";
  $("cutter").checked = state.printer.cutter_jam;
  const last = receipts.length ? receipts[receipts.length - 1].n : 0;
  const chosen = shownReceipt || last;
  const url = growing && !shownReceipt ? `/receipts/growing.png?h=${growing}` : chosen ? `/receipts/${chosen}.png` : "";
  if (url && $("paper").getAttribute("src") !== url) $("paper").src = url;
  $("paper-link").href = url || "#";
  $("no-paper").hidden = Boolean(url);
  $("receipts").replaceChildren(...receipts.slice(-6).map(({ n }) => {
    const button = document.createElement("button");
    button.textContent = `${t("receipt")} ${n}`;
    press(button, n === chosen && !(growing && !shownReceipt));
    button.onclick = () => { shownReceipt = n === last ? 0 : n; draw(); };
    return button;
  }));
}

function drawPayment() {
  const next = state.payment.next[0] ?? "paid";
  if ($("outcomes").childElementCount === 0) {
    for (const outcome of OUTCOMES) {
      const button = document.createElement("button");
      button.dataset.outcome = outcome;
      button.className = GOOD.has(outcome) ? "" : "bad";
      button.onclick = () => act("payment/next", { outcome });
      $("outcomes").append(button);
    }
  }
  for (const button of $("outcomes").children) {
    button.textContent = t(button.dataset.outcome);
    press(button, button.dataset.outcome === next);
  }
  const rows = [...state.payment.orders].reverse().map((order) => {
    const row = document.createElement("li");
    const add = (tag, text, name = "") => row.append(Object.assign(document.createElement(tag), { textContent: text, className: name }));
    add("b", `¥${(order.total / 100).toFixed(2)}`);
    add("b", t(order.trade_state), order.trade_state);
    add("span", order.out_trade_no);
    add("span", order.queries ? `${order.queries} ×` : "");
    return row;
  });
  if (!rows.length) rows.push(Object.assign(document.createElement("li"), { textContent: t("no_orders"), className: "hint" }));
  $("orders").replaceChildren(...rows);
}

function drawTimeline() {
  const rows = [...state.timeline].reverse().map((one) => {
    const row = document.createElement("li");
    row.style.setProperty("--dot", DOTS[one.device] ?? "");
    const time = Object.assign(document.createElement("time"), { textContent: `${new Date(one.at * 1000).toLocaleTimeString("en-GB")} · ${t(one.device)}` });
    row.append(time, Object.assign(document.createElement("p"), { textContent: [t(`did_${one.what}`), t(one.what === "paper" ? PAPER[one.detail] : one.detail)].join(" ") }));
    return row;
  });
  if (!rows.length) rows.push(Object.assign(document.createElement("li"), { textContent: t("nothing"), className: "none" }));
  $("timeline").replaceChildren(...rows);
}

function draw() {
  if (!state) return;
  const { held } = state;
  $("held").textContent = held ? [heldName(held), held.symbology, held.text.replaceAll("\u001d", "␝")].filter(Boolean).join(" · ") : "";
  markHeld(held);
  drawFaults();
  drawScale();
  drawPrinter();
  drawPayment();
  drawTimeline();
}

function speak(next) {
  setLanguage(next);
  $("lang").textContent = next === "zh" ? "EN" : "中文";
  drawGoods();
  draw();
}

function listen() {
  const source = new EventSource("/api/events");
  const live = (on) => {
    $("live").classList.toggle("lost", !on);
    $("live").lastElementChild.textContent = t(on ? "live" : "lost");
  };
  source.onopen = () => live(true);
  source.onerror = () => live(false);
  source.onmessage = (event) => { state = JSON.parse(event.data); draw(); };
}

$("clear").onclick = async () => {
  if (state?.held?.kind === "produce") await act("scale/clear"); // it lay on the pan
  await act("camera/clear");
};
$("heal").onclick = heal;
$("lang").onclick = () => { speak(lang() === "zh" ? "en" : "zh"); drawCodes(); };
$("lift").onclick = () => act("scale/clear");
$("weight").oninput = () => { $("weight-out").textContent = `${$("weight").value} g`; };
$("weight").onchange = () => { act("scale/put", { grams: Number($("weight").value) }); $("weight").blur(); };
$("cutter").onchange = () => act("printer/cutter", { jammed: $("cutter").checked });
$("cover").onchange = () => act("printer/cover", { open: $("cover").checked });
for (const button of document.querySelectorAll("[data-grams]")) button.onclick = () => act("scale/put", { grams: Number(button.dataset.grams) });
for (const button of $("paper-state").children) button.onclick = () => act("printer/paper", { state: button.dataset.value });
$("scan").onsubmit = (event) => {
  event.preventDefault();
  const text = event.target.text.value.trim();
  if (text) act("scanner/scan", { text });
};

drawTicks();
speak(lang());
await startGoods();
listen();
