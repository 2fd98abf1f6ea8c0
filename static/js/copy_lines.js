// Copies the line beside each button. Without this file a line can be marked by hand.
for (const button of document.querySelectorAll(".m-copy")) {
  const line = button.parentElement.querySelector("[data-line]");
  const words = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(line.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(line);
      return;
    }
    setTimeout(() => { button.innerHTML = words; }, 3000);
  });
}
