// Says every few seconds that this page is open, and hears who else is here and what they changed.
import { piece, refresh } from "./ladder.js";

const EVERY = 12_000;
const others = document.getElementById("studio-others");
const token = () => JSON.parse(document.getElementById("studio").getAttribute("hx-headers"));
const revision = () => Number(document.getElementById("studio-undo").dataset.revision);

const beat = async () => {
  if (document.hidden) return;
  const body = new URLSearchParams({ piece: piece() });
  const answer = await fetch(others.dataset.here, { method: "POST", body, headers: token() });
  if (!answer.ok || answer.redirected) return;
  const told = await answer.json();
  if (others.textContent !== told.others) others.textContent = told.others;
  if (told.revision === revision()) return;
  // The open form compares the mark with its own: it is told, never written over.
  const detail = { piece: told.piece, seen: told.seen, revision: told.revision };
  document.body.dispatchEvent(new CustomEvent("studio:moved-on", { detail }));
  await refresh();
};

const quietly = () => beat().catch(() => {});
setInterval(quietly, EVERY);
document.addEventListener("visibilitychange", quietly);
document.body.addEventListener("studio:chosen", quietly);
quietly();
