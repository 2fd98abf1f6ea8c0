// The look of a funnel, drawn while its colours are chosen, with how well they can be read.
const room = document.querySelector(".y-look-sample");
const USUAL = { light: "#fbfaf7", dark: "#141715" };
const INKS = ["#0b120f", "#ffffff"];

const light = (colour) => {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one, other) => {
  const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
  return (more + 0.05) / (less + 0.05);
};

const inkOn = (colour) => INKS.reduce((best, ink) => (contrast(ink, colour) > contrast(best, colour) ? ink : best));

const colour = (name) => {
  const field = document.getElementById(`id_${name}`);
  const value = field ? field.value.trim().toLowerCase() : "";
  return /^#[0-9a-f]{6}$/.test(value) ? value : "";
};

const draw = (part) => {
  const side = part.dataset.side;
  const ending = side === "dark" ? "_dark" : "";
  const accent = colour(`accent${ending}`);
  const page = colour(`background${ending}`) || USUAL[side];
  if (!accent) return;
  const corner = document.getElementById("id_corner");
  const set = (name, value) => part.style.setProperty(name, value);
  set("--look-accent", accent);
  set("--look-on-accent", inkOn(accent));
  set("--look-page", page);
  set("--look-ink", inkOn(page));
  set("--look-corner", `${corner ? corner.value : 14}px`);
  const ratio = contrast(accent, page);
  const words = ratio < 3 ? room.dataset.hidden : ratio < 4.5 ? room.dataset.faint : room.dataset.good;
  const said = part.querySelector("[role=status]");
  said.textContent = words.replace("{ratio}", ratio.toFixed(1));
  said.classList.toggle("y-error", ratio < 3);
};

const drawAll = () => room.querySelectorAll(".y-look").forEach(draw);

if (colour("accent")) {
  room.hidden = false;
  document.addEventListener("input", ({ target }) => { if (/^id_(accent|background|corner)/.test(target.id)) drawAll(); });
  drawAll();
}
