// The fields of a card and the answer they mean, as assess/assessments/answering_form.py has it.
const VALUE = "~value", NOT_MEASURED = "~not_measured", NA = "~na";
const NUMBERS = { percent: ["percent", "conforming", "sampled"], metric: ["value"] };
const NUMBER = /^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]{1,3})?$/i;

// What is chosen as one when two answers meet.
export const PARTS = {
  answer: ["level", "yes", "choice", "percent", "conforming", "sampled", "value", "not_measured", "not_applicable"],
  note: ["note"],
  measured: ["measured"],
  trend: ["trend"],
};

const inputs = (card) => [...card.querySelectorAll("fieldset [name]")].filter((field) => !field.closest(".conflict"));
const short = (card, field) => field.name.slice(card.id.length + 1);

function fields(card) {
  const found = {};
  for (const field of inputs(card)) {
    if (field.type === "radio" ? !field.checked : field.type === "hidden") continue;
    const text = field.value.trim();
    if (text) found[short(card, field)] = text;
  }
  return found;
}

function parsed(text) {
  const plain = text.normalize("NFKC").replaceAll("−", "-").replaceAll(" ", "").replace(/%$/, "");
  return NUMBER.test(plain) && plain.length <= 30 ? Number(plain) : text;
}

// The answer that the fields mean (null where nothing is filled in), and whether it is complete.
export function read(card) {
  const kind = card.dataset.kind, filled = fields(card), numbers = (NUMBERS[kind] ?? []).filter((key) => key in filled);
  const way = filled.answer ?? (numbers.length ? VALUE : kind === "metric" && filled.not_measured ? NOT_MEASURED : filled.not_applicable ? NA : "");
  const answer = {};
  let complete = true;
  if (way === NA || way === NOT_MEASURED) {
    const key = way === NA ? "not_applicable" : "not_measured";
    answer[key] = filled[key] ?? "";
    complete = key in filled;
  } else if (kind in NUMBERS) {
    for (const key of numbers) answer[key] = parsed(filled[key]);
    if (("conforming" in answer) !== ("sampled" in answer) || (way && !numbers.length)) complete = false;
    if (filled.measured) answer.measured = filled.measured;
    if (filled.trend) answer.trend = filled.trend.split(/[;；\s]+/).filter(Boolean).map(parsed);
  } else if (way) {
    Object.assign(answer, kind === "maturity" ? { level: Number(way) } : kind === "yes_no" ? { yes: way === "yes" } : { choice: way });
  }
  if (filled.note) answer.note = filled.note;
  if (!PARTS.answer.some((key) => key in answer) && Object.keys(answer).length) complete = false;
  return { answer: Object.keys(answer).length ? answer : null, complete };
}

export function shown(kind, answer) {
  const given = answer ?? {}, text = {};
  for (const key of ["percent", "conforming", "sampled", "value", "note", "not_measured", "not_applicable", "measured"]) {
    const value = given[key];
    if (value != null) text[key] = String(value[document.documentElement.lang.replace("-", "_")] ?? value.en ?? value.zh_Hans ?? value);
  }
  if (given.trend) text.trend = given.trend.join("; ");
  text.answer = "not_applicable" in given ? NA : "not_measured" in given ? NOT_MEASURED : String(given.level ?? given.choice ?? ("yes" in given ? (given.yes ? "yes" : "no") : ""));
  if (!text.answer && (NUMBERS[kind] ?? []).some((key) => key in given)) text.answer = VALUE;
  return text;
}

export function fill(card, answer) {
  const text = shown(card.dataset.kind, answer);
  for (const field of inputs(card)) {
    if (field.type === "radio") field.checked = field.value === text.answer;
    else if (field.type !== "hidden") field.value = text[short(card, field)] ?? "";
  }
}

// Whoever types a value, or a reason, means that way of answering.
export function follow(card, field) {
  const key = short(card, field), typed = Object.values(NUMBERS).flat().includes(key);
  const way = key === "not_applicable" ? NA : key === "not_measured" ? NOT_MEASURED : typed ? VALUE : "";
  if (!way || !field.value.trim()) return;
  for (const radio of inputs(card)) if (radio.type === "radio" && radio.value === way) radio.checked = true;
}

// A part of an answer in words.
export function worded(card, answer, part) {
  const text = shown(card.dataset.kind, answer);
  if (part !== "answer") return text[part] ?? "";
  const words = [];
  for (const field of inputs(card)) {
    const key = short(card, field);
    if (field.type === "radio" && field.value && field.value === text.answer) words.push(field.labels[0].innerText.trim().replace(/\s+/g, " "));
    else if (field.type !== "radio" && PARTS.answer.includes(key) && text[key]) words.push(`${field.labels[0].innerText}: ${text[key]}`);
  }
  return words.join("; ");
}
