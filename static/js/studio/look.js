// The preview beside the form. The page that visitors see stands in a frame; a new one is loaded
// behind the one in sight and takes its place when it is whole, so that nothing flashes.
const root = document.querySelector(".l-look");
const screen = root.querySelector(".l-screen");
const menu = root.querySelector("select");
const note = root.querySelector(".l-note");
const KEPT = "studio-look";
const WIDTHS = { small: 320, phone: 390, tablet: 768, desk: 1280 };

const chosen = { size: "phone", shade: "light", ...remembered() };
let front = root.querySelector("iframe");
let behind = null;
let asked = 0;

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

// The page's own rules for dark screens, switched on or off whatever this screen is set to. What
// each of them asked for is kept with its page.
const wishes = new WeakMap();

function paint(page) {
  if (!wishes.has(page)) wishes.set(page, new Map());
  for (const sheet of page.styleSheets) repaint(sheet.cssRules, wishes.get(page));
  const scheme = page.querySelector("meta[name=color-scheme]");
  if (scheme) scheme.content = chosen.shade;
}

function repaint(rules, asked) {
  for (const rule of rules) {
    if (!rule.media) continue;
    if (!asked.has(rule)) asked.set(rule, rule.media.mediaText);
    const wish = asked.get(rule);
    if (!wish.includes("prefers-color-scheme")) continue;
    rule.media.mediaText = wish.includes(chosen.shade) ? "all" : "not all";
  }
}

// A screen of its real width, drawn as small as there is room.
function fit(frame) {
  const scale = screen.clientWidth / WIDTHS[chosen.size];
  frame.style.transform = `scale(${scale})`;
  frame.style.blockSize = `${Math.ceil(screen.clientHeight / scale)}px`;
}

function dress() {
  for (const name of Object.keys(chosen)) root.dataset[name] = chosen[name];
  for (const button of root.querySelectorAll("[data-choose] button")) {
    const of = button.parentElement.dataset.choose;
    button.setAttribute("aria-pressed", String(chosen[of] === button.value));
  }
  for (const frame of [front, behind]) if (frame) fit(frame);
  if (front.contentDocument) paint(front.contentDocument);
}

const base = new URL(root.dataset.look, location.href);

function piece(address) {
  const { pathname, searchParams } = new URL(address, base);
  const slug = pathname.slice(base.pathname.length).replace("/", "");
  return searchParams.has("mail") ? `${slug}?mail=1` : slug;
}

function show(address) {
  asked += 1;
  behind?.remove();
  const frame = front.cloneNode();
  frame.removeAttribute("id");
  frame.className = "l-page l-behind";
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.src = address;
  frame.addEventListener("load", () => swap(frame), { once: true });
  behind = frame;
  fit(frame);
  screen.append(frame);
}

// The same page with other words takes its new body over: quicker than a new page, and it stays
// where it was scrolled to. What looks otherwise is loaded anew.
async function refresh() {
  const address = behind?.src ?? front.contentWindow.location.href;
  const [mine, frame] = [++asked, front];
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (mine !== asked) return;
  const page = frame.contentDocument;
  // A frame that is just being left has none.
  if (!page?.head) {
    show(address);
    return;
  }
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  if (behind || !answer.ok || answer.redirected || looks(page) !== looks(next)) {
    show(address);
    return;
  }
  page.title = next.title;
  page.documentElement.lang = next.documentElement.lang;
  page.documentElement.dir = next.documentElement.dir;
  page.body.replaceWith(page.adoptNode(next.body));
  told();
}

const looks = (page) =>
  [...page.head.querySelectorAll("link[rel=stylesheet], style")]
    .map((each) => each.getAttribute("href") ?? each.textContent)
    .join();

const told = () => root.dispatchEvent(new CustomEvent("look:shown", { bubbles: true }));

function swap(frame) {
  if (frame !== behind) return;
  behind = null;
  const [old, next] = [front.contentWindow, frame.contentWindow];
  wake(frame);
  if (old.location.pathname === next.location.pathname) next.scrollTo(0, old.scrollY);
  const had = document.activeElement === front;
  frame.className = "l-page";
  frame.removeAttribute("aria-hidden");
  frame.removeAttribute("tabindex");
  front.remove();
  front = frame;
  front.id = "studio-phone";
  if (had) front.contentDocument.querySelector("h1")?.focus({ preventScroll: true });
  mark();
  told();
}

function mark() {
  const here = piece(front.contentWindow.location.href);
  // A series has no line of its own: its first mail is what is seen.
  const line = [...menu.options].find(({ value, dataset }) => value === here || dataset.of === here);
  if (line) menu.value = line.value;
}

// Presses and links go on inside the frame, with what was pressed so far in the address.
function wake(frame) {
  const page = frame.contentDocument;
  paint(page);
  page.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(event.target.getAttribute("action"), page.baseURI);
    for (const [name, value] of new FormData(event.target, event.submitter)) {
      if (typeof value === "string") address.searchParams.append(name, value);
    }
    address.searchParams.set("press", "1");
    show(address.href);
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    note.textContent = "";
    if (link.href.startsWith(base.href)) show(link.href);
    else note.textContent = root.dataset.leaves;
  });
}

async function fillMenu() {
  const answer = await fetch(root.dataset.menu, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  menu.innerHTML = await answer.text();
  menu.disabled = false;
  mark();
}

let waiting = 0;

document.body.addEventListener("studio:changed", () => {
  refresh();
  clearTimeout(waiting);
  waiting = setTimeout(fillMenu, 800);
});
document.body.addEventListener("studio:chosen", (event) => {
  if (event.detail?.piece) show(new URL(`${event.detail.piece}/`, base).href);
});
// A mail with the words of somebody real: its pane names whose.
document.body.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-look-as]")) return;
  const address = new URL(event.target.dataset.lookAs, location.href);
  if (event.target.value) address.searchParams.set("as", event.target.value);
  show(address.href);
});
menu.addEventListener("change", () => {
  const [slug, query] = menu.value.split("?");
  show(new URL(`${slug}/${query ? `?${query}` : ""}`, base).href);
});
root.addEventListener("click", (event) => {
  const group = event.target.closest("[data-choose]");
  if (!group || !event.target.value) return;
  chosen[group.dataset.choose] = event.target.value;
  sessionStorage.setItem(KEPT, JSON.stringify(chosen));
  dress();
});
new ResizeObserver(dress).observe(screen);

function begin() {
  wake(front);
  dress();
  front.classList.remove("l-waiting");
  mark();
  told();
}

dress();
// It may have come before this script did.
const page = front.contentDocument;
if (page?.readyState === "complete" && page.URL !== "about:blank") begin();
else front.addEventListener("load", begin, { once: true });
fillMenu();
