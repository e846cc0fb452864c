// The programme without waiting: filters as one types, list and grid by turns, a mark at what goes
// on now. Address and page say the same as the server would.

const page = document.querySelector("[data-programme]");
const form = page.querySelector("[data-filters]");
const LABELS = ["track", "format", "room", "spoken"];

// As programme/filters.py folds: no case, no accents, ä and ae and a alike.
function fold(text) {
  return text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/([aou])e/g, "$1");
}

function textOf(entry) {
  const parts = entry.querySelectorAll("[data-text]");
  return fold([...parts].map((part) => part.textContent).join(" "));
}

function matches(entry, wanted) {
  return (
    LABELS.every((name) => !wanted[name] || entry.dataset[name] === wanted[name]) &&
    (!wanted.help || entry.dataset.help.split(" ").includes(wanted.help)) &&
    fold(wanted.q).split(/\s+/).every((word) => textOf(entry).includes(word))
  );
}

function hideEmpty(selector, within) {
  for (const part of page.querySelectorAll(selector)) {
    part.hidden = !part.querySelector(`${within}:not([hidden])`);
  }
}

function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const all = new Set();
  const shown = new Set();
  for (const entry of page.querySelectorAll(".z-entry")) {
    entry.hidden = !matches(entry, wanted);
    all.add(entry.dataset.key);
    if (!entry.hidden) shown.add(entry.dataset.key);
  }
  hideEmpty(".z-band", ".z-entry");
  hideEmpty(".z-day", ".z-entry");
  page.querySelector("[data-nothing]").hidden = shown.size > 0;
  const set = Object.entries(wanted).filter(([name, value]) => value && name !== "view");
  const count = form.querySelector("[data-count]");
  count.textContent = set.length
    ? count.dataset.words.replace("{shown}", shown.size).replace("{all}", all.size)
    : "";
  form.querySelector("[data-reset]").hidden = !set.length;
  page.toggleAttribute("data-filtered", set.length > 0);
  sayInAddress(wanted);
}

function sayInAddress(wanted) {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  const view = page.dataset.view;
  query.delete("view");
  const filtered = query.toString();
  if (view) query.set("view", view);
  history.replaceState(null, "", `?${query}${location.hash}`);
  for (const link of page.querySelectorAll("[data-views] a")) {
    const other = new URLSearchParams(filtered);
    if (link.dataset.view) other.set("view", link.dataset.view);
    link.href = `?${other}`;
  }
  for (const link of document.querySelectorAll(".z-switch a[rel=alternate]")) {
    link.search = query.toString();
  }
  for (const link of page.querySelectorAll(".z-calendar a")) {
    const [address] = link.href.split("?");
    link.href = filtered ? `${address}?${filtered}` : address;
  }
}

function look(view) {
  if (view) page.dataset.view = view;
  else delete page.dataset.view;
  for (const link of page.querySelectorAll("[data-views] a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const plan of page.querySelectorAll("[data-grid]")) {
    const attributes = { role: "region", tabindex: "0", "aria-label": plan.dataset.label };
    for (const [name, value] of Object.entries(attributes)) {
      if (view) plan.setAttribute(name, value);
      else plan.removeAttribute(name);
    }
  }
}

function markNow() {
  const now = Date.now();
  for (const entry of page.querySelectorAll(".z-entry")) {
    const [start, end] = [...entry.querySelectorAll(".z-entry-time time")].map((time) => Date.parse(time.dateTime));
    const runs = start <= now && now < end && entry.dataset.state !== "cancelled";
    entry.toggleAttribute("data-now", runs);
  }
}

if (form) {
  form.querySelector("[data-submit]").hidden = true;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
  form.querySelector("[data-reset]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of form.elements) if (field.name && field.name !== "view") field.value = "";
    filter();
    form.elements.q.focus();
  });
  page.querySelector("[data-views]").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    look(link.dataset.view);
    sayInAddress(Object.fromEntries(new FormData(form)));
  });
}
markNow();
setInterval(markNow, 30_000);
// While the programme runs it opens at what goes on, unless somebody asked for another place.
const moment = page.querySelector("[data-moment]");
const [navigation] = performance.getEntriesByType("navigation");
if (moment && !location.hash && !location.search && navigation?.type === "navigate") {
  document.getElementById(moment.dataset.moment)?.scrollIntoView();
}
