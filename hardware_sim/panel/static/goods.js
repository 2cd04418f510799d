// Goods and codes: tiles to touch or drag, and what a hand does with them.
import { act, ask } from "./api.js";
import { nameOf, own, t } from "./text.js";

const AIM = { ean13: "]E0", ean8: "]E4", upca: "]E0", upce: "]E0", code128: "]C0", databar: "]e0", databar_expanded: "]e0", gs1_datamatrix: "]d2", datamatrix: "]d1", qr: "]Q1", itf14: "]I1" };
const TINTS = ["#e8f1ec", "#fdf1e3", "#e9effb", "#fbedeb", "#eff3e2", "#f3ecf8", "#e6f3f5"];
const AWAY_MS = 2500;
const $ = (id) => document.getElementById(id);

let products = [];
let category = "";
let away = 0;

const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

/** Hold something before the camera; it is taken away again if the switch says so. */
export async function hold(body) {
  clearTimeout(away);
  const held = await act("camera/hold", body);
  if (held && $("handover").checked && !body.produce) away = setTimeout(() => act("camera/clear"), AWAY_MS);
}

/** Touch a product: a package is held to the camera, loose produce is weighed.
 * A symbol's own button holds that symbol (a fresh pack, an expired one, a label). */
export async function touch(product, symbol = null) {
  if (!product.produce || symbol !== null) return hold({ product: product.id, symbol: symbol ?? 0 });
  await hold({ produce: product.id });
  return act("scale/put", { grams: 180 + Math.floor(Math.random() * 1400) });
}

/** Drop a product on a device. */
export function dropOn(device, product) {
  const symbol = product.symbols[0];
  if (device === "scanner" && symbol) return act("scanner/scan", { text: symbol.text, aim: AIM[symbol.symbology] ?? null });
  if (device === "scale") return act("scale/put", { grams: 180 + Math.floor(Math.random() * 1400) });
  return touch(product);
}

function tile(product) {
  const tint = TINTS[[...product.category].reduce((sum, char) => sum + char.charCodeAt(0), 0) % TINTS.length];
  const picture = make("span", { className: "pic" });
  picture.style.setProperty("--tint", tint);
  if (product.picture) picture.append(make("img", { src: product.picture, alt: "", loading: "lazy" }));
  const node = make("div", { className: "tile", draggable: true, tabIndex: 0, role: "button" },
    picture, make("b", { textContent: nameOf(product.names) }), make("span", { textContent: product.price }));
  if (product.symbols.length > (product.produce ? 0 : 1)) node.append(symbolButtons(product));
  node.dataset.id = product.id;
  node.title = product.symbols.map((one) => `${one.symbology} ${one.text}`).join("\n") || product.id;
  node.onclick = () => touch(product);
  node.onkeydown = (event) => { if (event.key === "Enter") touch(product); };
  node.ondragstart = (event) => event.dataTransfer.setData("text/plain", product.id);
  return node;
}

function symbolButtons(product) {
  const row = make("div", { className: "symbols" });
  product.symbols.forEach((symbol, index) => {
    const button = make("button", { textContent: own(symbol.caption) || symbol.symbology });
    button.onclick = (event) => { event.stopPropagation(); touch(product, index); };
    row.append(button);
  });
  return row;
}

/** Draw the tiles anew: after a search, another category, another language. */
export function drawGoods() {
  const wanted = $("search").value.trim().toLowerCase();
  const shown = products.filter((one) => (!category || one.category === category) &&
    (!wanted || [one.id, ...Object.values(one.names), ...one.symbols.map((s) => s.text)].some((text) => text.toLowerCase().includes(wanted))));
  $("tiles").replaceChildren(...shown.map(tile));
  const names = ["", ...new Set(products.map((one) => one.category))];
  $("categories").replaceChildren(...names.map((name) => {
    const chip = make("button", { textContent: name ? t(name) : t("all") });
    chip.setAttribute("aria-pressed", String(name === category));
    chip.onclick = () => { category = name; drawGoods(); };
    return chip;
  }));
}

/** The name of what is held, in the language now. */
export function heldName(held) {
  const product = products.find((one) => one.id === held.product);
  return product ? nameOf(product.names) : held.title === held.text ? "" : held.title;
}

/** Mark the tile of what is held. */
export function markHeld(held) {
  for (const node of $("tiles").children) {
    node.classList.toggle("shown", Boolean(held) && node.dataset.id === held.product);
  }
}

/** Fetch the demo codes (payment codes are new each time) and draw them. */
export async function drawCodes() {
  const codes = (await ask("codes")) ?? [];
  $("codes").replaceChildren(...codes.map((code) => {
    const show = make("button", { textContent: t("show"), className: "primary" });
    show.onclick = () => hold({ symbology: "qr", text: code.text });
    const scan = make("button", { textContent: t("beep") });
    scan.onclick = () => act("scanner/scan", { text: code.text, aim: "]Q1" });
    const src = `/codes/${code.kind}.png?text=${encodeURIComponent(code.text)}`;
    const caption = code.kind.startsWith("pay-") ? own(code.caption) : `${t(code.kind)} · ${own(code.caption)}`;
    return make("div", { title: code.text }, make("img", { src, alt: code.text }), make("span", { textContent: caption }), make("div", { className: "row" }, show, scan));
  }));
}

/** Fetch the catalogue, draw it, and let the devices take what is dropped. */
export async function startGoods() {
  products = (await ask("products")) ?? [];
  $("search").oninput = drawGoods;
  $("fresh").onclick = drawCodes;
  for (const device of document.querySelectorAll("[data-drop]")) {
    device.ondragover = (event) => { event.preventDefault(); device.classList.add("over"); };
    device.ondragleave = () => device.classList.remove("over");
    device.ondrop = (event) => {
      event.preventDefault();
      device.classList.remove("over");
      const product = products.find((one) => one.id === event.dataTransfer.getData("text/plain"));
      if (product) dropOn(device.dataset.drop, product);
    };
  }
  drawGoods();
  await drawCodes();
}
