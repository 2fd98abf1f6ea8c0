// The picture field: drop, paste, cut, and choose one that stands already. Without this file the
// plain file input below it does the work. Lines added to a form later are found by delegation.
const LEAST = 0.05;
const field = (root, part) => root.querySelector(`[name$="${part}"]`);
const file = (root) => root.querySelector("[type=file]");
const thumb = (root) => root.querySelector(".y-picture-shown img");
const say = (root, words) => { root.querySelector("[data-said]").textContent = words; };
const boxes = new WeakMap();
const rootOf = (node) => node instanceof Element && node.closest("[data-picture]");

const show = (root, source, { isWhole = true } = {}) => {
  const image = thumb(root);
  image.src = source;
  image.hidden = false;
  if (isWhole) {
    root.dataset.full = source;
    field(root, "_cut").value = "";
    boxes.delete(root);
  }
  root.querySelectorAll("[data-do=cut], [data-gone]").forEach((each) => { each.hidden = false; });
  field(root, "_gone").checked = false;
};

const opened = (root, part, isOpen) => {
  const panel = root.querySelector(`[data-${part}]`);
  panel.hidden = !isOpen;
  return panel;
};

const take = (root, chosen) => {
  if (!chosen) return;
  const isFine = /^image\/(jpeg|png|webp)$/.test(chosen.type);
  if (!isFine || chosen.size > Number(root.dataset.most)) {
    file(root).value = "";
    say(root, isFine ? root.dataset.tooLarge : root.dataset.noPicture);
    return;
  }
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    show(root, reader.result);
    opened(root, "cut", false);
    say(root, root.dataset.chosen);
  });
  reader.readAsDataURL(chosen);
};

const put = (root, files) => {
  const one = [...files].find((each) => each.type.startsWith("image/"));
  if (!one) return say(root, root.dataset.noPicture);
  const holder = new DataTransfer();
  holder.items.add(one);
  file(root).files = holder.files;
  root.dispatchEvent(new Event("change", { bubbles: true }));
  return take(root, one);
};

const between = (number, least, most) => Math.min(Math.max(number, least), Math.max(least, most));

// A box is left, top, width and height as parts of the whole; a shape keeps its sides in step.
const frame = (root, wanted, shape) => {
  const stage = root.querySelector(".y-stage img");
  const step = shape ? (stage.naturalHeight * shape) / stage.naturalWidth : 0;
  let [left, top, width, height] = wanted;
  width = between(width, LEAST, 1);
  height = step ? width / step : between(height, LEAST, 1);
  if (height > 1) [width, height] = [step, 1];
  left = between(left, 0, 1 - width);
  top = between(top, 0, 1 - height);
  const box = { parts: [left, top, width, height], shape };
  boxes.set(root, box);
  const style = root.querySelector(".y-frame").style;
  ["left", "top", "width", "height"].forEach((side, n) => style.setProperty(side, `${box.parts[n] * 100}%`));
  const percent = (part) => Math.round(part * 100);
  say(root, root.dataset.size.replace("{width}", percent(width)).replace("{height}", percent(height)));
};

const begin = (root) => {
  const panel = opened(root, "cut", true);
  opened(root, "chooser", false);
  const stage = panel.querySelector("img");
  const ready = () => {
    const { parts, shape } = boxes.get(root) ?? { parts: [0, 0, 1, 1], shape: 0 };
    frame(root, parts, shape);
    panel.querySelector(".y-frame").focus();
  };
  stage.addEventListener("load", ready, { once: true });
  stage.src = root.dataset.full ?? thumb(root).src;
  root.dataset.full = stage.src;
};

const reshape = (root, button) => {
  root.querySelectorAll("[data-shape]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
  const shape = Number(button.dataset.shape);
  frame(root, shape ? [0, 0, 1, 1] : boxes.get(root).parts, shape);
};

const finish = (root) => {
  const { parts } = boxes.get(root);
  const isWhole = parts[2] > 0.999 && parts[3] > 0.999;
  field(root, "_cut").value = isWhole ? "" : parts.map((part) => part.toFixed(4)).join(" ");
  const stage = root.querySelector(".y-stage img");
  const canvas = document.createElement("canvas");
  const [x, y, w, h] = parts.map((part, n) => part * (n % 2 ? stage.naturalHeight : stage.naturalWidth));
  const scale = Math.min(1, 480 / Math.max(w, h));
  [canvas.width, canvas.height] = [Math.max(1, w * scale), Math.max(1, h * scale)];
  canvas.getContext("2d").drawImage(stage, x, y, w, h, 0, 0, canvas.width, canvas.height);
  show(root, canvas.toDataURL(), { isWhole: false });
  opened(root, "cut", false);
  say(root, root.dataset.chosen);
  root.querySelector("[data-do=cut]").focus();
  root.dispatchEvent(new Event("change", { bubbles: true }));
};

const list = async (root) => {
  const wanted = root.querySelector("[type=search]").value;
  const answer = await fetch(`${root.dataset.choosing}?q=${encodeURIComponent(wanted)}`);
  if (answer.ok) root.querySelector("[data-list]").innerHTML = await answer.text();
};

const choose = (root, button) => {
  file(root).value = "";
  field(root, "_kept").value = button.dataset.sha256;
  show(root, button.dataset.address);
  const alt = file(root).form?.elements[`${file(root).name}_alt`];
  if (alt && !alt.value) alt.value = button.dataset.alt;
  const opener = root.querySelector("[data-do=choose]");
  opened(root, "chooser", false);
  opener.setAttribute("aria-expanded", "false");
  opener.focus();
  say(root, root.dataset.chosen);
  root.dispatchEvent(new Event("change", { bubbles: true }));
};

const acts = {
  cut: begin,
  done: finish,
  whole: (root) => { frame(root, [0, 0, 1, 1], 0); reshape(root, root.querySelector("[data-shape]")); finish(root); },
  choose: (root, button) => {
    const isOpen = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(isOpen));
    opened(root, "cut", false);
    opened(root, "chooser", isOpen);
    if (isOpen) list(root).then(() => root.querySelector("[type=search]").focus());
  },
};

document.addEventListener("click", (event) => {
  const root = rootOf(event.target);
  const button = root && event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) acts[button.dataset.do](root, button);
  else if (button.dataset.shape) reshape(root, button);
  else if (button.dataset.sha256) choose(root, button);
});

document.addEventListener("change", (event) => {
  const root = rootOf(event.target);
  if (root && event.target.type === "file") take(root, event.target.files[0]);
});

let waiting;
document.addEventListener("input", (event) => {
  const root = rootOf(event.target);
  if (!root || event.target.type !== "search") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => list(root), 250);
});

["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
  const root = rootOf(event.target);
  if (!root || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  root.classList.toggle("y-over", kind === "dragover");
  if (kind === "drop") put(root, event.dataTransfer.files);
}));

document.addEventListener("paste", (event) => {
  const root = rootOf(document.activeElement) || document.querySelector("[data-picture]:hover");
  if (!root || !event.clipboardData.files.length) return;
  event.preventDefault();
  put(root, event.clipboardData.files);
});

const STEPS = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] };
document.addEventListener("keydown", (event) => {
  const root = rootOf(event.target);
  if (!root) return;
  // Enter in the search would send the whole form.
  if (event.key === "Enter" && event.target.type === "search") event.preventDefault();
  const step = STEPS[event.key];
  if (!step || !event.target.matches(".y-frame")) return;
  event.preventDefault();
  const { parts, shape } = boxes.get(root);
  const by = shape && event.shiftKey ? [step[0] || step[1], 0] : step;
  frame(root, parts.map((part, n) => part + (n > 1 === event.shiftKey ? by[n % 2] : 0)), shape);
});

document.addEventListener("pointerdown", (start) => {
  const root = rootOf(start.target);
  const held = root && start.target.closest(".y-frame");
  if (!held) return;
  const isSize = Boolean(start.target.closest(".y-corner"));
  const { parts, shape } = boxes.get(root);
  const stage = root.querySelector(".y-stage img").getBoundingClientRect();
  const move = (event) => {
    const by = [(event.clientX - start.clientX) / stage.width, (event.clientY - start.clientY) / stage.height];
    frame(root, parts.map((part, n) => part + (n > 1 === isSize ? by[n % 2] : 0)), shape);
  };
  start.preventDefault();
  held.focus();
  held.setPointerCapture(start.pointerId);
  held.addEventListener("pointermove", move);
  held.addEventListener("lostpointercapture", () => held.removeEventListener("pointermove", move), { once: true });
});

const wake = () => document.querySelectorAll("[data-picture] [data-tools]").forEach((each) => { each.hidden = false; });
wake();
new MutationObserver(wake).observe(document.body, { childList: true, subtree: true });
