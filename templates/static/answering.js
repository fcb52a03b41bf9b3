// Autosave on the page of a criterion: a change is kept here at once, sent soon after, its state shown at its item.
const byId = (id) => document.getElementById(id);
const part = (name) => import(byId(`answering-${name}`).href);
const [fields, { Queue }, { choose }, { listen }] = await Promise.all(["fields", "queue", "conflict", "keys"].map(part));
const { read, fill, follow } = fields;
const form = byId("answers"), say = form.dataset, told = byId("told"), waiting = byId("waiting");
const language = { en: "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" }[document.documentElement.lang];
let token = say.csrf;
const saved = new Map(), theirs = new Map();

const versionOf = (card) => card.querySelector("[name$='.version']");

function show(card, kind, text, button) {
  const line = byId(`${card.id}.state`);
  if (line.dataset.state === kind && line.firstChild?.textContent === text) return;
  line.dataset.state = kind;
  line.replaceChildren(text, ...(button ? [" ", button] : []));
  if (kind !== "saving") told.textContent = `${card.id}: ${text}`;
}

const made = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text, ...more });
const signIn = () => made("a", say.signin, { href: `${say.signinAt}?next=${encodeURIComponent(location.pathname)}` });

const state = (card, hold) => show(card, hold ? "hold" : "saving", hold ? say.hold : say.saving);

function tell(entry, kind, outcome) {
  const card = byId(entry.item);
  rest();
  if (!card) return;
  byId(`${entry.item}.faults`).replaceChildren(...(outcome?.faults ?? []).map((fault) => made("li", fault)));
  if (outcome?.version !== undefined && kind !== "conflict") versionOf(card).value = outcome.version;
  if (kind === "saved") {
    const time = new Date(outcome.at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    show(card, kind, say.saved.replace("{time}", time));
    saved.set(entry.item, read(card).answer);
    applies(outcome.hidden);
    count();
  } else if (kind === "conflict") {
    theirs.set(entry.item, outcome.theirs);
    const button = { type: "button", className: "btn btn-sm btn-outline-secondary", onclick: () => settle(card, entry) };
    show(card, kind, say.conflict.replace("{name}", outcome.theirs.by), made("button", say.choose, button));
  } else if (kind === "signedout") show(card, kind, say.signedout, signIn());
  else show(card, kind, kind === "refused" ? `${say.refused} ${outcome.error ?? ""}` : say[kind]);
}

async function settle(card, entry) {
  const other = theirs.get(entry.item), mine = entry.saves.at(-1).answer;
  const chosen = await choose(fields, card, mine, other, saved.get(card.id));
  if (chosen === undefined) return;
  fill(card, chosen);
  queue.settle(entry, other.version, mine, chosen);
}

// Answers of other pages that still wait here.
function rest() {
  const others = queue.waiting().filter((entry) => !byId(entry.item));
  waiting.hidden = !others.length;
  if (!others.length) return;
  const [before, after] = say.waiting.split("{items}");
  const links = others.flatMap((entry, index) => [index ? ", " : "", made("a", entry.item, { href: `${entry.page}#${entry.item}` })]);
  waiting.replaceChildren(before, ...links, after);
}

function applies(hidden) {
  for (const [item, why] of Object.entries(hidden ?? {})) {
    const note = byId(item)?.querySelector(".not-asked");
    if (note) Object.assign(note, { hidden: !why, textContent: why });
  }
}

// How far this criterion and its element have come.
function count() {
  const items = [...form.querySelectorAll(".asked")].filter((card) => card.querySelector(".not-asked").hidden);
  const spot = (id) => document.querySelector(`[data-count="${id}"]`), numbers = (id) => spot(id).textContent.match(/\d+/g).map(Number);
  const [was, of] = numbers(say.criterion), now = items.filter((card) => saved.get(card.id)).length;
  const [all, total] = numbers(say.element), done = all + now - was, asked = total + items.length - of;
  for (const [id, answered, from] of [[say.criterion, now, items.length], [say.element, done, asked]]) {
    spot(id).textContent = say.counted.replace("{answered}", answered).replace("{asked}", from);
  }
  document.querySelector(`[data-share="${say.element}"]`).value = asked ? done / asked : 1;
}

async function send(item, save, again = true) {
  let answer;
  try {
    answer = await fetch(`${say.base}/answers/${encodeURIComponent(item)}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ answer: save.answer, version: save.version ?? 0, save: save.save }),
      signal: AbortSignal.timeout(20000),
    });
    const said = await answer.json();
    if (answer.ok) return { kind: "saved", ...said };
    if (answer.status === 409 && said.theirs) return { kind: "conflict", ...said };
    if (answer.status === 401) return { kind: "signedout" };
    if (answer.status === 400 && again) return (await renewed()) ? send(item, save, false) : { kind: "signedout" };
    if (answer.status >= 500 || [408, 429].includes(answer.status)) return { kind: "offline" };
    return { kind: "refused", error: said.error, faults: said.faults };
  } catch {
    return answer?.status === 413 ? { kind: "refused" } : { kind: "offline" };
  }
}

// Whoever signed in again elsewhere has another token; nothing is sent under another name.
async function renewed() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.getElementById("answers")?.dataset;
  if (fresh?.account !== say.account) return false;
  token = fresh.csrf;
  return true;
}

const queue = new Queue(`${say.account}:${say.assessment}`, send, tell);
let soon = 0;

function changed(card, now) {
  const { answer, complete } = read(card), entry = queue.put(card.id, answer, Number(versionOf(card).value), !complete);
  if (entry.stopped !== "conflict") state(card, !complete);
  clearTimeout(soon);
  if (now) queue.run();
  else soon = setTimeout(() => queue.run(), 700);
}

form.addEventListener("input", (event) => {
  const card = event.target.closest(".asked");
  if (!card || event.target.closest(".conflict") || event.target.type === "radio") return;
  follow(card, event.target);
  changed(card, false);
});
form.addEventListener("change", (event) => {
  const card = event.target.closest(".asked");
  if (card && !event.target.closest(".conflict")) changed(card, true);
});
form.addEventListener("submit", (event) => {
  if (form.querySelector(".conflict")) return; // chosen on the page itself
  event.preventDefault();
  queue.run();
  if (event.submitter?.name === "go") location.assign(`${say.base}/criteria/${event.submitter.value}`);
});
for (const [where, what] of [[window, "online"], [window, "pagehide"], [document, "visibilitychange"]]) where.addEventListener(what, () => queue.run());

for (const card of form.querySelectorAll(".asked")) {
  saved.set(card.id, read(card).answer);
  const newest = queue.get(card.id)?.saves.at(-1);
  if (!newest) continue;
  fill(card, newest.answer);
  state(card, newest.hold);
}
document.querySelector(".side").open = matchMedia("(min-width: 62rem)").matches;
for (const guide of form.querySelectorAll(".guide")) guide.open = matchMedia("(min-width: 84rem)").matches;
listen();
rest();
queue.run();
