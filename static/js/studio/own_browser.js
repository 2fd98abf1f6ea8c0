"use strict";
// Marks this browser as one of staff, once a session, so that walks from it never count.
(() => {
  const KEY = "small-yes-staff";
  try {
    if (sessionStorage.getItem(KEY) || location.pathname.endsWith("/login/")) return;
    fetch("/admin/own-browser/", { credentials: "same-origin", redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((mark) => {
        if (!mark) return;
        localStorage.setItem(KEY, mark);
        sessionStorage.setItem(KEY, "1");
      })
      .catch(() => {});
  } catch { /* no storage here: only the try link keeps a walk out of the numbers */ }
})();
