// Coming back from another site, a browser may show the page as it was left: ask for it anew, so
// that it says what happens next.
export const wake = () => {
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }, { once: true });
};
