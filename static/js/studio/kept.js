// Unsaved words of one piece, kept by this browser until the server has them: after a session that
// ran out, a crash or a lost network they are put back into their fields.
const key = (node) => `small-yes/studio/${node.dataset.kept}`;
const NEVER = new Set(["csrfmiddlewaretoken", "seen", "shape", "rows"]);

const fields = (node) => [...node.elements].filter((each) => each.name && !NEVER.has(each.name)
  && !["file", "hidden", "submit", "button"].includes(each.type) && !each.disabled);

const value = (each) => (["checkbox", "radio"].includes(each.type) ? each.checked : each.value);
const place = (each) => (["checkbox", "radio"].includes(each.type) ? `${each.name}=${each.value}` : each.name);

const first = (each) => {
  if (["checkbox", "radio"].includes(each.type)) return each.defaultChecked;
  if (each.tagName === "SELECT") return ([...each.options].find((one) => one.defaultSelected) ?? each.options[0])?.value ?? "";
  return each.defaultValue;
};

// Only what differs from the page as it came, so that fields of others are left alone.
export const keep = (node) => {
  const found = Object.fromEntries(fields(node).filter((each) => value(each) !== first(each)).map((each) => [place(each), value(each)]));
  try {
    if (Object.keys(found).length) localStorage.setItem(key(node), JSON.stringify({ seen: node.elements.seen.value, found }));
    else localStorage.removeItem(key(node));
  } catch {
    // Full or forbidden: the text still stands in its field.
  }
};

export const forget = (node) => {
  if (!node) return;
  try {
    localStorage.removeItem(key(node));
  } catch {
    // Nothing was kept.
  }
};

// The server has it all: this is how the page came, from now on.
export const settle = (node) => {
  forget(node);
  fields(node).forEach((each) => {
    if (["checkbox", "radio"].includes(each.type)) each.defaultChecked = each.checked;
    else if (each.tagName === "SELECT") [...each.options].forEach((one) => { one.defaultSelected = one.selected; });
    else each.defaultValue = each.value;
  });
};

// Puts kept words back, with the mark of what they were written upon, so that what somebody else
// wrote meanwhile is not lost silently; true where any field says something else than the server knows.
export const restore = (node) => {
  let seen;
  let found;
  try {
    ({ seen, found } = JSON.parse(localStorage.getItem(key(node)) ?? "{}"));
  } catch {
    return false;
  }
  if (!found) return false;
  const changed = fields(node).filter((each) => place(each) in found && found[place(each)] !== value(each));
  changed.forEach((each) => {
    if (typeof found[place(each)] === "boolean") each.checked = found[place(each)];
    else each.value = found[place(each)];
  });
  if (changed.length) node.elements.seen.value = seen;
  else forget(node);
  return changed.length > 0;
};
