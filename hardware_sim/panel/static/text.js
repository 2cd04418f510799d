// Every text of the panel in both languages: key -> [Chinese, English].
const TEXT = {
  title: ["门店模拟器", "Store simulator"], live: ["实时", "live"], lost: ["已断开", "lost"],
  heal: ["全部恢复", "Heal all"], goods: ["商品", "Goods"], search: ["搜索名称或条码", "Search name or code"],
  handover: ["2.5 秒后拿开", "take away after 2.5 s"], all: ["全部", "all"],
  camera: ["摄像头", "Camera"], take_away: ["拿开", "Take away"],
  printer: ["小票打印机", "Printer"], no_paper: ["小票将从这里打印出来", "The receipt grows out of the slot"],
  paper_ok: ["有纸", "paper"], paper_near: ["将尽", "near end"], paper_out: ["缺纸", "out"], cover: ["打开上盖", "cover open"], cutter: ["切刀卡住", "cutter jam"],
  receipt: ["小票", "receipt"], printing: ["打印中", "printing"],
  scale: ["电子秤", "Scale"], empty_pan: ["清空", "Empty"], below_zero: ["负重", "below zero"], overload: ["超载", "overload"],
  stable: ["✓ 稳定", "✓ stable"], moving: ["… 晃动", "… in motion"], over: ["超载", "over"], under: ["低于零", "under zero"],
  payment: ["支付", "Payment"], next_payment: ["下一笔支付的结果", "The next payment ends as"], no_orders: ["还没有订单", "No orders yet"],
  scanner: ["扫描枪", "Hand scanner"], scan: ["扫描", "Scan"], scan_text: ["要扫描的条码", "Code to scan"],
  drop_here: ["或把商品拖到这里", "or drop goods here"],
  codes: ["示例码", "Codes to show"], fresh: ["换付款码", "new pay codes"], show: ["出示", "show"], beep: ["扫描", "scan"],
  member: ["会员", "member"], coupon: ["优惠券", "coupon"], badge: ["员工卡", "badge"],
  "pay-wechat": ["微信付款码", "WeChat pay code"], "pay-alipay": ["支付宝付款码", "Alipay pay code"],
  did_held: ["出示", "held"], did_laid: ["放上", "laid down"], did_scanned: ["扫到", "scanned"], did_weight: ["放上", "weighs"], did_paper: ["纸：", "paper:"],
  did_cover_open: ["上盖打开", "cover opened"], did_cover_closed: ["上盖合上", "cover closed"], did_cutter_jam: ["切刀卡住", "cutter jammed"], did_cutter_free: ["切刀恢复", "cutter free"],
  did_next: ["下一笔：", "next:"],
  did_fault: ["故障：", "fault:"], did_healthy: ["恢复正常", "healthy again"], did_receipt: ["打印小票", "printed receipt"],
  events: ["时间线", "What happened"], nothing: ["还没有事件。点一件商品试试。", "Nothing yet. Touch a product."],
  paid: ["成功", "paid"], userpaying: ["输密码后成功", "asks for PIN, paid"], userpaying_then_fail: ["输密码后失败", "asks for PIN, fails"],
  failed: ["失败", "failed"], timeout: ["超时（后扣款）", "timeout, paid late"], lost_reply: ["应答丢失", "reply lost"],
  bad_signature: ["验签失败", "bad signature"], server_error: ["系统错误", "server error"], wrong_amount: ["金额不符", "wrong amount"], not_enough: ["余额不足", "not enough money"],
  SUCCESS: ["已支付", "paid"], USERPAYING: ["等待密码", "waiting for PIN"], PAYERROR: ["失败", "failed"], REVOKED: ["已撤销", "reversed"],
  silent: ["无应答", "silent"], garbage: ["乱码", "garbage"], disconnect: ["断开", "unplug"], slow: ["迟缓", "slow"], truncate: ["截断", "cut short"],
  dribble: ["逐字节", "dribble"], noise: ["噪声", "noise"], duplicate: ["重复", "twice"], restless: ["不停晃动", "restless"], freeze: ["画面冻结", "freeze"],
  alcohol: ["酒", "alcohol"], baby: ["母婴", "baby"], bags: ["购物袋", "bags"], bakery: ["烘焙", "bakery"], books: ["图书", "books"],
  care: ["个护", "care"], dairy: ["乳品", "dairy"], deli: ["熟食", "deli"], drinks: ["饮料", "drinks"], frozen: ["冷冻", "frozen"],
  fruit: ["水果", "fruit"], grains: ["粮油", "grains"], household: ["家居", "household"], meat: ["肉类", "meat"], seafood: ["海鲜", "seafood"],
  services: ["服务", "services"], snacks: ["零食", "snacks"], tobacco: ["烟草", "tobacco"], vegetables: ["蔬菜", "vegetables"],
};

let language = localStorage.getItem("panel.lang") || (navigator.language.startsWith("zh") ? "zh" : "en");

/** The language now: "zh" or "en". */
export const lang = () => language;

/** The text of a key in the language now; an unknown key is its own text. */
export const t = (key) => TEXT[key]?.[language === "zh" ? 0 : 1] ?? key;

/** A product's or store's name in the language now. */
export const nameOf = (names) => names[language === "zh" ? "zh_CN" : "en"] ?? Object.values(names)[0] ?? "";

/** The own half of a "中文 / English" caption of the demo data; else all of it. */
export function own(caption) {
  const halves = caption.split(" / ");
  return halves.length === 2 ? halves[language === "zh" ? 0 : 1] : caption;
}

/** Switch the language and write every marked text of the page anew. */
export function setLanguage(next) {
  language = next;
  localStorage.setItem("panel.lang", next);
  document.documentElement.lang = next;
  document.title = t("title");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
}
