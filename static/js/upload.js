/* Several files are sent one after another, each its own request and its own line. Without this file
   they go in one request and the answer is a page with the same lines. */

const form = document.getElementById("upload-form");
const input = form?.querySelector("input[type='file']");
const body = document.querySelector("#sent tbody");
const FRESH = ["", "", ""];

let queue = [];
let isSending = false;
let done = 0;
let all = 0;

function tell() {
  document.getElementById("sent-state").textContent = `Đã xong ${done}/${all} tệp.`;
}

function lineOf(file) {
  const row = document.createElement("tr");
  const name = row.appendChild(document.createElement("th"));
  name.scope = "row";
  name.className = "long-words";
  name.textContent = file.name;
  for (const label of ["Tình trạng", "Nội dung", "Bước tiếp theo"]) {
    const cell = row.appendChild(document.createElement("td"));
    cell.dataset.label = label;
    cell.append(document.createElement("span"));
  }
  return row;
}

function say(row, ...texts) {
  [...row.querySelectorAll("td > span")].forEach((span, place) => { span.textContent = texts[place] ?? FRESH[place]; });
}

function offerAgain(job, sentence) {
  say(job.row, "✗ Chưa gửi được", sentence);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-secondary";
  again.textContent = "Gửi lại";
  again.setAttribute("aria-label", `Gửi lại ${job.file.name}`);
  again.addEventListener("click", () => { again.remove(); say(job.row, "Đang chờ"); queue.push(job); run(); });
  job.row.querySelector("td:last-child").append(again);
}

async function send(job) {
  say(job.row, "Đang gửi…");
  const sent = new FormData();
  for (const [name, value] of job.fields) sent.append(name, value);
  sent.append("one_of_many", "1");
  sent.append(input.name, job.file);
  try {
    const reply = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
    const part = document.createElement("template");
    part.innerHTML = await reply.text();
    const line = reply.ok && !reply.redirected && part.content.querySelector("tr[data-line]");
    if (!line) { offerAgain(job, "Máy chủ chưa nhận được; có thể phiên làm việc đã hết, hãy đăng nhập lại ở cửa sổ khác."); return; }
    job.row.replaceWith(line);
    done += 1;
  } catch {
    offerAgain(job, "Mất kết nối. Kiểm tra đường truyền rồi gửi lại; tệp không bị nhận hai lần.");
  }
}

async function run() {
  if (isSending) return;
  isSending = true;
  while (queue.length) {
    await send(queue.shift());
    tell();
  }
  isSending = false;
}

form?.addEventListener("submit", (event) => {
  if (input.files.length < 2) return;
  event.preventDefault();
  /* What the form says now holds for these files, whatever is chosen while they are on their way. */
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  for (const file of input.files) {
    const row = lineOf(file);
    body.append(row);
    say(row, "Đang chờ");
    queue.push({ file, row, fields });
    all += 1;
  }
  input.value = "";
  document.getElementById("sent").hidden = false;
  document.getElementById("sent-title").focus();
  tell();
  run();
});
