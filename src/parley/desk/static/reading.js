// Words of the report that are selected, and the forms that take them.
"use strict";
{
  const textOf = () => document.getElementById("text");

  // The browser counts UTF-16 units, Parley counts code points: this is the one place that converts.
  const toPoint = (text, unit) => [...text.slice(0, unit)].length;

  // Between a count of units from the start of the text and a place in the page.
  const findNode = (root, unit) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let passed = 0, node = walker.nextNode();
    while (node && passed + node.data.length < unit) {
      passed += node.data.length;
      node = walker.nextNode();
    }
    return [node, unit - passed];
  };
  const toUnit = (root, node, offset) => {
    const before = document.createRange();
    before.setStart(root, 0);
    before.setEnd(node, offset);
    return before.toString().length;
  };

  let chosen = null; // {start, end} in code points, and the words between

  const choose = (first, last) => {
    const root = textOf(), text = root.textContent, words = text.slice(first, last);
    const start = first + words.length - words.trimStart().length, end = start + words.trim().length;
    chosen = start < end ? { start: toPoint(text, start), end: toPoint(text, end), words: words.trim() } : null;
    const shown = document.getElementById("selected");
    if (shown) shown.textContent = chosen ? `“${chosen.words}”` : "";
    if (!CSS.highlights) return;
    if (!chosen) return CSS.highlights.delete("chosen");
    const range = document.createRange();
    range.setStart(...findNode(root, start));
    range.setEnd(...findNode(root, end));
    CSS.highlights.set("chosen", new Highlight(range));
  };

  const readSelection = () => {
    const root = textOf(), selection = document.getSelection();
    if (!root || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return;
    choose(toUnit(root, range.startContainer, range.startOffset), toUnit(root, range.endContainer, range.endOffset));
  };

  // By keyboard: a word at a time from where the entry stands.
  let words = [], held = 0, moving = 0;

  const select = (first, last) => {
    const root = textOf();
    document.getSelection().setBaseAndExtent(...findNode(root, first), ...findNode(root, last));
    document.getSelection().focusNode.parentElement.scrollIntoView({ block: "nearest" });
  };
  const selectWords = () => select(words[Math.min(held, moving)].start, words[Math.max(held, moving)].end);

  const boxOf = (word) => {
    const range = document.createRange();
    range.setStart(...findNode(textOf(), word.start + 1));
    range.setEnd(...findNode(textOf(), word.end));
    return range.getBoundingClientRect();
  };
  const findLine = (step) => {
    const from = boxOf(words[moving]);
    let best = moving, line = null;
    for (let at = moving + step; words[at]; at += step) {
      const box = boxOf(words[at]);
      if (Math.abs(box.top - from.top) < from.height / 2) continue;
      line ??= box.top;
      if (Math.abs(box.top - line) >= box.height / 2) break;
      if (best === moving || Math.abs(box.left - from.left) < Math.abs(boxOf(words[best]).left - from.left)) best = at;
    }
    return best;
  };

  const startSelecting = () => {
    const root = textOf(), text = root.textContent;
    const cut = new Intl.Segmenter(root.lang || "en", { granularity: "word" }).segment(text);
    words = [...cut].filter((part) => part.isWordLike).map((part) => ({ start: part.index, end: part.index + part.segment.length }));
    if (!words.length) return;
    const own = root.querySelector(".own-trigger, .own-cue");
    const unit = own ? toUnit(root, own, 0) : 0;
    held = moving = Math.max(0, words.findIndex((word) => word.end > unit));
    root.focus({ preventScroll: true });
    selectWords();
  };

  const moveSelection = (event) => {
    const root = event.target.closest?.("#text");
    const commands = event.ctrlKey || event.altKey || event.metaKey;
    if (!root || (commands && !event.getModifierState("AltGraph"))) return;
    const backwards = getComputedStyle(root).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const forwards = backwards === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const moves = {
      [forwards]: () => moving + 1, [backwards]: () => moving - 1,
      ArrowDown: () => findLine(1), ArrowUp: () => findLine(-1),
    };
    if (event.key === "[" || event.key === "]") return moveLetter(event);
    if (!moves[event.key]) return;
    event.preventDefault();
    if (!words.length) return startSelecting();
    moving = Math.min(words.length - 1, Math.max(0, moves[event.key]()));
    if (!event.shiftKey) held = moving;
    selectWords();
  };

  // One letter as a reader sees it, which may be several code points, more or less at the end.
  const moveLetter = (event) => {
    const root = textOf(), text = root.textContent, range = document.getSelection().getRangeAt(0);
    const first = toUnit(root, range.startContainer, range.startOffset);
    const last = toUnit(root, range.endContainer, range.endOffset);
    const letters = [...new Intl.Segmenter(root.lang || "en").segment(text.slice(first))].map((part) => first + part.index);
    const bounds = [...letters, text.length];
    const at = bounds.findIndex((bound) => bound >= last);
    const end = bounds[event.key === "]" ? at + 1 : at - 1];
    event.preventDefault();
    if (end > first) select(first, end);
  };

  const takeWords = (role) => {
    const told = document.getElementById("selected");
    readSelection();
    if (!chosen) return void (told.textContent = "Select words in the report first.");
    const rows = [...role.querySelectorAll(".mention")];
    const several = "several" in role.dataset;
    const row = several ? rows.find((each) => !each.querySelector("[name$='.words']").value) : rows[0];
    if (!row) return;
    row.querySelector("[name$='.words']").value = chosen.words;
    row.querySelector("[name$='.at']").value = `${chosen.start}-${chosen.end}`;
    const drop = row.querySelector("[name$='.drop']");
    if (drop) drop.checked = false;
    if (!several) return;
    const next = row.cloneNode(true);
    for (const field of next.querySelectorAll("[name]")) {
      field.name = field.name.replace(/\.\d+\./, `.${rows.length}.`);
      if (field.type !== "checkbox") field.value = "";
    }
    role.append(next);
  };

  const showModes = (type) => {
    const mode = type.form.elements.mode;
    for (const group of mode.querySelectorAll("optgroup")) group.hidden = group.label !== type.value;
    if (mode.selectedOptions[0]?.parentElement.hidden) mode.value = "";
  };

  document.addEventListener("selectionchange", readSelection);
  document.addEventListener("keydown", moveSelection);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && "selects" in button.dataset) startSelecting();
    if (button && "takes" in button.dataset) takeWords(button.closest("[data-role]"));
  });
  document.addEventListener("opened", (event) => {
    const first = event.target.dataset.first;
    if (first) readSelection();
    const role = first && event.target.querySelector(`[data-role="${first}"]`);
    if (role && chosen && !role.querySelector("[name$='.words']").value) takeWords(role);
  });
  document.addEventListener("change", (event) => {
    if ("modes" in event.target.dataset) showModes(event.target);
  });

  let shown = "", top = 0;
  const arrive = () => {
    chosen = null;
    words = [];
    CSS.highlights?.delete("chosen");
    for (const type of document.querySelectorAll("[data-modes]")) showModes(type);
    for (const button of document.querySelectorAll("[data-takes], [data-selects]")) button.hidden = false;
    const root = textOf(), pane = root?.closest(".report");
    if (!pane) return;
    const same = shown === root.dataset.document;
    if (same) pane.scrollTop = top;
    shown = root.dataset.document;
    pane.addEventListener("scroll", () => (top = pane.scrollTop), { passive: true });
    root.querySelector(".own-trigger, .own-cue")?.scrollIntoView({ block: same ? "nearest" : "center" });
  };
  document.addEventListener("arrived", arrive);
  arrive();
}
