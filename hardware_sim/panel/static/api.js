// The store's API: one function to ask, one to act; a refusal shows for five seconds.
const toast = document.getElementById("toast");
let hide = 0;

function complain(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => { toast.hidden = true; }, 5000);
}

async function answer(request) {
  try {
    const reply = await request;
    if (reply.ok) return await reply.json();
    const body = await reply.text();
    let text = body;
    try { text = JSON.parse(body).error ?? body; } catch { /* plain text */ }
    complain(text);
  } catch (error) {
    complain(String(error.message ?? error));
  }
  return null;
}

/** GET a JSON value; null when it failed, which is then said on the page. */
export const ask = (path) => answer(fetch(`/api/${path}`));

/** POST a JSON body; null when it was refused, which is then said on the page. */
export const act = (path, body = {}) =>
  answer(fetch(`/api/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

/** Heal every device. */
export const heal = () => answer(fetch("/api/faults", { method: "DELETE" }));
