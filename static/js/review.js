/* Keys for deciding rows one after another; the buttons do the same without this file. */

const review = () => document.getElementById("review");

function keyOf(event) {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") return "undo";
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  return event.key.toLowerCase();
}

document.addEventListener("keydown", (event) => {
  const switched = document.getElementById("keys-on");
  const typing = event.target.closest("input, select, textarea, [contenteditable], dialog");
  if (typing || event.isComposing || event.repeat || (switched && !switched.checked)) return;
  const key = keyOf(event);
  if (!/^([0-3]|b|undo)$/.test(key)) return;
  const button = review().querySelector(`[data-key="${key}"]`);
  if (!button) return;
  event.preventDefault();
  /* A key pressed before the next card is there must not decide a row that nobody has seen. */
  if (!review().querySelector(".htmx-request")) button.click();
});
