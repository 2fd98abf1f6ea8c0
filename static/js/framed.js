// Only in a frame on somebody else's page: tells that page how high this one is and when the
// screen changed, and opens whatever is no part of the funnel in a window of its own.
const root = document.documentElement;
let wasTold = 0;

const height = () => Math.ceil(document.body.getBoundingClientRect().height);

// To whoever is around us: the policy of this page lets only listed pages frame it.
const tell = (more) => {
  wasTold = height();
  parent.postMessage({ name: root.dataset.framed, height: wasTold, ...more }, "*");
};

const isOurs = ({ origin, pathname }) => origin === location.origin && /^\/(v\/[\w/-]+|f\/[\w-]+\/([a-z-]+\/)?)$/.test(pathname);

if (self === parent) delete root.dataset.framed;
else {
  // Who answers makes the frame as high as this page: there is nothing left to scroll.
  addEventListener("message", (event) => { if (event.source === parent && event.data === "small yes") root.classList.add("grows"); });
  tell({ first: true });
  new ResizeObserver(() => { if (height() !== wasTold) tell({}); }).observe(document.body);
  document.addEventListener("htmx:afterSwap", () => tell({ moved: true }));
  // What leads to another site leaves this place with it: many sites refuse to stand in a frame.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const away = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (!away || new URL(away, location).origin === location.origin) return;
    event.preventDefault();
    top.location = away;
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) tell({ close: true }); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !isOurs(link)) Object.assign(link, { target: "_blank", rel: "noopener" });
  }, true);
}
