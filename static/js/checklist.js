// Ticks are kept as they are made, and counted at once. Without this file they are kept by the
// list's own button and by the one that goes on.
export const wake = (form, say, note) => {
  const boxes = [...form.elements].filter((field) => field.name === "tick");
  const count = form.querySelector("[data-count]");
  const bar = form.querySelector(".tally progress");
  const print = form.querySelector("[data-print]");
  const email = form.elements.email;

  form.addEventListener("change", (event) => {
    if (event.target.name !== "tick") return;
    const ticked = boxes.filter((box) => box.checked).length;
    bar.value = ticked;
    count.textContent = count.dataset.count.replace("{n}", ticked).replace("{total}", boxes.length);
    // Only the ticks: an address that is still being typed is not ours yet.
    note(form, { act: "save", email: "" });
  });

  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (email) {
    email.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=mail]"));
    });
  }
};
