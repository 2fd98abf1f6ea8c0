"use strict";
// Everything works without this file. With it: numbered presses, a quiet retry when the network
// fails, focus that follows the screen, and small notes of what was ticked, played and seen.
(() => {
  const id = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(36)).join("").slice(0, 20);
  const tab = id();
  const waits = [2000, 4000, 8000, 15000, 30000];
  const start = id();
  let isCounted = "";
  let number = 0;
  let pending = null;
  let swappedAt = -1000;

  const find = (selector, root = document) => root.querySelector(selector);
  const unsent = find("#unsent");

  const note = (form, fields) => {
    const data = new URLSearchParams(new FormData(form));
    Object.entries({ ...fields, tab, n: ++number }).forEach(([key, value]) => data.set(key, value));
    return fetch(form.action, { method: "POST", body: data, keepalive: true }).catch(() => {});
  };

  const landing = (form) => {
    form.elements.start.value = start;
    form.elements.referrer.value = document.referrer;
    form.elements.time_zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const data = new URLSearchParams(location.search);
    data.set("referrer", document.referrer);
    // Staff's own mark: nobody to count.
    try { isCounted ||= localStorage.getItem("small-yes-staff") || ""; } catch { /* no storage here */ }
    // Drawn again after a refusal, it is still the same look.
    if (!isCounted && navigator.sendBeacon && navigator.sendBeacon(form.dataset.landing, data)) isCounted = "1";
    form.elements.seen.value = isCounted;
    again();
  };

  // Where somebody stands stays on this device for a month, so that the landing page can lead back.
  const kept = (slug) => `small-yes:${slug}`;
  const remember = (data) => {
    if (!data.funnel) return;
    const label = "result" in data ? "result" : data.number;
    const path = data.result || data.resume;
    try { localStorage.setItem(kept(data.funnel), JSON.stringify({ path, label, time: Date.now() })); } catch { /* no storage here */ }
  };

  const again = () => {
    const box = find("[data-again]");
    let was = null;
    try {
      was = JSON.parse(localStorage.getItem(kept(box.dataset.again)));
      if (was && was.time < Date.now() - 30 * 864e5) localStorage.removeItem(kept(box.dataset.again));
      else if (was && /^\/v\/[\w-]{22}\//.test(was.path)) box.hidden = false;
    } catch { return; }
    if (box.hidden) return;
    const link = find("a", box);
    const words = link.dataset;
    link.href = was.path;
    link.textContent = was.label === "result" ? words.result : Number(was.label) ? words.question.replace("{n}", was.label) : words.step;
    find("button", box).addEventListener("click", () => {
      localStorage.removeItem(kept(box.dataset.again));
      box.hidden = true;
      find("#step h1").focus();
    });
  };

  // The next pictures, when there is nothing better to do and nobody saves data.
  const ahead = (addresses) => {
    if (!addresses || (navigator.connection && navigator.connection.saveData)) return;
    const idle = self.requestIdleCallback || ((act) => setTimeout(act, 1000));
    idle(() => addresses.split(" ").forEach((address) => { new Image().src = address; }));
  };

  const offer = (form) => {
    let seconds = 0;
    const clock = setInterval(() => {
      if (!form.isConnected) clearInterval(clock);
      else if (document.visibilityState === "visible" && ++seconds === 15) {
        clearInterval(clock);
        note(form, { act: "seen" });
      }
    }, 1000);
  };

  const wake = () => {
    const main = find("#step");
    const form = find("form", main);
    if (form && form.dataset.landing) landing(form);
    // One answer swaps more than one part of the page; its screen wakes once.
    if (main.isAwake) return;
    main.isAwake = true;
    remember(main.dataset);
    ahead(main.dataset.ahead);
    const own = find("#step [data-script]");
    if (own) import(own.dataset.script).then((kind) => kind.wake(own, (words) => { find("#said").textContent = words; }, note));
    if (!form) return;
    if ("offer" in form.dataset) offer(form);
  };

  const say = (page) => {
    const told = new DOMParser().parseFromString(page, "text/html").querySelector("h1");
    unsent.firstElementChild.textContent = told ? told.textContent : unsent.dataset.refused;
    unsent.hidden = false;
  };

  const retry = () => {
    if (!pending || !pending.form.isConnected) return;
    clearTimeout(pending.timer);
    pending.form.requestSubmit(pending.button);
  };

  // The second half of a double click or double tap must not answer the question that came meanwhile.
  document.addEventListener("click", (event) => {
    const since = performance.now() - swappedAt;
    const isSecond = (event.detail > 1 && since < 1000) || (event.pointerType === "touch" && since < 350);
    if (!isSecond || !event.target.closest("#step")) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (pending && pending.form === form && pending.button === event.submitter) return;
    if (pending) clearTimeout(pending.timer);
    form.querySelectorAll(".sent").forEach((button) => button.classList.remove("sent"));
    if (event.submitter) event.submitter.classList.add("sent");
    pending = { form, button: event.submitter, n: ++number, tries: 0 };
  }, true);

  // The look of all later screens comes along with the first press.
  const dress = () => {
    const { later } = find("#step").dataset;
    if (!later) return;
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: later });
    document.head.append(sheet);
  };
  document.addEventListener("submit", dress, { capture: true, once: true });

  // What was changed since the press is more than a retry of it.
  document.addEventListener("input", (event) => {
    if (pending && pending.form === event.target.form) pending.n = ++number;
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "post") return;
    // The button goes along by name: htmx forgets it as soon as the focus is elsewhere.
    if (pending && pending.button && pending.button.name) event.detail.parameters[pending.button.name] = pending.button.value;
    event.detail.parameters.tab = tab;
    event.detail.parameters.n = pending ? pending.n : ++number;
  });

  const failed = (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    // A refusal that trying again will not change is shown as the server words it.
    if ([400, 403, 413].includes(status)) return say(event.detail.xhr.responseText);
    if (!pending) return;
    unsent.hidden = false;
    pending.timer = setTimeout(retry, waits[Math.min(pending.tries++, waits.length - 1)]);
  };
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => document.addEventListener(name, failed));
  find("#retry").addEventListener("click", retry);

  document.addEventListener("htmx:afterSwap", () => {
    pending = null;
    swappedAt = performance.now();
    unsent.hidden = true;
    const heading = find("#step h1");
    const wrong = find("#step [aria-invalid]");
    if (wrong) (wrong.matches("fieldset") ? find("input", wrong) : wrong).focus();
    else if (heading) heading.focus({ preventScroll: true });
    find("#said").textContent = heading ? heading.textContent : "";
    wake();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  wake();
})();
