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
  if (!part || part === "picture") return;
  const usual = part === "title" ? looks.dataset.usualTitle : looks.dataset.usualText;
  looks.querySelectorAll(`[data-shown=${part}]`).forEach((each) => { each.textContent = target.value.trim() || usual; });
});

room.addEventListener("change", ({ target }) => {
  if (target.dataset.look !== "picture" || !target.files[0]) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    looks.querySelectorAll("[data-shown=picture]").forEach((each) => { each.src = reader.result; });
  });
  reader.readAsDataURL(target.files[0]);
});
