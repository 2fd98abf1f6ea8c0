"use strict";
// Puts a funnel into the page around this script. Sets no cookie, keeps nothing on this page.
(() => {
  const own = document.currentScript;
  if (self.smallYes) return self.smallYes(own);
  const base = new URL(own.src).origin;
  const root = document.documentElement;
  const make = (tag, parts) => Object.assign(document.createElement(tag), parts);

  // A sheet made by script passes a page's own Content-Security-Policy; style attributes do not.
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.smy iframe{display:block;width:100%;border:0;visibility:hidden}
.smy>[hidden]{display:none}
.smy>a{display:block;padding:24px;text-align:center}
dialog.smy{width:40rem;margin:auto;padding:0;border:0;border-radius:16px;color-scheme:light dark;box-shadow:0 8px 48px #0009}
.smy::backdrop{background:#0009}
.smy.corner{width:25rem;max-height:70vh;margin:0;overflow:auto}
.corner{position:fixed;z-index:99999;inset:auto;inset-block-end:12px;inset-inline-end:12px;max-width:calc(100% - 24px)}
.smy>button{position:sticky;top:0;display:block;width:44px;height:44px;margin-inline-start:auto;border:0;font-size:24px;background:Canvas}
.smy-open{padding:14px 22px;border:0;border-radius:12px;font:600 17px system-ui;background:#1b1f1d;color:#fff}`);
    document.adoptedStyleSheets.push(sheet);
  } catch {}

  const put = (el) => {
    const data = el.dataset;
    const slug = data.smallYes || data.funnel;
    if (!slug || el.isPut) return;
    el.isPut = true;
    const { mode } = data;
    const isCorner = mode === "slide-in";
    const corner = isCorner ? " corner" : "";
    const words = data.label || data.title || slug;
    const page = `${base}/f/${slug}/${data.language ? data.language + "/" : ""}`;
    const query = new URLSearchParams();
    new URLSearchParams(location.search).forEach((value, name) => /^utm_/.test(name) && query.set(name, value));
    [...el.attributes].forEach(({ name, value }) => /^data-field-/.test(name) && query.set(name.replace("data-field-", "h_"), value));
    // Where the frame is refused, because this domain is not listed, the way there is left.
    const link = make("a", { href: `${page}?${query}`, textContent: words, target: "_blank", hidden: true });
    query.set("embed", location.host);
    query.set("from", document.referrer);

    const isInline = !mode || mode === "inline";
    const box = make(isInline ? "div" : "dialog", { className: "smy" + corner, ariaLabel: data.title || words });
    let frame, pages = 0, wasOpened, before;
    const load = () => {
      if (frame) return;
      frame = make("iframe", { title: data.title || words, allow: "clipboard-write;web-share;fullscreen", src: `${page}?${query}` });
      frame.style.height = `${data.height || 560}px`;
      const wait = setTimeout(() => { frame.hidden = !(link.hidden = false); }, 4000);
      addEventListener("message", ({ source, origin, data: told }) => {
        if (source !== frame.contentWindow || origin !== base) return;
        clearTimeout(wait);
        if (told.first) {
          pages++;
          source.postMessage("small yes", base);
        }
        frame.hidden = !(link.hidden = true);
        frame.style.visibility = "visible";
        if (told.height) frame.style.height = `${told.height}px`;
        if (!data.title) frame.title = told.name;
        if (told.close && !isInline) box.close();
        const { top } = frame.getBoundingClientRect();
        if ((told.moved || told.first && pages > 1) && (top < 0 || top > innerHeight)) box.scrollIntoView();
      });
      box.append(frame, link);
      if (!isInline) document.body.append(box);
    };
    const place = (what) => el.closest("head") ? document.body.append(what) : el.after(what);
    if (isInline) return place(box), load();

    const open = (isByItself) => {
      load();
      if (box.open) return;
      wasOpened = true;
      if (!isCorner) {
        before = root.style.overflow;
        root.style.overflow = "hidden";
        box.showModal();
      // A corner that opens by itself leaves the focus where it is.
      } else if (isByItself) box.open = true;
      else box.show();
    };
    box.append(make("button", { textContent: "×", ariaLabel: data.close || "Close", onclick: () => box.close() }));
    box.onclose = () => { if (!isCorner) root.style.overflow = before; };
    box.onclick = ({ target }) => target === box && !isCorner && box.close();
    box.onkeydown = ({ key }) => key === "Escape" && box.close();
    if (mode === "popup") document.addEventListener("click", (event) => {
      const way = event.target.closest("a");
      if (!way || way === link || way.href.split("?")[0] !== page || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      open();
    });
    else place(make("button", { className: "smy-open" + corner, textContent: words, onclick: () => open(), onpointerenter: load, onfocus: load }));
    const after = /^after:(\d+)$/.exec(data.open);
    if (after) setTimeout(() => wasOpened || open(true), after[1] * 1000);
  };

  self.smallYes = put;
  const all = () => [own, ...document.querySelectorAll("[data-small-yes]")].forEach(put);
  if (document.body) all();
  document.addEventListener("DOMContentLoaded", all);
})();
