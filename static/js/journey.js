"use strict";
// Everything works without this file. With it: numbered presses, a quiet retry when the network
// fails, focus that follows the screen, and small notes of what was ticked, played and seen.
(() => {
  const id = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(36)).join("").slice(0, 20);
  const tab = id();
  const waits = [2000, 4000, 8000, 15000, 30000];
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
    form.elements.start.value = id();
    form.elements.referrer.value = document.referrer;
    const data = new URLSearchParams(location.search);
    data.set("referrer", document.referrer);
    if (navigator.sendBeacon && navigator.sendBeacon(form.dataset.landing, data)) form.elements.seen.value = "1";
  };

  const checklist = (form) => {
    const boxes = [...form.elements].filter((field) => field.name === "tick");
    const count = find("[data-count]", form);
    const say = () => { count.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length}`; };
    form.addEventListener("change", () => { say(); note(form, { act: "save" }); });
    say();
  };

  const video = (form) => {
    const film = find("video");
    if (!film) return;
    const levels = [0.25, 0.5, 0.75, 0.97];
    const before = Number(form.elements.played.value);
    const played = () => Array.from({ length: film.played.length }, (_, i) => film.played.end(i) - film.played.start(i)).reduce((a, b) => a + b, 0);
    const keep = () => {
      form.elements.played.value = Math.max(before, Math.round(played()));
      while (film.duration && levels.length && played() >= levels[0] * film.duration) {
        levels.shift();
        note(form, { act: "save" });
      }
    };
    film.addEventListener("timeupdate", keep);
    film.addEventListener("ended", keep);
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
    const form = find("#step form");
    if (!form) return;
    if (form.dataset.landing) landing(form);
    if ("saves" in form.dataset) checklist(form);
    if ("plays" in form.dataset) video(form);
    if ("offer" in form.dataset) offer(form);
  };

  const say = (page) => {
    const told = new DOMParser().parseFromString(page, "text/html").querySelector("h1");
    unsent.firstElementChild.textContent = told ? told.textContent : "This could not be saved.";
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
    pending = { form, button: event.submitter, n: ++number, tries: 0 };
  }, true);

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
    if (wrong) wrong.focus();
    else if (heading) heading.focus({ preventScroll: true });
    find("#said").textContent = heading ? heading.textContent : "";
    wake();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  wake();
})();
