// A row taken by its handle and put elsewhere in its list, with mouse, pen or finger.
import { send, slugs } from "./moving.js";

const ladder = document.getElementById("studio-ladder");
let held = null;

const begin = (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button > 0) return;
  const node = grip.closest(".s-node");
  const list = node.parentElement;
  held = { node, list, order: slugs(list), from: [...list.children].indexOf(node), at: event.clientY };
  event.preventDefault();
  ladder.setPointerCapture(event.pointerId);
  node.classList.add("is-held");
  ladder.classList.add("is-sorting");
};

// Past the middle of a neighbour the two change places.
const follow = (event) => {
  if (!held) return;
  const { node } = held;
  const [before, after] = [node.previousElementSibling, node.nextElementSibling];
  const middle = (other) => {
    const box = other.getBoundingClientRect();
    return box.top + box.height / 2;
  };
  if (before && event.clientY < middle(before)) before.before(node);
  else if (after && event.clientY > middle(after)) after.after(node);
  const edge = ladder.getBoundingClientRect();
  if (event.clientY < edge.top + 32) ladder.scrollTop -= 8;
  if (event.clientY > edge.bottom - 32) ladder.scrollTop += 8;
};

const letGo = () => {
  if (!held) return null;
  const { node, list, order, from } = held;
  held = null;
  node.classList.remove("is-held");
  ladder.classList.remove("is-sorting");
  return { node, list, order, from, to: [...list.children].indexOf(node) };
};

const drop = () => {
  const done = letGo();
  if (done && done.from !== done.to) send(done.node, done.to, done.order);
};

// Taken back: the row goes where it came from.
const cancel = () => {
  const done = letGo();
  if (!done) return;
  const others = [...done.list.children].filter((node) => node !== done.node);
  done.list.insertBefore(done.node, others[done.from] ?? null);
};

ladder.addEventListener("pointerdown", begin);
ladder.addEventListener("pointermove", follow);
ladder.addEventListener("pointerup", drop);
ladder.addEventListener("pointercancel", cancel);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") cancel();
});
