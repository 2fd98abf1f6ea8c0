// Keys of the studio: undo and redo outside of text fields, and rows moved with Alt and an arrow.
import { send } from "./moving.js";

const TYPING = "input:not([type=radio], [type=checkbox], [type=button]), textarea, select, [contenteditable]";

const press = (id) => {
  const button = document.getElementById(id);
  if (!button || button.disabled) return false;
  button.click();
  return true;
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.(TYPING);
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && !typing && ["z", "y"].includes(event.key.toLowerCase())) {
    const again = event.shiftKey || event.key.toLowerCase() === "y";
    if (press(again ? "studio-redo" : "studio-undo-last")) event.preventDefault();
  }
  const row = event.target.closest?.("#studio-ladder .s-row");
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (row && way && event.altKey && !event.ctrlKey) {
    const node = row.closest(".s-node");
    if (!node.parentElement.matches("[data-sorted]")) return;
    event.preventDefault();
    send(node, way);
  }
});
