// The sales desk's small comforts: keys, Copy, the open row. Everything works without them.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const rows = () => Array.from(document.querySelectorAll(".row"));

  const move = (by) => {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const open = all.findIndex((row) => row.hasAttribute("aria-current"));
    const from = here >= 0 ? here : open;
    const next = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by));
    all[next]?.focus();
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") {
      event.preventDefault();
      byId("q")?.focus();
    }
  });

  const offerCopy = () => {
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    const words = byId("said").dataset;
    button.textContent = words.copied;
    byId("said").textContent = words.announced;
    setTimeout(() => (button.textContent = words.again), 2000);
  });

  document.addEventListener("htmx:beforeRequest", () => (byId("oops").hidden = true));
  document.addEventListener("htmx:responseError", () => (byId("oops").hidden = false));
  document.addEventListener("htmx:sendError", () => (byId("oops").hidden = false));

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "lead") return;
    const row = event.detail.requestConfig.elt.closest(".row");
    if (row) {
      rows().forEach((each) => each.removeAttribute("aria-current"));
      row.setAttribute("aria-current", "page");
    }
    byId("desk").classList.add("is-open");
    event.detail.target.scrollTop = 0;
    window.scrollTo(0, 0);
    byId("lead-title")?.focus({ preventScroll: true });
    offerCopy();
  });

  offerCopy();
})();
