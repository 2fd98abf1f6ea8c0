// The sales desk's comforts: keys, Copy, the open row, a list that renews itself where one stands.
// Everything works without them.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const rows = () => Array.from(document.querySelectorAll("a.row"));
  // A key pressed on a row that is not open yet, for when it is.
  let keyLater = "";

  const move = (by) => {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const open = all.findIndex((row) => row.hasAttribute("aria-current"));
    const from = here >= 0 ? here : open;
    const next = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by));
    all[next]?.focus();
  };

  // Whatever says data-key on the page: a field takes the focus, a button is pressed.
  const press = (key) => {
    const thing = Array.from(document.querySelectorAll("[data-key]")).find(
      (each) => each.dataset.key === key && each.checkVisibility() && !each.disabled,
    );
    if (!thing) return false;
    if (thing.matches("input, textarea, select")) thing.focus();
    else thing.click();
    return true;
  };

  // What a digit logs cannot be meant for somebody one has not opened.
  const pressFor = (key) => {
    const row = document.activeElement?.closest?.("a.row");
    if (!row || row.hasAttribute("aria-current")) return press(key);
    keyLater = /^\d$/.test(key) ? "" : key;
    row.click();
    return true;
  };

  const own = {
    j: () => move(1),
    k: () => move(-1),
    "/": () => byId("q")?.focus(),
    "?": () => byId("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Held down, only moving goes on.
    if (event.repeat && !"jk".includes(event.key)) return;
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (isTyping && event.key === "Escape" && event.target.id !== "q") {
      byId("lead-title")?.focus({ preventScroll: true });
    }
    if (isTyping || document.querySelector("dialog[open]")) return;
    if (own[event.key]) {
      event.preventDefault();
      own[event.key]();
    } else if (/^[a-z0-9]$/.test(event.key) && pressFor(event.key)) event.preventDefault();
  });

  const offer = () => {
    document.querySelectorAll("[data-opens]").forEach((button) => (button.hidden = false));
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
  };

  document.addEventListener("click", async (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) byId(opener.dataset.opens)?.showModal();
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

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });

  const isList = (event) => event.detail.target?.id === "queue";
  const failed = (event) => (byId("oops").hidden = isList(event));
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isList(event)) byId("oops").hidden = true;
    // A page that nobody looks at asks nothing.
    else if (document.hidden) event.preventDefault();
  });
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  const mark = () => {
    rows().forEach((row) => {
      if (row.pathname === location.pathname) row.setAttribute("aria-current", "page");
      else row.removeAttribute("aria-current");
    });
  };

  // The list comes anew: the row one looks at stays where it is, the focus where it was.
  let stood = null;

  const keepPlace = () => {
    const top = (row) => row.getBoundingClientRect().top;
    const pane = document.querySelector(".list");
    const isScrolled = pane.scrollTop > 0 || window.scrollY > 0;
    const first = isScrolled && rows().find((row) => top(row) >= Math.max(0, top(pane)));
    stood = {
      id: first ? first.id : "",
      top: first ? top(first) : 0,
      focused: rows().indexOf(document.activeElement),
    };
  };

  const takePlace = () => {
    if (!stood) return;
    const row = byId(stood.id);
    const moved = row ? row.getBoundingClientRect().top - stood.top : 0;
    const pane = document.querySelector(".list");
    if (moved) (pane.scrollHeight > pane.clientHeight ? pane : window).scrollBy(0, moved);
    if (stood.focused >= 0 && document.activeElement === document.body) {
      const all = rows();
      all[Math.min(stood.focused, all.length - 1)]?.focus({ preventScroll: true });
    }
    stood = null;
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isList(event) && event.detail.shouldSwap) keepPlace();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "queue") return;
    mark();
    takePlace();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "lead") return;
    const row = event.detail.requestConfig.elt.closest(".row");
    if (row) {
      rows().forEach((each) => each.removeAttribute("aria-current"));
      row.setAttribute("aria-current", "page");
    }
    byId("desk").classList.add("is-open");
    offer();
    // After an act one stays where one is; its own script says more.
    if (event.detail.requestConfig.verb !== "get") return;
    event.detail.target.scrollTop = 0;
    window.scrollTo(0, 0);
    byId("lead-title")?.focus({ preventScroll: true });
  });

  // Only what has settled answers to a press.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "lead" || !keyLater) return;
    const key = keyLater;
    keyLater = "";
    press(key);
  });

  offer();
})();
