/* Going through rows that cannot be taken in yet. Without this file Enter saves the page's form and
   opens it again at the next row; with it each row is saved behind the typist's back. */

const form = document.getElementById("rows-form");
const CELL = "input[type='text']";

function cells() { return [...form.querySelectorAll(`tr:not([data-done]) ${CELL}`)]; }

function rowOf(element) { return element.closest("tr[data-row]"); }

/* The first cell of the row after (or before) this one. */
function step(row, sign) {
  const rows = [...form.querySelectorAll("tr[data-row]:not([data-done])")].filter((each) => each.querySelector(CELL));
  const here = rows.indexOf(row);
  const next = here < 0 ? rows[sign > 0 ? 0 : rows.length - 1] : rows[here + sign];
  const cell = next?.querySelector(CELL);
  cell?.focus();
  cell?.select();
  return Boolean(cell);
}

/* ---- what a row says of itself ---- */

function tell(row, sentence, wrong) {
  let note = row.querySelector("[data-state]");
  if (!note) {
    note = document.createElement("p");
    note.dataset.state = "";
    note.setAttribute("role", "status");
    row.querySelector("td:nth-of-type(2) > div").append(note);
  }
  note.className = wrong ? "field__error" : "note";
  note.textContent = sentence;
}

function isChanged(row) {
  return [...row.querySelectorAll(CELL)].some((cell) => cell.value !== row.querySelector(`[name="was:${cell.name.slice(5)}"]`).value)
    || row.querySelector("[type='checkbox']").checked;
}

function ofRow(row) {
  const sent = new FormData();
  for (const name of ["csrfmiddlewaretoken", "file"]) sent.append(name, form.elements[name].value);
  for (const input of row.querySelectorAll("input")) {
    if (input.type !== "checkbox" || input.checked) sent.append(input.name, input.value);
  }
  return sent;
}

/* The row as the server sees it now: gone from the list, or with what is still wrong. */
function show(row, page) {
  for (const id of ["rows-title", "rows-decided"]) {
    const now = page.getElementById(id);
    if (now) document.getElementById(id).replaceWith(now);
  }
  const now = page.querySelector(`tr[data-row="${CSS.escape(row.dataset.row)}"]`);
  if (!now) {
    row.dataset.done = "";
    for (const input of row.querySelectorAll("input")) input.disabled = true;
    row.querySelector("td > div").replaceChildren(); /* what was wrong no longer is */
    tell(row, row.querySelector("[type='checkbox']").checked ? "✓ Đã bỏ qua" : `✓ ${form.dataset.settled}`);
    return;
  }
  const typing = row.contains(document.activeElement) && document.activeElement.name;
  row.replaceWith(now);
  tell(now, form.dataset.unsettled, true);
  if (typing) now.querySelector(`[name="${CSS.escape(typing)}"]`)?.focus();
}

async function save(row) {
  tell(row, "Đang lưu…");
  try {
    const reply = await fetch(form.action, { method: "POST", body: ofRow(row), credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const warning = page.querySelector(".message--warning, .message--error");
    if (page.querySelector("[type='password']")) tell(row, "Phiên làm việc đã kết thúc: bấm Lưu ở cuối trang rồi đăng nhập, nội dung đã nhập vẫn còn.", true);
    else if (!reply.ok || !page.getElementById("rows-decided")) tell(row, "Chưa lưu được; bấm Lưu ở cuối trang để xem vì sao.", true);
    else if (!reply.redirected) tell(row, warning?.textContent.trim() || "Chưa lưu được; bấm Lưu để xem vì sao.", true);
    else show(row, page);
  } catch {
    tell(row, "Chưa lưu được, mất kết nối. Nội dung còn trong ô; nhấn Enter để lưu lại.", true);
  }
}

/* One after another: a second file reading at the same time helps nobody. */
let last = Promise.resolve();
function queue(row) { last = last.then(() => save(row)); }

if (form) {
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !event.target.matches(CELL)) return;
    const row = rowOf(event.target);
    if (event.key === "Enter") {
      event.preventDefault();
      const inRow = [...row.querySelectorAll(CELL)];
      const next = inRow[inRow.indexOf(event.target) + 1];
      if (next && !event.shiftKey && !isChanged(row)) { next.focus(); return; }
      if (isChanged(row)) queue(row);
      step(row, 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(row, event.key === "ArrowDown" ? 1 : -1);
    }
  });

  /* Single letters, only outside fields, and only while they are switched on. */
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, dialog")) return;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!document.getElementById("keys-on")?.checked) return;
    const sign = { j: 1, k: -1 }[event.key];
    if (!sign || !cells().length) return;
    event.preventDefault();
    step(rowOf(document.activeElement), sign);
  });

  const list = document.querySelector("#keys dl");
  for (const [key, meaning] of [
    ["Enter", "Lưu dòng này, sang dòng lỗi sau"], ["↓ ↑", "Dòng lỗi sau, trước (đang ở trong ô)"],
    ["j k", "Dòng lỗi sau, trước (đang ở ngoài ô)"],
  ]) {
    const term = list.appendChild(document.createElement("dt"));
    term.appendChild(document.createElement("kbd")).textContent = key;
    list.appendChild(document.createElement("dd")).textContent = meaning;
  }
}
