// The form of the studio saves itself. The server says in the answer what happened; this file says
// what no answer can: no connection, a session that ran out. What is typed is never swapped away.
import { forget, keep, restore, settle } from "./kept.js";

const form = () => document.getElementById("studio-form");
const isOurs = (element) => Boolean(element?.closest?.("#studio-form"));
const field = (error) => error.closest(".s-field");
const AGAIN = [2000, 4000, 8000, 15000];

const saved = new WeakMap();
let failures = 0;
let timer;

// Everything that would be sent, as one text; a chosen file counts by its name and size.
const written = (node) => [...new FormData(node)]
  .filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "seen")
  .map(([name, value]) => `${name}=${value instanceof File ? `${value.name}:${value.size}` : value}`)
  .join("\n");

const state = (words) => {
  const place = document.getElementById("studio-state");
  if (place && place.textContent !== words) place.textContent = words;
};

const settleErrors = (node) => node.querySelectorAll(".s-error").forEach((error) => {
  const has = error.textContent.trim() !== "";
  error.toggleAttribute("data-said", has);
  field(error)?.querySelectorAll("input, select, textarea").forEach((each) => {
    if (has) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  });
  if (has) for (let fold = error.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
});

// Fields that only some values of another one need.
const settleShown = (node) => node.querySelectorAll("[data-of]").forEach((each) => {
  const all = [...node.querySelectorAll(`[name="${each.dataset.of}"]`)];
  const chosen = all.find((one) => one.type !== "radio" || one.checked);
  const isWanted = each.dataset.only.split(" ").includes(chosen?.value ?? "");
  each.hidden = !isWanted && each.querySelector("[data-said]") === null;
});

const again = () => {
  const node = form();
  clearTimeout(timer);
  timer = setTimeout(() => node?.dispatchEvent(new Event("studio:again")), AGAIN[Math.min(failures, AGAIN.length - 1)]);
  failures += 1;
};

const loggedOut = (node) => {
  keep(node);
  state(node.dataset.out);
  node.querySelector("#studio-out").hidden = false;
};

const wake = () => {
  const node = form();
  if (!node || saved.has(node)) return;
  saved.set(node, written(node));
  settleErrors(node);
  settleShown(node);
  node.querySelectorAll("textarea").forEach(grow);
  if (restore(node)) {
    node.querySelector("#studio-kept").hidden = false;
    settleShown(node);
    setTimeout(() => node.dispatchEvent(new Event("studio:again")), 300);
  }
};

// Another piece waits for what was typed last; a text that is refused holds nobody for long.
document.addEventListener("htmx:confirm", (event) => {
  const node = form();
  const { elt, target, issueRequest } = event.detail;
  const isDirty = () => node.isConnected && saved.has(node) && saved.get(node) !== written(node);
  if (!node || isOurs(elt) || target?.id !== "studio-pane" || !isDirty()) return;
  event.preventDefault();
  const until = Date.now() + 1500;
  node.dispatchEvent(new Event("studio:again"));
  const go = () => {
    if (isDirty() && Date.now() < until) setTimeout(go, 40);
    else if (elt.isConnected) issueRequest();
    // The list was drawn anew meanwhile: its link leads to the same place.
    else if (elt.href) location.assign(elt.href);
  };
  setTimeout(go, 40);
});

document.addEventListener("htmx:configRequest", (event) => {
  const node = form();
  const { elt } = event.detail;
  if (!node || !isOurs(elt)) return;
  node.dataset.sent = written(node);
  // htmx lends a form the address of the button pressed last; a row's button would act twice.
  if (elt === node) event.detail.path = node.getAttribute("hx-post");
  const isAsked = ["submit", "studio:again"].includes(event.detail.triggeringEvent?.type);
  // Leaving a field says the same as typing in it did.
  if (elt === node && !isAsked && saved.get(node) === node.dataset.sent) event.preventDefault();
  else if (elt === node) state(node.dataset.saving);
});

// The login page belongs into no part of the studio, whichever part asked.
const isLogin = (xhr, node) => {
  const way = node?.querySelector("#studio-out a")?.href;
  return Boolean(way && xhr.responseURL) && new URL(xhr.responseURL).pathname === new URL(way).pathname;
};

document.addEventListener("htmx:beforeSwap", (event) => {
  const node = form();
  const { xhr, requestConfig } = event.detail;
  if (isLogin(xhr, node)) {
    event.detail.shouldSwap = false;
    loggedOut(node);
    return;
  }
  if (!node || !isOurs(requestConfig.elt)) return;
  const isElsewhere = xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location.href).pathname;
  if (isElsewhere || xhr.status === 403) {
    event.detail.shouldSwap = false;
    loggedOut(node);
  } else if (xhr.status === 409 || xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const node = form();
  const { xhr, requestConfig } = event.detail;
  // A row's button brings a form of its own.
  if (!node || !requestConfig || !node.contains(requestConfig.elt)) return;
  if (xhr.status === 422) settleErrors(node);
  if (xhr.status === 200 && node.querySelector("#studio-out").hidden) {
    failures = 0;
    saved.set(node, node.dataset.sent);
    node.querySelectorAll(".s-error").forEach((each) => { each.textContent = ""; });
    settleErrors(node);
    settleShown(node);
    ["#studio-kept", "#studio-moved"].forEach((each) => { node.querySelector(each).hidden = true; });
    if (written(node) === node.dataset.sent) settle(node);
  }
});

document.addEventListener("htmx:sendError", (event) => {
  const node = form();
  if (!node || !isOurs(event.detail.elt)) return;
  keep(node);
  state(node.dataset.waiting);
  again();
});

document.addEventListener("htmx:responseError", (event) => {
  const node = form();
  if (!node || !isOurs(event.detail.elt) || event.detail.xhr.status < 500) return;
  keep(node);
  state(node.dataset.broken);
  again();
});

window.addEventListener("online", () => { failures = 0; if (form()) again(); });

// Where style sheets cannot let a text be as high as its words.
const grow = (text) => {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
};

["input", "change"].forEach((kind) => document.addEventListener(kind, (event) => {
  const node = form();
  if (!node || !node.contains(event.target)) return;
  keep(node);
  settleShown(node);
  if (event.target.matches("textarea")) grow(event.target);
}));

// A text of one line has none: Enter there saves.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("#studio-form [data-line]")) return;
  event.preventDefault();
  form().requestSubmit();
});

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("#studio-pane [data-do]")?.dataset.do;
  if (act !== "theirs" && act !== "forget") return;
  forget(form());
  if (act === "forget") location.assign(form().dataset.page);
});

const reload = (id = "") => {
  const node = form();
  const focused = id || document.activeElement?.id;
  return window.htmx.ajax("GET", node.dataset.page, { target: "#studio-pane", swap: "innerHTML" }).then(() => {
    document.getElementById(focused)?.focus();
  });
};

document.addEventListener("studio:reshape", () => reload());

document.addEventListener("studio:focus", (event) => {
  const place = document.getElementById(event.detail.id);
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const inside = place.matches("button") ? place : place.querySelector("textarea, input:not([type=hidden]), select, button");
  const target = inside?.disabled ? inside.parentElement.querySelector("button:not(:disabled)") : inside;
  target?.focus();
  if (target?.matches("textarea, input:not([type=checkbox])")) target.select();
});

// Told by the page's presence: the piece is another one now. Who is not at it sees it at once.
document.addEventListener("studio:moved-on", (event) => {
  const node = form();
  const { piece, seen } = event.detail;
  if (!node || !seen || !node.dataset.kept.endsWith(`/${piece}`) || node.classList.contains("htmx-request")) return;
  if (seen === node.elements.seen.value) return;
  const isIdle = saved.get(node) === written(node) && !node.contains(document.activeElement);
  if (isIdle) reload();
  else node.querySelector("#studio-moved").hidden = false;
});

document.addEventListener("htmx:load", wake);
wake();
