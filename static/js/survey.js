/* The grid of the survey for quick hands. The form does its work without this file: here a row saves itself,
   a few letters find the place, and what a lost line keeps from being sent waits in this browser. */

const RETRY_MS = 10_000;
const FIELDS = ["code", "place", "training", "evidence", "reason"];
const SHOWN = 8;
const MOST_AT_ONCE = 60;
const form = document.getElementById("survey");
if (form) await start();

async function start() {
  const { fold, placeOf, search } = await import(form.dataset.search);
  const keysBox = document.getElementById("keys-on");
  const status = document.getElementById("survey-status");
  const codes = [...form.querySelector("[data-row] select").options].map((option) => option.value).filter(Boolean);
  const codeOfLabel = new Map([...form.querySelector("[data-row] select").options].map(
    (option) => [fold(option.text.replace(/^\d+ /, "")), option.value]));
  const places = [...document.getElementById("places").options].map((option) => placeOf({
    label: option.value, district: option.label, code: option.dataset.code,
    chosen: Number(option.dataset.chosen || 0), bySchool: Number(option.dataset.school || 0), isNear: "near" in option.dataset,
  }));
  const rows = [...form.querySelectorAll("[data-row]")].map(rowOf);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const undone = [];
  const list = document.createElement("ul");
  list.id = "survey-options";
  list.className = "survey__options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Nơi học tìm thấy");
  list.hidden = true;
  form.append(list);
  document.getElementById("survey-help").hidden = false;

  /* ---- rows ---- */

  function rowOf(element) {
    const key = element.dataset.row;
    const field = (name) => form.elements[`${name}-${key}`];
    const row = { key, element, field, said: document.getElementById(`error-${key}`), typed: "", isCodeTyped: false, isSettled: true };
    row.stored = valuesOf(row);
    row.committed = row.stored;
    for (const name of ["place", "training"]) {
      const input = field(name);
      input.removeAttribute("list");
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", "survey-options");
    }
    return row;
  }
  function valuesOf(row) {
    return Object.fromEntries(FIELDS.map((name) => [name, row.field(name).value.trim()]));
  }
  function show(row, values) {
    for (const name of FIELDS) row.field(name).value = values[name];
    row.isSettled = true;
    row.isCodeTyped = false;
    closeList();
  }
  const isSame = (one, other) => FIELDS.every((name) => one[name] === other[name]);
  const isStudy = (code) => code !== "" && !code.startsWith("0");
  const isOutside = (code) => code.startsWith("9");

  function say(row, sentence, css) {
    row.said.textContent = sentence;
    row.said.className = `survey__said ${css || ""}`;
    row.element.classList.toggle("survey__wrong", css === "field__error");
    const isWrong = css === "field__error";
    for (const name of FIELDS) row.field(name).removeAttribute("aria-invalid");
    if (isWrong) row.field(row.wrong || "place").setAttribute("aria-invalid", "true");
  }
  function go(row, step) {
    const next = rows[rows.indexOf(row) + step];
    if (next) enter(next);
    else if (step > 0) form.querySelector(".survey__actions button").focus();
  }
  function enter(row) {
    row.field("place").focus();
    row.field("place").select();
    row.element.scrollIntoView({ block: "nearest" });
  }

  /* ---- what was not sent yet: kept until the server has answered ---- */

  const store = {
    read() { try { return JSON.parse(localStorage.getItem(form.dataset.store)) || {}; } catch { return {}; } },
    write() {
      try {
        if (Object.keys(waiting).length) localStorage.setItem(form.dataset.store, JSON.stringify(waiting));
        else localStorage.removeItem(form.dataset.store);
      } catch { /* A browser that keeps nothing still sends at once. */ }
    },
  };
  const waiting = store.read();
  let isSending = false;
  let retry = 0;

  function queue(row, more = {}) {
    const known = waiting[row.key];
    waiting[row.key] = {
      values: valuesOf(row),
      version: known?.version ?? row.field("version").value,
      seen: known?.seen ?? row.field("seen").value,
      opposed: known?.opposed || "",
      ...more,
      isRefused: false,
    };
    row.committed = waiting[row.key].values;
    status.textContent = "Đang lưu…";
    store.write();
    send();
  }
  function commit(row, { isUndo = false } = {}) {
    closeList();
    const values = valuesOf(row);
    if (isSame(values, row.committed)) return;
    if (!isUndo) undone.push({ row, values: row.committed });
    say(row, "Đang lưu…");
    queue(row);
  }
  const toSend = () => Object.entries(waiting).filter(([, entry]) => !entry.isRefused);

  async function send() {
    const entries = toSend().slice(0, MOST_AT_ONCE);
    if (isSending || !entries.length) return;
    isSending = true;
    const sent = new Map(entries);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", headers: { Accept: "application/json" }, body: bodyOf(entries), redirect: "manual",
      });
      if (!answer.ok) throw new Refusal(answer.status);
      receive(await answer.json(), sent);
    } catch (error) {
      tellLost(error);
      isSending = false;
      return;
    }
    isSending = false;
    if (toSend().length) send();
  }
  class Refusal extends Error {
    constructor(state) { super(String(state)); this.state = state; }
  }
  function bodyOf(entries) {
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, stated_on: form.elements.stated_on.value,
    });
    for (const [key, entry] of entries) {
      for (const name of FIELDS) body.set(`${name}-${key}`, entry.values[name]);
      for (const name of ["version", "seen", "opposed", "choice"]) if (entry[name]) body.set(`${name}-${key}`, entry[name]);
    }
    return body;
  }
  function tellLost(error) {
    const number = toSend().length;
    const kept = `${number} dòng chưa gửi được giữ trên máy này`;
    if (error instanceof Refusal && error.state < 500) {
      status.textContent = `Phiên làm việc đã hết: ${kept}. Tải lại trang và đăng nhập, các dòng đó tự gửi.`;
    } else {
      status.textContent = `Mất kết nối: ${kept} và tự gửi khi có mạng.`;
      clearTimeout(retry);
      retry = setTimeout(send, RETRY_MS);
    }
    status.className = "survey__lost";
    for (const [key] of toSend()) if (byKey.has(key)) say(byKey.get(key), "Chưa gửi, giữ trên máy này", "survey__kept");
  }
  function receive(answer, sent) {
    status.className = "";
    if (answer.day_error) {
      for (const [key] of sent) {
        waiting[key].isRefused = true;
        if (byKey.has(key)) say(byKey.get(key), "Chưa ghi", "survey__kept");
      }
      status.textContent = `Ngày có thông tin: ${answer.day_error} Chưa ghi dòng nào.`;
      status.className = "survey__lost";
      form.elements.stated_on.focus();
      return;
    }
    document.getElementById("survey-progress").textContent = answer.progress;
    for (const [key, entry] of sent) receiveRow(key, entry, answer.rows[key]);
    store.write();
    if (toSend().length) return;
    const wrong = Object.keys(waiting).length;
    status.textContent = wrong ? `${wrong} dòng cần xem lại.` : "✓ Đã lưu mọi dòng đã nhập.";
  }
  function receiveRow(key, entry, told) {
    const row = byKey.get(key);
    const isLatest = waiting[key] === entry;
    if (!told || ["saved", "same", "untouched"].includes(told.state)) {
      if (told) count(row?.stored.place, told.stored.place);
      if (isLatest) delete waiting[key];
      else if (told) Object.assign(waiting[key], { version: told.version, seen: told.seen });
      if (row && told) accept(row, told, isLatest);
      return;
    }
    if (!isLatest && told.state === "wrong") return;
    Object.assign(waiting[key], { isRefused: true, choice: "" });
    if (told.state === "gone") delete waiting[key];
    if (told.state === "changed") Object.assign(waiting[key], { version: told.version, seen: told.seen, opposed: "1" });
    if (!row) return;
    row.wrong = told.field;
    say(row, told.sentence, "field__error");
    if (told.state === "changed") offerChoice(row, told);
    if (["training", "evidence", "reason"].includes(told.field)) row.element.querySelector("details").open = true;
  }
  function accept(row, told, isLatest) {
    row.element.querySelector(".survey__known").textContent = told.known;
    row.field("version").value = told.version;
    row.field("seen").value = told.seen;
    row.stored = told.stored;
    if (!isLatest) return;
    /* The name as the catalogue writes it, unless somebody types there again. */
    if (isSame(valuesOf(row), row.committed)) {
      for (const name of FIELDS) if (row.field(name).value !== told.stored[name]) row.field(name).value = told.stored[name];
      if (document.activeElement === row.field("place")) row.field("place").select();
    }
    row.committed = told.stored;
    row.element.querySelector(".survey__choice")?.remove();
    say(row, "✓ Đã lưu", "survey__saved");
  }
  function count(before, after) {
    if (before === after) return;
    for (const place of places) {
      if (place.label === after) place.chosen += 1;
      else if (place.label === before && place.chosen) place.chosen -= 1;
    }
  }
  function offerChoice(row, told) {
    row.element.querySelector(".survey__choice")?.remove();
    const box = document.createElement("div");
    box.className = "survey__choice";
    const heading = document.createElement("p");
    heading.textContent = "Bản đã ghi:";
    box.append(heading, ...told.theirs.map((sentence) => Object.assign(document.createElement("p"), { className: "note", textContent: sentence })));
    const choose = (label, action) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary", textContent: label });
      button.addEventListener("click", () => { box.remove(); action(); enter(row); });
      box.append(button);
    };
    choose("Ghi bản đang nhập", () => queue(row, { choice: "mine" }));
    choose("Giữ bản đã ghi", () => {
      delete waiting[row.key];
      store.write();
      show(row, told.stored);
      accept(row, told, true);
      say(row, "Đã giữ bản đã ghi");
    });
    row.said.after(box);
  }

  /* ---- finding the place ---- */

  let active = -1;
  let found = [];
  let listed = null;

  function candidates(row, input) {
    const code = row.field("code").value;
    if (input === row.field("training")) return places.filter((place) => /^[46]$/.test(place.code));
    if (!row.isCodeTyped || !isStudy(code)) return places;
    if (isOutside(code)) return places.filter((place) => isOutside(place.code));
    const isHighSchool = /^[123]$/.test(code);
    return places.filter((place) => !isOutside(place.code) && /^[123]$/.test(place.code) === isHighSchool);
  }
  function look(row, input) {
    found = search(input.value, candidates(row, input)).slice(0, SHOWN);
    /* Outside the province any name will do: a place is only taken from the list when somebody points at it. */
    active = found.length && !isOutside(row.field("code").value) ? 0 : -1;
    list.replaceChildren(...found.map((place, index) => {
      const option = document.createElement("li");
      option.id = `survey-option-${index}`;
      option.setAttribute("role", "option");
      option.append(place.label, Object.assign(document.createElement("span"), { className: "sub", textContent: place.district }));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); active = index; pick(row, input); commit(row); });
      return option;
    }));
    listed?.setAttribute("aria-expanded", "false");
    listed = input;
    input.closest(".survey__place, .survey__more").append(list);
    list.style.top = `${input.offsetTop + input.offsetHeight}px`;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  }
  function mark() {
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    if (active >= 0 && !list.hidden) listed.setAttribute("aria-activedescendant", `survey-option-${active}`);
    else listed?.removeAttribute("aria-activedescendant");
  }
  function closeList() {
    if (list.hidden) return;
    list.hidden = true;
    listed.setAttribute("aria-expanded", "false");
    listed.removeAttribute("aria-activedescendant");
  }
  function pick(row, input) {
    const place = found[active];
    closeList();
    if (!place) return;
    input.value = place.label;
    if (input !== row.field("place")) return;
    row.isSettled = true;
    const code = row.field("code");
    if (!row.isCodeTyped || !isStudy(code.value)) code.value = place.code;
  }

  /* ---- keys ---- */

  function typeDigit(row, digit) {
    row.typed += digit;
    if (codes.includes(row.typed)) {
      const code = row.typed;
      row.typed = "";
      chooseCode(row, code);
      say(row, "");
      if (!isStudy(code)) { commit(row); go(row, 1); }
    } else if (codes.some((code) => code.startsWith(row.typed))) {
      say(row, `Mã ${row.typed}…`);
    } else {
      row.wrong = "code";
      say(row, `Không có mã ${row.typed}.`, "field__error");
      row.typed = "";
    }
  }
  function chooseCode(row, code) {
    row.field("code").value = code;
    row.isCodeTyped = true;
    if (!isStudy(code)) { row.field("place").value = ""; row.field("training").value = ""; }
    if (code.startsWith("8")) row.element.querySelector("details").open = true;
  }
  function likeAbove(row) {
    const above = rows[rows.indexOf(row) - 1];
    if (!above || !above.field("code").value) {
      say(row, "Dòng trên chưa có nơi đến.");
      return;
    }
    for (const name of ["code", "place", "training"]) row.field(name).value = above.field(name).value;
    row.isSettled = true;
    commit(row);
    go(row, 1);
  }
  function undo() {
    const last = undone.pop();
    if (!last) return;
    show(last.row, last.values);
    commit(last.row, { isUndo: true });
    enter(last.row);
  }
  function onKey(event, row) {
    const { target: field, key } = event;
    if (event.isComposing || event.keyCode === 229) return;
    const isInList = !list.hidden && listed === field;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && (row.isSettled || field.tagName === "SELECT")) {
      event.preventDefault();
      undo();
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (key === "Enter") {
      if (field.tagName === "SUMMARY") return;
      event.preventDefault();
      if (isInList) pick(row, field);
      if (field === row.field("place") && row.field("code").value.startsWith("8") && !row.field("training").value) {
        row.field("training").focus();
        return;
      }
      commit(row);
      go(row, 1);
    } else if (key === "Escape" && isInList) {
      event.preventDefault();
      closeList();
    } else if ((key === "ArrowDown" || key === "ArrowUp") && field.tagName === "INPUT") {
      event.preventDefault();
      const step = key === "ArrowDown" ? 1 : -1;
      if (isInList) { active = Math.min(found.length - 1, Math.max(0, active + step)); mark(); }
      else go(row, step);
    } else if (field === row.field("code") && key.length === 1 && /\p{L}/u.test(key)) {
      /* The letter itself lands in the place. */
      enter(row);
    } else if (field === row.field("place") && row.isSettled && keysBox.checked) {
      onSingleKey(event, row);
    }
  }
  function onSingleKey(event, row) {
    const { key } = event;
    if (!/^[0-9.?]$/.test(key)) return;
    event.preventDefault();
    if (key === ".") likeAbove(row);
    else if (key === "?") document.getElementById("keys").showModal();
    else typeDigit(row, key);
  }
  function onPaste(event, row) {
    const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/);
    if (lines.length < 2 && !lines[0].includes("\t")) return;
    event.preventDefault();
    const begin = rows.indexOf(row);
    lines.forEach((line, index) => { if (rows[begin + index]) fill(rows[begin + index], line); });
    const over = lines.length - (rows.length - begin);
    if (over > 0) status.textContent = `Còn ${over} dòng chưa dán vì danh sách đã hết.`;
  }
  function fill(row, line) {
    const values = { ...row.committed };
    for (const cell of line.split("\t").map((text) => text.trim()).filter(Boolean)) {
      const code = codes.includes(cell) ? cell : codeOfLabel.get(fold(cell));
      if (code) Object.assign(values, { code, place: isStudy(code) ? values.place : "" });
      else Object.assign(values, { place: cell, code: values.code === row.committed.code ? "" : values.code });
    }
    show(row, values);
    commit(row);
  }

  for (const row of rows) {
    row.element.addEventListener("keydown", (event) => onKey(event, row));
    row.element.addEventListener("paste", (event) => onPaste(event, row));
    row.element.addEventListener("input", (event) => {
      if (event.target === row.field("code")) return;
      if (event.target === row.field("place")) row.isSettled = event.target.value === "";
      if (["place", "training"].some((name) => event.target === row.field(name))) look(row, event.target);
    });
    row.field("code").addEventListener("change", () => {
      chooseCode(row, row.field("code").value);
      if (!isStudy(row.field("code").value) || row.field("place").value) commit(row);
    });
    row.field("place").addEventListener("focus", () => { row.isSettled = true; row.typed = ""; row.field("place").select(); });
    row.element.addEventListener("focusout", (event) => {
      if (event.target === listed) closeList();
      if (!row.element.contains(event.relatedTarget)) commit(row);
    });
  }
  form.elements.stated_on.addEventListener("change", () => {
    for (const entry of Object.values(waiting)) entry.isRefused = Boolean(entry.opposed);
    send();
  });
  addEventListener("online", send);

  /* What an earlier visit could not send. */
  for (const [key, entry] of Object.entries(waiting)) {
    const row = byKey.get(key);
    entry.isRefused = false;
    if (!row) continue;
    show(row, entry.values);
    row.committed = entry.values;
  }
  send();
}
