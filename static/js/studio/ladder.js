// The list beside the form: what is open in it, which pane a phone shows, and news from elsewhere.
const studio = document.getElementById("studio");
const ladder = document.getElementById("studio-ladder");
const bar = () => document.getElementById("studio-undo");
const SMALL = window.matchMedia("(max-width: 899px)");
let waiting = 0;

export const piece = () => bar().dataset.piece;

// The list and the two buttons as they stand now; what was unfolded stays so.
export const refresh = () =>
  window.htmx.ajax("GET", bar().dataset.list, { target: "#studio-ladder", swap: "innerHTML" });

const show = (what) => {
  studio.dataset.shows = what;
  for (const button of studio.querySelectorAll("button[data-shows]")) {
    button.setAttribute("aria-pressed", String(button.dataset.shows === what));
  }
};

const choose = (slug) => {
  document.body.dispatchEvent(new CustomEvent("studio:chosen", { detail: { piece: slug } }));
};

document.addEventListener("click", (event) => {
  const shows = event.target.closest("button[data-shows]");
  if (shows) {
    show(shows.dataset.shows);
    window.scrollTo(0, 0);
  }
  event.target.closest("[data-close]")?.closest(".s-toast")?.remove();
});

// A refusal comes with the list as it stands, or with the faults beside their fields.
document.addEventListener("htmx:beforeSwap", (event) => {
  const inStudio = studio.contains(event.detail.target);
  if (inStudio && [409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "studio-pane") return;
  if (SMALL.matches) show("edit");
  const asked = event.detail.requestConfig?.verb === "get";
  if (asked && event.detail.elt?.matches?.(".s-go")) choose(piece());
});

// Every change may have reworded a row or moved a mark of effort.
document.body.addEventListener("studio:changed", (event) => {
  if (event.target.closest?.("#studio-ladder, #studio-undo, .s-toast")) return;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 700);
});
document.body.addEventListener("studio:reload", refresh);

ladder.addEventListener("htmx:afterSwap", () => {
  const chosen = ladder.querySelector(".is-chosen");
  chosen?.scrollIntoView({ block: "nearest" });
});
