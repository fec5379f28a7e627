// Keys, drawers, and the words that are selected in the text. Everything else works without this file.
"use strict";

// The browser counts UTF-16 units, Parley counts code points: this is the one place that converts.
const countCodePoints = (text) => [...text].length;

const findSelection = (text) => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const selected = selection.getRangeAt(0);
  if (!text.contains(selected.startContainer) || !text.contains(selected.endContainer)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(selected.startContainer, selected.startOffset);
  const words = selected.toString();
  const lead = words.length - words.trimStart().length;
  const start = countCodePoints(before.toString()) + countCodePoints(words.slice(0, lead));
  return { start, end: start + countCodePoints(words.trim()), words: words.trim() };
};

const takeSelection = (button) => {
  const role = button.dataset.takes;
  const found = findSelection(document.getElementById("text"));
  const told = document.getElementById(`${role}-words`);
  told.textContent = found && found.words ? `“${found.words}”` : "Select words in the report first.";
  document.getElementById(`${role}-add`).value = found && found.words ? `${found.start}-${found.end}` : "";
};

const toggleDrawer = (button) => {
  for (const other of document.querySelectorAll("[data-opens]")) {
    const drawer = document.getElementById(other.dataset.opens);
    const open = other === button && drawer.hidden;
    drawer.hidden = !open;
    other.setAttribute("aria-expanded", String(open));
    if (open) drawer.querySelector("input:not([type=hidden]), select").focus();
  }
};

const pressKey = (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    for (const button of document.querySelectorAll("[data-opens][aria-expanded=true]")) toggleDrawer(button);
    if (typing) typing.blur();
    return;
  }
  if (typing || event.repeat) return;
  const target = document.querySelector(`[data-key~="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
};

document.addEventListener("keydown", pressKey);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.opens) toggleDrawer(button);
  if (button?.dataset.takes) takeSelection(button);
});
for (const button of document.querySelectorAll("[data-opens]")) {
  button.setAttribute("aria-expanded", String(!document.getElementById(button.dataset.opens).hidden));
}
document.querySelector("#text .own-trigger, #text .own-cue")?.scrollIntoView({ block: "center" });
