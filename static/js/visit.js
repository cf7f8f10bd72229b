/* Visits on a phone: fields that fit the answer, and what a lost line keeps from being sent waits here.
   The form does its work without this file. Kept are answers by number of the case, never a name. */

const RETRY_MS = 15_000;
const root = document.getElementById("visits");
const NEEDED = {
  reason: ["REFUSED", "COME_AGAIN"],
  next_in: ["COME_AGAIN", "NOT_MET", "REFUSED"],
  next_on: ["COME_AGAIN", "NOT_MET", "REFUSED"],
  programme: ["AGREED", "VOCATIONAL", "ELSEWHERE"],
  place: ["AGREED", "VOCATIONAL", "ELSEWHERE"],
};
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "next"]);
if (root) start();

function start() {
  const kept = document.getElementById("visits-kept");
  const forms = new Map([...root.querySelectorAll("[data-visit]")].map((form) => [form.dataset.visit, form]));
  const waiting = read();
  let isSending = false;
  let retry = 0;

  for (const [key, form] of forms) {
    if (waiting[key]) restore(key, form);
    fit(form);
    form.addEventListener("input", () => { fit(form); keep(key, form); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(key, form, { isReady: true, opposed: false });
      send();
    });
  }
  addEventListener("online", send);
  tell();
  send();

  /* ---- the form ---- */

  function fit(form) {
    const outcome = form.elements.outcome.value;
    for (const [name, outcomes] of Object.entries(NEEDED)) {
      form.querySelector(`[data-field="${name}"]`).hidden = !outcomes.includes(outcome);
    }
  }
  function valuesOf(form) {
    return Object.fromEntries([...new FormData(form)].filter(([name]) => !NEVER_KEPT.has(name)));
  }
  function restore(key, form) {
    for (const [name, value] of Object.entries(waiting[key].values)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    const details = form.closest("details");
    if (details) details.open = true;
    say(form, waiting[key].isReady ? "Chưa gửi, giữ trên máy này." : "Bản nháp giữ trên máy này.");
  }
  function say(form, sentence) {
    form.querySelector(".visit__said").textContent = sentence;
  }

  /* ---- kept on this phone ---- */

  function read() {
    try { return JSON.parse(localStorage.getItem(root.dataset.store)) || {}; } catch { return {}; }
  }
  function write() {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(root.dataset.store, JSON.stringify(waiting));
      else localStorage.removeItem(root.dataset.store);
    } catch { /* A browser that keeps nothing still sends at once. */ }
  }
  function keep(key, form, more = {}) {
    waiting[key] = { isReady: false, ...waiting[key], url: form.getAttribute("action"), values: valuesOf(form), ...more };
    write();
  }
  function tell() {
    const number = Object.values(waiting).filter((entry) => entry.isReady && !entry.opposed).length;
    kept.textContent = number ? `${number} lượt chưa gửi, giữ trên máy này và tự gửi khi có mạng.` : "";
  }

  /* ---- sending ---- */

  async function send() {
    if (isSending) return;
    isSending = true;
    clearTimeout(retry);
    for (const [key, entry] of Object.entries(waiting)) {
      if (!entry.isReady || entry.opposed) continue;
      const form = forms.get(key);
      if (form) say(form, "Đang gửi…");
      try {
        receive(key, await post(entry));
      } catch (failure) {
        if (form) say(form, failure.sentence || "Mất kết nối: giữ trên máy này, tự gửi khi có mạng.");
        if (!failure.sentence) retry = setTimeout(send, RETRY_MS);
        break;
      }
    }
    isSending = false;
    write();
    tell();
  }
  async function post(entry) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(entry.url, {
      method: "POST", headers: { Accept: "application/json" }, redirect: "manual",
      body: new URLSearchParams({ ...entry.values, csrfmiddlewaretoken: token }),
    });
    if (answer.ok) return answer.json();
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (answer.status === 404) return { state: "gone", sentence: "Em này không còn do đơn vị phụ trách; lượt chưa được ghi." };
    throw Object.assign(new Error(), {
      sentence: "Phiên làm việc đã hết: lượt được giữ trên máy này. Tải lại trang và đăng nhập, lượt sẽ tự gửi.",
    });
  }
  function receive(key, told) {
    const entry = waiting[key];
    const form = forms.get(key);
    if (told.state === "saved") {
      delete waiting[key];
      if (form) saved(form, told);
      return;
    }
    if (told.state === "gone") {
      delete waiting[key];
      if (form) { say(form, told.sentence); form.querySelector("button").disabled = true; }
      return;
    }
    entry.isReady = false;
    if (!form) return;
    if (told.state === "wrong") say(form, Object.values(told.errors).join(" "));
    if (told.state === "changed") { entry.opposed = true; say(form, told.sentence); choose(key, form, told); }
  }
  function saved(form, told) {
    form.querySelector(".visit__theirs")?.remove();
    form.reset();
    form.elements.version.value = told.version;
    form.elements.key.value = crypto.randomUUID?.() ?? newKey();
    fit(form);
    say(form, told.sentence);
  }
  function newKey() {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  /* Somebody was faster: both are shown, and nothing is written until one is chosen. */
  function choose(key, form, told) {
    form.querySelector(".visit__theirs")?.remove();
    const box = document.createElement("div");
    box.className = "visit__theirs";
    box.append(...told.theirs.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    const offer = (label, action) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary", textContent: label });
      button.addEventListener("click", () => { box.remove(); action(); });
      box.append(button);
    };
    offer("Vẫn ghi lượt của tôi", () => {
      form.elements.version.value = told.version;
      keep(key, form, { isReady: true, opposed: false });
      send();
    });
    offer("Bỏ lượt của tôi", () => {
      delete waiting[key];
      write();
      form.reset();
      form.elements.version.value = told.version;
      fit(form);
      say(form, "Đã bỏ; giữ bản đã ghi.");
    });
    form.querySelector(".visit__said").after(box);
  }
}
