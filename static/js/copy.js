// A button that copies the address beside it. Without this file the address can be marked by hand.
export const wake = (root, say) => {
  const field = root.querySelector(".copy input");
  const button = root.querySelector(".copy button");
  if (!field) return;
  const words = button.textContent;
  field.addEventListener("focus", () => field.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Some in-app browsers allow no clipboard; the address is marked.
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { button.textContent = words; }, 4000);
  });
};
