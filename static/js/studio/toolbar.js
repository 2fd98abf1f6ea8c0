// The small toolbar of a text: bold, link, list, and Insert for what is known of a reader. It
// writes as if it were typed, so that the browser's own undo takes it back.
const toolsOf = (field) => field.querySelector(".s-toolbar");
const textOf = (field) => field.querySelector("textarea, input");
const fieldOf = (node) => node?.closest?.("#studio-form [data-tools]");

const write = (text, from, to, words) => {
  text.focus();
  text.setSelectionRange(from, to);
  // Deprecated, and the one way that keeps the browser's undo.
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  text.setRangeText(words, from, to, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
};

const lines = (text) => {
  const { value, selectionStart, selectionEnd } = text;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  return { from, to, found: value.slice(from, to).split("\n") };
};

const isBold = ({ value, selectionStart, selectionEnd }) => selectionStart !== selectionEnd
  && value.slice(selectionStart - 2, selectionStart) === "**" && value.slice(selectionEnd, selectionEnd + 2) === "**";
const isList = (text) => lines(text).found.every((line) => line.startsWith("- "));

const bold = (text) => {
  const { value, selectionStart: from, selectionEnd: to } = text;
  const words = value.slice(from, to);
  if (isBold(text)) {
    write(text, from - 2, to + 2, words);
    text.setSelectionRange(from - 2, to - 2);
  } else {
    write(text, from, to, `**${words}**`);
    text.setSelectionRange(from + 2, to + 2);
  }
};

const list = (text) => {
  const { from, to, found } = lines(text);
  const isOne = isList(text);
  const made = found.map((line) => (isOne ? line.slice(2) : `- ${line}`)).join("\n");
  write(text, from, to, made);
  text.setSelectionRange(from, from + made.length);
};

// A dialog gives the focus back; where the caret stood is remembered here.
const ask = (dialog, text, made) => {
  const [from, to] = [text.selectionStart, text.selectionEnd];
  const form = dialog.querySelector("form");
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    const words = dialog.returnValue === "go" ? made(form.elements) : "";
    form.reset();
    if (words) write(text, from, to, words);
    else text.focus();
  }, { once: true });
  dialog.showModal();
};

const link = (text) => {
  const dialog = document.getElementById("studio-link");
  dialog.querySelector("[name=words]").value = text.value.slice(text.selectionStart, text.selectionEnd);
  ask(dialog, text, ({ words, address }) => address.value && `[${words.value.trim() || address.value}](${address.value.trim()})`);
};

const insert = (text, field) => {
  const dialog = document.getElementById(`studio-insert-${field.dataset.names}`);
  // What would end the mark early cannot stand in it.
  ask(dialog, text, (asked) => `[${asked.name.value} | ${asked.else.value.replace(/[[\]{}|"]/g, "").trim()}]`);
};

const acts = { bold, list, link, insert };

const settle = (field) => {
  const text = textOf(field);
  const pressed = { bold: isBold, list: isList };
  Object.entries(pressed).forEach(([name, holds]) => {
    toolsOf(field)?.querySelector(`[data-tool=${name}]`)?.setAttribute("aria-pressed", String(holds(text)));
  });
};

const dress = (field) => {
  const made = document.getElementById("studio-tools")?.content.firstElementChild.cloneNode(true);
  const text = textOf(field);
  if (!made || !text || toolsOf(field)) return;
  if (field.dataset.tools === "line") made.querySelectorAll("[data-tool]:not([data-tool=insert])").forEach((each) => each.remove());
  if (!document.getElementById(`studio-insert-${field.dataset.names}`)) made.querySelector("[data-tool=insert]")?.remove();
  if (!made.children.length) return;
  made.setAttribute("aria-controls", text.id);
  const label = field.querySelector("label");
  made.setAttribute("aria-label", `${made.getAttribute("aria-label")}: ${label?.textContent.trim() ?? ""}`);
  // One stop for the keyboard; arrows go on from there.
  [...made.children].forEach((each, place) => { each.tabIndex = place ? -1 : 0; });
  text.before(made);
};

const wake = () => document.querySelectorAll("#studio-form [data-tools]").forEach(dress);

// A press must not take the selection away from the text.
document.addEventListener("mousedown", (event) => { if (event.target.closest?.(".s-toolbar button")) event.preventDefault(); });

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tool]");
  const field = fieldOf(button);
  if (!field) return;
  acts[button.dataset.tool](textOf(field), field);
  if (field.dataset.tools === "text") settle(field);
});

document.addEventListener("selectionchange", () => {
  const field = fieldOf(document.activeElement);
  if (field?.dataset.tools === "text" && document.activeElement === textOf(field)) settle(field);
});

document.addEventListener("keydown", (event) => {
  const field = fieldOf(event.target);
  const tools = event.target.closest?.(".s-toolbar");
  if (tools && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    const all = [...tools.children];
    const step = (event.key === "ArrowRight") !== (getComputedStyle(tools).direction === "rtl") ? 1 : -1;
    const here = all.indexOf(event.target);
    const next = { Home: 0, End: all.length - 1 }[event.key] ?? (here + step + all.length) % all.length;
    event.preventDefault();
    all.forEach((each, place) => { each.tabIndex = place === next ? 0 : -1; });
    all[next].focus();
  } else if (field?.dataset.tools === "text" && event.target === textOf(field) && (event.ctrlKey || event.metaKey) && event.key === "b") {
    event.preventDefault();
    bold(event.target);
  }
});

document.addEventListener("htmx:load", wake);
wake();
