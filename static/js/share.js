"use strict";
// Only on the result: hand the link to the phone's own share sheet, or copy it; print the page;
// stay beside the promise when it is given or taken back.
// Without this file the link leads to the page that it shares.
(() => {
  const link = document.querySelector("#step [data-share]");
  const print = document.querySelector("#step [data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const root = document.documentElement;
  const ask = document.querySelector("#step [data-promise]");
  const promised = document.querySelector("#step .promised");
  if (ask) ask.addEventListener("submit", () => { root.dataset.promising = ""; });
  if (promised && "promising" in root.dataset) {
    promised.focus({ preventScroll: true });
    document.querySelector("#said").textContent = promised.textContent;
  }
  delete root.dataset.promising;
  if (!link) return;
  const words = link.textContent;
  const copied = async () => {
    await navigator.clipboard.writeText(link.href);
    link.textContent = link.dataset.copied;
    document.querySelector("#said").textContent = link.dataset.copied;
    setTimeout(() => { link.textContent = words; }, 4000);
  };
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      if (navigator.share) await navigator.share({ title: link.dataset.share, url: link.href });
      else await copied();
    } catch (error) {
      // Some in-app browsers allow neither; who closed the share sheet wants nothing more.
      if (error.name !== "AbortError") location.assign(link.href);
    }
  });
})();
