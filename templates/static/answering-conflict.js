// Two answers to one item: whoever saved second chooses, field by field.
export function choose({ PARTS, worded }, card, mine, theirs, before) {
  const byName = (part) => card.querySelector(`[name="${card.id}.${part}"]`);
  const dialog = document.getElementById("conflict"), rows = dialog.querySelector("tbody"), title = dialog.querySelector("h2");
  const same = (part, other) => PARTS[part].every((key) => JSON.stringify(mine?.[key]) === JSON.stringify(other?.[key]));
  title.textContent = title.dataset.title.replace("{item}", card.id);
  dialog.querySelector("[data-by]").textContent = theirs.by;
  rows.replaceChildren();
  for (const part of Object.keys(PARTS).filter((each) => !same(each, theirs.answer) && (each === "answer" || byName(each)))) {
    const row = dialog.querySelector("template").content.cloneNode(true);
    row.querySelector("th").textContent = dialog.querySelector(`[data-part="${part}"]`).textContent;
    for (const [whose, answer] of [["theirs", theirs.answer], ["yours", mine]]) {
      const radio = row.querySelector(`[value="${whose}"]`);
      radio.name = `take.${part}`;
      radio.checked = (whose === "theirs") === same(part, before); // what one left alone is theirs
      radio.nextElementSibling.textContent = worded(card, answer, part) || dialog.querySelector("[data-nothing]").textContent;
    }
    rows.append(row);
  }
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "take") return resolve(undefined);
    const chosen = { ...mine };
    for (const radio of rows.querySelectorAll('[value="theirs"]:checked')) {
      for (const key of PARTS[radio.name.slice("take.".length)]) {
        delete chosen[key];
        if (theirs.answer && key in theirs.answer) chosen[key] = theirs.answer[key];
      }
    }
    return resolve(Object.keys(chosen).length ? chosen : null);
  }, { once: true }));
}
