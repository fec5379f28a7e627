// From entry to entry without loading a page: the next one is fetched while this one is read. The address still names the
// entry; without this file every link and form leads to a whole page.
"use strict";
{
  const isOurs = (address) =>
    address.origin === location.origin && /^\/(entries\/[^/]+)?$/.test(address.pathname);
  const ahead = new Map();
  let busy = false;

  const load = async (address, sent) => {
    const answer = await fetch(address, sent);
    if (!answer.headers.get("content-type")?.startsWith("text/html")) throw new Error(await answer.text());
    return { address: new URL(answer.url), ok: answer.ok, text: await answer.text() };
  };

  const fetchAhead = () => {
    ahead.clear();
    const next = document.querySelector("main a[rel=next][href^='/entries/']");
    if (!next) return;
    const loading = load(next.href);
    loading.catch(() => ahead.delete(next.href));
    ahead.set(next.href, loading);
  };

  const show = (page) => {
    const given = new DOMParser().parseFromString(page.text, "text/html");
    document.title = given.title;
    document.body.className = given.body.className;
    document.querySelector("header.top").replaceWith(given.querySelector("header.top"));
    document.querySelector("main").replaceWith(given.querySelector("main"));
    if (!page.address.hash) scrollTo(0, 0);
    document.dispatchEvent(new CustomEvent("arrived"));
    document.querySelector("[role=alert], main h1")?.focus({ preventScroll: true });
    fetchAhead();
  };

  const tell = (error) => {
    const told = document.createElement("div");
    told.className = "trouble";
    told.setAttribute("role", "alert");
    told.textContent = `The desk does not answer (${error.message}). What you wrote is still here; what was decided before is kept.`;
    document.querySelector("main .trouble")?.remove();
    (document.querySelector(".panel") ?? document.querySelector("main")).prepend(told);
  };

  const visit = async (address, sent) => {
    if (busy) return;
    busy = true;
    document.documentElement.setAttribute("aria-busy", "true");
    try {
      const kept = sent ? undefined : ahead.get(address.href);
      if (sent) ahead.clear();
      const page = await (kept ?? load(address, sent));
      if (!isOurs(page.address) && page.ok) return location.assign(page.address);
      if (page.ok && page.address.href !== location.href) history.pushState(null, "", page.address);
      show(page);
    } catch (error) {
      tell(error);
    } finally {
      busy = false;
      document.documentElement.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href);
    if (!document.querySelector(".desk, .rows") || link.target || !isOurs(address) || address.hash) return;
    event.preventDefault();
    if (document.getSelection().isCollapsed || !link.closest("#text")) visit(address);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target; // whose own property "action" may be a button of that name
    const address = new URL(form.getAttribute("action"), location.href);
    if (form.getAttribute("method") !== "post" || !form.closest(".desk") || event.defaultPrevented) return;
    event.preventDefault();
    visit(address, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
  });
  addEventListener("popstate", (event) => {
    const address = new URL(location.href);
    if (!document.querySelector(".desk, .rows") || !isOurs(address)) return;
    event.stopImmediatePropagation();
    visit(address);
  });
  fetchAhead();
}
