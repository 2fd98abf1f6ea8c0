// The look of a funnel, drawn while it is chosen. The server says which colours a page makes of it,
// and how well they can be read: the same words as on saving.
const room = document.querySelector(".y-look-sample");
const COLOURS = ["accent", "accent_dark", "background", "background_dark", "font"];
const field = (name) => document.getElementById(`id_${name}`);
const value = (name) => field(name)?.value ?? "";
const shown = (name) => room.querySelectorAll(`[data-look=${name}]`);

const paint = ({ font, sides }) => room.querySelectorAll(".y-look").forEach((part) => {
  const side = sides[part.dataset.side];
  part.style.setProperty("--look-font", font || "system-ui, sans-serif");
  if (!side) return;
  Object.entries(side.colours).forEach(([name, colour]) => part.style.setProperty(`--look-${name}`, colour));
  const said = part.querySelector("[role=status]");
  if (said.textContent !== side.said) said.textContent = side.said;
  said.classList.toggle("y-error", side.is_refused);
});

// One question at a time: a colour that is dragged changes faster than anybody answers.
let isAsking = false;
let isStale = false;
const ask = async () => {
  isStale = isAsking;
  if (isAsking) return;
  isAsking = true;
  try {
    const answer = await fetch(`${room.dataset.from}?${new URLSearchParams(COLOURS.map((name) => [name, value(name)]))}`);
    if (answer.ok) paint(await answer.json());
  } catch {
    // Away for a moment: the next change asks again.
  } finally {
    isAsking = false;
  }
  if (isStale) ask();
};

const round = () => room.style.setProperty("--look-corner", `${Math.min(28, Math.max(0, Number(value("corner"))))}px`);
const hook = () => shown("hook").forEach((each) => { each.textContent = value("hook") || each.dataset.usual; });

// A picture stands in its own field first; what is seen there is seen here.
const picture = (name) => {
  const root = document.querySelector(`[name=${name}_kept]`)?.closest("[data-picture]");
  if (!root) return;
  const source = root.querySelector(".y-picture-shown img");
  const gone = root.querySelector(`[name=${name}_gone]`);
  const copy = () => {
    const isThere = !source.hidden && source.hasAttribute("src") && !gone.checked;
    shown(name).forEach((each) => { if (isThere) each.src = source.src; each.hidden = !isThere; });
    if (name === "logo") shown("brand").forEach((each) => { each.hidden = isThere; });
  };
  new MutationObserver(copy).observe(source, { attributeFilter: ["src", "hidden"] });
  gone.addEventListener("change", copy);
  copy();
};

// A colour that may be left empty is a field of text; beside it stands one to pick from.
const pick = (name) => {
  const text = field(name);
  const picker = document.createElement("input");
  Object.assign(picker, { type: "color", className: "y-pick", title: text.labels[0]?.textContent.trim() ?? "" });
  const follow = () => { picker.value = /^#[0-9a-f]{6}$/i.test(text.value) ? text.value : text.placeholder; };
  picker.addEventListener("input", () => {
    text.value = picker.value;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  text.addEventListener("input", follow);
  text.after(picker);
  follow();
};

if (field("accent")) {
  // Below the fields it follows, and folded away with them.
  field("corner").closest(".form-row").after(room);
  COLOURS.slice(2, 4).forEach(pick);
  room.hidden = false;
  document.addEventListener("input", ({ target }) => {
    if (target.id === "id_corner") round();
    else if (target.id === "id_hook") hook();
    else if (COLOURS.includes(target.id.slice(3))) ask();
  });
  field("font").addEventListener("change", ask);
  ["logo", "picture"].forEach(picture);
  round();
  hook();
  ask();
}
