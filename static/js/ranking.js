// Ranking without a round trip: the buttons move their line at once and keep the focus, the grip
// drags it, and the new place is said. Without this file the same buttons ask the server.
export const wake = (list, say) => {
  const lines = () => [...list.children];

  const settle = (line) => {
    lines().forEach((each, place, all) => {
      const [up, down] = each.querySelectorAll("button");
      up.toggleAttribute("aria-disabled", place === 0);
      down.toggleAttribute("aria-disabled", place === all.length - 1);
      [up, down].forEach((button) => button.hasAttribute("aria-disabled") && button.setAttribute("aria-disabled", "true"));
    });
    const words = list.dataset.moved.replace("{text}", line.querySelector(".text").textContent);
    say(words.replace("{n}", lines().indexOf(line) + 1).replace("{total}", lines().length));
    // A press that is still waiting for the network is no longer the newest word.
    list.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[name=move]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    const isUp = button.value.startsWith("up:");
    const other = isUp ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(line);
    else other.after(line);
    button.focus();
    settle(line);
  });

  const drag = (grip) => grip.addEventListener("pointerdown", (start) => {
    const line = grip.closest("li");
    const before = lines().indexOf(line);
    let from = start.clientY;
    const move = (event) => {
      const middle = (each) => each.getBoundingClientRect().top + each.offsetHeight / 2;
      const [above, below] = [line.previousElementSibling, line.nextElementSibling];
      const top = line.offsetTop;
      // The neighbour moves, never the line itself: it would lose the pointer that holds it.
      if (above && event.clientY < middle(above)) line.after(above);
      else if (below && event.clientY > middle(below)) line.before(below);
      from += line.offsetTop - top;
      line.style.transform = `translateY(${event.clientY - from}px)`;
    };
    const drop = () => {
      grip.removeEventListener("pointermove", move);
      line.classList.remove("held");
      line.style.transform = "";
      if (lines().indexOf(line) !== before) settle(line);
    };
    start.preventDefault();
    grip.setPointerCapture(start.pointerId);
    line.classList.add("held");
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  });

  lines().forEach((line) => {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.setAttribute("aria-hidden", "true");
    line.querySelector(".text").before(grip);
    drag(grip);
  });
};
