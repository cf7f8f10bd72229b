/* Comfort over plain forms and links: every page does its work without this file. */

const KEYS_SWITCH = "keys-off";

/* A password typed on an office computer is often mistyped: let its owner look at it. */
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Ẩn mật khẩu" : "Hiện mật khẩu";
    button.setAttribute("aria-pressed", String(shown));
  });
  /* Browsers keep what was typed in a text field; a password must go as one. */
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

function showScriptedControls(root) {
  for (const control of root.querySelectorAll("[data-print], [data-keys]")) control.hidden = false;
}
showScriptedControls(document);

document.querySelector(".error-summary")?.focus();

/* ---- keys: "/" search, "?" this list; never inside a field, never while composing, and can be switched off ---- */

const keysDialog = document.getElementById("keys");
const keysBox = document.getElementById("keys-on");

function stored() {
  try { return localStorage.getItem(KEYS_SWITCH); } catch { return null; }
}
if (keysBox) {
  keysBox.checked = stored() === null;
  keysBox.addEventListener("change", () => {
    try {
      if (keysBox.checked) localStorage.removeItem(KEYS_SWITCH);
      else localStorage.setItem(KEYS_SWITCH, "1");
    } catch { /* A browser that keeps nothing loses only this choice. */ }
  });
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) keysDialog?.showModal();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable], dialog");
  if (typing || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (keysBox && !keysBox.checked) return;
  if (event.key === "/") {
    const search = document.querySelector("[name='q']");
    if (search) { event.preventDefault(); search.focus(); search.select?.(); }
  } else if (event.key === "?" && keysDialog) {
    event.preventDefault();
    keysDialog.showModal();
  }
});

/* ---- parts of a page fetched by htmx ---- */

function say(place, sentence) {
  const region = document.getElementById(place);
  if (region) region.textContent = sentence;
}
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  /* A session that ended answers with the sign-in page: show it whole, never inside the list. */
  const asked = new URL(requestConfig.path, location.href).pathname;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
    event.detail.shouldSwap = false;
    location.assign(xhr.responseURL);
  }
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  showScriptedControls(document);
  const heading = document.getElementById(event.detail.target.id)?.querySelector("[data-count]");
  if (!heading) return;
  say("failure", "");
  say("announcer", heading.textContent.trim());
  heading.focus();
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, () => say("failure", "Mất kết nối. Kiểm tra đường truyền rồi thử lại."));
}
document.body.addEventListener("htmx:responseError", () => {
  say("failure", "Chưa tải được danh sách. Tải lại trang rồi thử lại.");
});
