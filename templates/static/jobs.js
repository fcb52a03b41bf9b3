// Reports in the making: asks how far they are, moves the bars, and takes the part of the page anew when one stands elsewhere.
const QUICK = 1500;
const SLOW = 10000;
let wait = QUICK;

const part = () => document.getElementById("jobs");

async function renewed() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.closest("[data-job]")?.id;
  for (const id of ["totals", "jobs"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  if (focused) document.getElementById(focused)?.querySelector("a, button")?.focus();
  const told = document.getElementById("told");
  if (told) told.textContent = part().dataset.told;
  return true;
}

function moved(job) {
  const row = document.getElementById(`job-${job.id}`);
  const bar = row?.querySelector("progress");
  if (!bar) return;
  const share = job.progress / 100;
  bar.value = share;
  const said = row.querySelector(".share .number");
  if (said) said.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
}

async function look() {
  try {
    if (document.hidden) return true;
    const answer = await fetch(part().dataset.state, { headers: { Accept: "application/json" } });
    if ([401, 403, 404].includes(answer.status)) return false;
    if (!answer.ok) return true;
    const now = await answer.json();
    if (now.stamp === part().dataset.stamp) now.jobs.forEach(moved);
    else if (await renewed()) wait = QUICK / 1.2;
    return now.open > 0;
  } catch {
    return true; // no network for the moment
  }
}

async function watch() {
  const more = await look();
  wait = Math.min(wait * 1.2, SLOW);
  if (more) setTimeout(watch, wait);
}

if (part() && Number(part().dataset.open) > 0) setTimeout(watch, wait);
