// One move, sent with the order that this page showed.
import { piece } from "./ladder.js";

const slugs = (list) => [...list.children].map((node) => node.dataset.slug);

// `to` is up, down, or the new place counted from 0; `order` as it was before.
export const send = (node, to, order = slugs(node.parentElement)) => {
  const base = document.getElementById(`go-${node.dataset.slug}`).getAttribute("href");
  return window.htmx.ajax("POST", `${base}move/`, {
    target: "#studio-ladder",
    source: "#studio-ladder",
    swap: "innerHTML",
    values: { to: String(to), order: order.join(" "), chosen: piece() },
  });
};

export { slugs };
