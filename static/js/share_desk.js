// The share page: copies links and lines, and shows a link's new look while it is typed.
const room = document.querySelector(".y-share");
const said = room.querySelector("[data-said]");

room.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // It is selected: the keys for copying work.
    return;
  }
  const words = button.textContent;
  button.textContent = said.textContent = room.dataset.copied;
  setTimeout(() => { button.textContent = words; said.textContent = ""; }, 2000);
});

const looks = room.querySelector(".y-looks");
room.addEventListener("input", ({ target }) => {
  const part = target.dataset.look;
  if (!part) return;
  const usual = part === "title" ? looks.dataset.usualTitle : looks.dataset.usualText;
  looks.querySelectorAll(`[data-shown=${part}]`).forEach((each) => { each.textContent = target.value.trim() || usual; });
});

// The picture's own field shows what was chosen, dropped or cut; the looks follow it.
const root = room.querySelector("[data-picture]");
if (root) {
  const source = root.querySelector(".y-picture-shown img");
  const gone = root.querySelector("[name=picture_gone]");
  const follow = () => {
    const isOwn = !source.hidden && source.hasAttribute("src") && !gone.checked;
    const shown = isOwn ? source.src : looks.dataset.usualPicture;
    looks.querySelectorAll("[data-shown=picture]").forEach((each) => { if (shown) each.src = shown; each.hidden = !shown; });
    looks.querySelectorAll("[data-shown=none]").forEach((each) => { each.hidden = Boolean(shown); });
  };
  new MutationObserver(follow).observe(source, { attributeFilter: ["src", "hidden"] });
  gone.addEventListener("change", follow);
}
