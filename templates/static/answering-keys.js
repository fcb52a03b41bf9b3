// Answering by keyboard; never while somebody types.
const typing = (node) => node.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
const cards = () => [...document.querySelectorAll(".asked")];
const at = () => document.activeElement?.closest(".asked");

function move(step) {
  const all = cards(), here = all.indexOf(at());
  all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
  return true;
}

function pick(radio) {
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function digit(card, number) {
  const radios = [...card.querySelectorAll("fieldset .way input")].filter((radio) => radio.value && !radio.value.startsWith("~"));
  const { kind } = card.dataset;
  if (kind === "maturity") return pick(radios[number]);
  if (kind === "yes_no") return number < 2 && pick(radios[1 - number]);
  if (kind === "choice") return number > 0 && pick(radios[number - 1]);
  card.querySelector(".entry input")?.focus(); // the digit itself is then typed there
  return false;
}

function notApplicable(card) {
  const reason = card.querySelector("textarea[name$='.not_applicable']");
  if (!reason) return false;
  pick(card.querySelector("[value='~na']"));
  reason.focus();
  return true;
}

export function listen() {
  const help = document.getElementById("keys"), button = document.querySelector("[data-keys]");
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const card = at();
    if (typing(event.target)) {
      if (event.key === "Escape") card?.focus();
      return;
    }
    const key = event.key.toLowerCase();
    let done = false;
    if (key === "j" || key === "k") done = move(key === "j" ? 1 : -1);
    else if (key === "?") done = !help.showModal();
    else if (!card) return;
    else if (/^[0-5]$/.test(key)) done = digit(card, Number(key));
    else if (key === "n") done = notApplicable(card);
    else if (key === "e") card.querySelector("[data-evidence]").click();
    if (done) event.preventDefault();
  });
}
