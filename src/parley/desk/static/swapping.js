// Parts of a page that change without the rest: sliders and filters, opened cells, progress. Without this file, every
// form and link here still works, as a whole page.
"use strict";

{
  const PAUSE = 150;
  const underWay = new Map();

  const swap = async (address, part, keep, sent) => {
    const old = document.getElementById(part);
    if (!old) return;
    underWay.get(part)?.abort();
    const request = new AbortController();
    underWay.set(part, request);
    old.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...sent, headers: { "Parley-Part": part }, signal: request.signal });
      if (!sent && (!answer.ok || answer.redirected)) return void location.assign(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html"), given = page.getElementById(part);
      if (sent && !answer.ok) return void refuse(page, old);
      if (!given) return void location.assign(answer.url);
      const scrolled = listScrolled(old);
      document.getElementById(part).replaceWith(given);
      listScrolled(given).forEach(({ box }, place) => box.scrollTo(scrolled[place]?.left ?? 0, scrolled[place]?.top ?? 0));
      if (keep) history[keep](null, "", sent ? answer.url : address);
      document.dispatchEvent(new CustomEvent("swapped", { detail: given }));
      return given;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(sent ? location.href : address);
    }
  };

  // What is looked at in a table stays in view when the table is drawn anew.
  const listScrolled = (within) =>
    [...within.querySelectorAll(".scroll")].map((box) => ({ box, left: box.scrollLeft, top: box.scrollTop }));

  // A decision that could not be taken is told where it was sent from.
  const refuse = (page, part) => {
    part.setAttribute("aria-busy", "false");
    const told = page.querySelector("[role=alert]");
    (document.getElementById("opened") ?? part).prepend(told ?? page.body);
    told?.scrollIntoView({ block: "nearest" });
  };

  const address = (form) => {
    const given = [...new FormData(form)].filter(([, value]) => value);
    return `${new URL(form.action).pathname}?${new URLSearchParams(given)}`;
  };

  const DAY = 86_400_000;
  const setDay = (slider) => {
    const day = new Date(Date.parse(slider.dataset.first) + Number(slider.value) * DAY).toISOString().slice(0, 10);
    slider.form.elements[slider.dataset.sets].value = day;
    slider.setAttribute("aria-valuetext", day);
  };
  const setSlider = (field) => {
    const slider = field.form.querySelector(`[data-sets="${CSS.escape(field.name)}"]`);
    if (!slider || !field.value) return;
    slider.value = Math.round((Date.parse(field.value) - Date.parse(slider.dataset.first)) / DAY);
    slider.setAttribute("aria-valuetext", field.value);
  };

  let waiting = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-swaps]");
    if (!form || document.getElementById(form.dataset.swaps)?.contains(form)) return;
    if (event.target.dataset.sets) setDay(event.target);
    else setSlider(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(() => swap(address(form), form.dataset.swaps, "replaceState"), PAUSE);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-swaps]");
    if (!form) return;
    event.preventDefault();
    clearTimeout(waiting);
    const posted = { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) };
    if (form.method === "post") swap(form.getAttribute("action"), form.dataset.swaps, "replaceState", posted);
    else swap(address(form), form.dataset.swaps, "pushState");
  });

  let openedFrom = "";
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-swaps]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const closes = "escape" in link.dataset;
    if (!closes) openedFrom = link.getAttribute("href");
    const given = await swap(link.href, link.dataset.swaps, "pushState");
    for (const other of document.querySelectorAll("a[data-swaps][aria-current]")) other.removeAttribute("aria-current");
    if (closes) document.querySelector(`a[href="${CSS.escape(openedFrom)}"]`)?.focus();
    else {
      link.setAttribute("aria-current", "true");
      given?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelector("[data-escape]")?.click();
  });
  addEventListener("popstate", () => {
    if (document.querySelector("[data-swaps]")) location.reload();
  });

  const followProgress = (within) => {
    const found = within.matches?.("[data-again]") ? within : within.querySelector("[data-again]");
    if (found) setTimeout(() => swap(location.href, found.id, ""), Number(found.dataset.again));
  };
  document.addEventListener("swapped", (event) => followProgress(event.detail));
  followProgress(document);
}
