// How many are chosen, or how many characters are left: said below the field as it changes.
const amount = (root) => {
  const text = root.querySelector("textarea, input:not([type])");
  // Characters as people count them nearest to how the server does: by code points.
  return text ? [...text.value].length : root.querySelectorAll(":checked").length;
};

export const wake = (root) => {
  const count = root.querySelector(".count");
  const most = Number(root.dataset.most);
  const say = () => {
    const n = amount(root);
    const words = n > most ? count.dataset.over : count.dataset.within;
    count.textContent = words.replace("{n}", n).replace("{left}", most - n).replace("{over}", n - most);
    count.classList.toggle("over", n > most);
  };
  root.addEventListener("input", say);
  say();
};
