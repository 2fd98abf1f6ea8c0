// Only the fields of the chosen action stay on the page; without this file all of them do.
const OF = { url: ["link", "booking"], key_name: ["link", "booking"], whatsapp: ["whatsapp"], whatsapp_text: ["whatsapp"] };

const action = document.querySelector("#id_action");

const settle = () => Object.entries(OF).forEach(([name, actions]) => {
  const field = document.querySelector(`#id_${name}`);
  const row = field && (field.closest(".form-row") || field.closest(`.field-${name}`));
  // What is wrong stays in sight.
  if (row) row.hidden = !actions.includes(action.value) && !row.querySelector(".errorlist");
});

if (action) {
  action.addEventListener("change", settle);
  settle();
}
