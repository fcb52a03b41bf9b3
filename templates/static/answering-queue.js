// What is not saved yet: kept in this browser until the server confirms it, sent in order, one at a time. A save keeps its id, so that
// sent again it is the same save. At most two of an item wait: one whose outcome is not known, and the newest.
const id = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(36)).join("-");

export class Queue {
  // send(item, save) tells what became of it: saved, conflict, refused, signedout or offline; tell(entry, kind, outcome) shows it.
  constructor(place, send, tell) {
    Object.assign(this, { prefix: `assess:${place}:`, send, tell, entries: new Map(), tab: id(), failures: 0, timer: 0, busy: false });
    try {
      const found = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)).map((key) => JSON.parse(localStorage.getItem(key)));
      for (const entry of found.sort((one, other) => one.at - other.at)) this.entries.set(entry.key, entry);
    } catch { /* it lives as long as the page */ }
  }

  get(item) { return [...this.entries.values()].find((entry) => entry.item === item); }

  waiting() { return [...this.entries.values()]; }

  // Keep an answer that was changed on a version; `hold` keeps one that is not complete from being sent.
  put(item, answer, version, hold) {
    const entry = this.get(item) ?? { key: `${this.prefix}${item}:${this.tab}`, item, page: location.pathname, at: Date.now(), saves: [] };
    const sent = entry.saves[0]?.sent ? entry.saves[0] : null;
    const save = { answer, version: sent ? null : entry.saves[0]?.version ?? version, save: id(), hold };
    entry.saves = sent ? [sent, save] : [save];
    if (entry.stopped === "refused") entry.stopped = "";
    this.keep(entry);
    return entry;
  }

  // Both of two answers that met become versions: mine on theirs, then what was chosen.
  settle(entry, version, mine, chosen) {
    entry.saves = [{ answer: mine, version, save: id() }];
    if (JSON.stringify(mine) !== JSON.stringify(chosen)) entry.saves.push({ answer: chosen, version: null, save: id() });
    entry.stopped = "";
    this.keep(entry);
    this.run();
  }

  keep(entry) {
    this.entries.set(entry.key, entry);
    try { localStorage.setItem(entry.key, JSON.stringify({ ...entry, stopped: "" })); } catch {}
  }

  drop(entry) {
    this.entries.delete(entry.key);
    try { localStorage.removeItem(entry.key); } catch {}
  }

  next() { return this.waiting().find((entry) => !entry.stopped && !entry.saves[0].hold); }

  async run() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      for (let entry = this.next(); entry; entry = this.next()) if (!(await this.one(entry))) break;
    } finally { this.busy = false; }
  }

  // Send the first save of an entry; false where sending has to wait.
  async one(entry) {
    const save = entry.saves[0];
    save.sent = true;
    this.keep(entry);
    this.tell(entry, "saving");
    const outcome = await this.send(entry.item, save);
    if (outcome.kind === "offline" || outcome.kind === "signedout") {
      this.failures += 1;
      this.timer = setTimeout(() => this.run(), 1000 * 2 ** Math.min(this.failures, 6) * (0.75 + Math.random() / 2));
      for (const each of this.waiting()) if (!each.stopped && !each.saves.at(-1).hold) this.tell(each, outcome.kind, outcome);
      return false;
    }
    this.failures = 0;
    const [, newer] = entry.saves;
    if (outcome.kind === "saved") {
      entry.saves.shift();
      if (newer) newer.version = outcome.version;
      if (newer) this.keep(entry); else this.drop(entry);
      this.tell(entry, newer ? (newer.hold ? "hold" : "saving") : "saved", outcome);
    } else if (newer && !newer.hold) {
      newer.version = save.version;
      entry.saves.shift();
      this.keep(entry);
    } else {
      entry.saves = [{ ...(newer ?? save), version: save.version, sent: false, hold: false }];
      entry.stopped = outcome.kind;
      this.keep(entry);
      this.tell(entry, outcome.kind, outcome);
    }
    return true;
  }
}
