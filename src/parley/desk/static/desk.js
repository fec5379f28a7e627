// Keys and drawers, on every page. Everything works without this file, by links and forms.
"use strict";
{
  const ownKeys = () => {
    const kept = document.cookie.split("; ").find((cookie) => cookie.startsWith("parley_keys="));
    try {
      return new Map(Object.entries(JSON.parse(decodeURIComponent(kept.slice("parley_keys=".length)))));
    } catch {
      return new Map();
    }
  };

  // Whoever has chosen keys of their own sees them on the buttons.
  const showKeys = () => {
    const own = ownKeys();
    for (const each of document.querySelectorAll("[data-key]:not([data-press])")) {
      const keys = each.dataset.key.split(" ").map((key) => own.get(key) ?? key);
      each.dataset.press = keys.join(" ");
      each.setAttribute("aria-keyshortcuts", keys.join(" "));
    }
    for (const shown of document.querySelectorAll("kbd:not([data-kept])")) {
      shown.dataset.kept = "";
      shown.textContent = own.get(shown.textContent) ?? shown.textContent;
    }
  };

  const isShown = (element) => !element.hidden && !element.closest("details:not([open]) > :not(summary)");

  const setDrawer = (drawer, open) => {
    if (open) for (const other of document.querySelectorAll("details.drawer[open]")) other.open = other === drawer;
    drawer.open = open;
    if (!open) return drawer.querySelector("summary").focus();
    drawer.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
    drawer.querySelector("input:not([type=hidden]), select, textarea").focus();
  };

  const leave = (field) => {
    const drawer = document.querySelector("details.drawer[open]");
    if (field && drawer?.querySelector("[data-role]")) return document.getElementById("text").focus({ preventScroll: true });
    if (drawer) return setDrawer(drawer, false);
    field?.blur();
  };

  // Enter in a choice, and with Ctrl anywhere, sends the form, as it does in a line of text.
  const sends = (event) =>
    event.key === "Enter" && !event.isComposing && (event.ctrlKey || event.target.matches("select")) &&
    event.target.closest("details.drawer form");

  const pressKey = (event) => {
    const form = sends(event);
    if (form) {
      event.preventDefault();
      return form.requestSubmit(form.querySelector("button:not([type=button])"));
    }
    const commands = event.ctrlKey || event.altKey || event.metaKey; // which AltGr, that only writes, is not
    if ((commands && !event.getModifierState("AltGraph")) || event.isComposing || event.defaultPrevented) return;
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape") return leave(typing);
    if (typing || event.repeat) return;
    const target = [...document.querySelectorAll(`[data-press~="${CSS.escape(event.key)}"]`)].find(isShown);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus();
    else target.click();
  };

  document.addEventListener("keydown", pressKey);
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details.drawer > summary");
    if (!summary) return;
    event.preventDefault();
    setDrawer(summary.parentElement, !summary.parentElement.open);
  });
  document.addEventListener("arrived", showKeys);
  document.addEventListener("swapped", showKeys);
  showKeys();
}
