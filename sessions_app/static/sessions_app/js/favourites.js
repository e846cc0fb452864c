// What a visitor remembers: primary keys of sessions, in this browser alone, the same in every
// language. The page of remembered sessions shows whatever its address names.

const KEY = "zwiesprache.favourites";
const MOST = 500;

export function remembered() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) || "[]");
    return stored.filter(Number.isSafeInteger).slice(0, MOST);
  } catch {
    return [];
  }
}

function remember(keys) {
  const unique = [...new Set(keys)].sort((a, b) => a - b).slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(unique));
  } catch {
    // A browser that stores nothing forgets at the end of the visit.
  }
  show();
  document.dispatchEvent(new CustomEvent("z-favourites"));
}

function toggle(key) {
  const keys = remembered();
  remember(keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key]);
}

function addStar(place, key, title, hasWord = false) {
  const star = document.getElementById("z-favourite").content.firstElementChild.cloneNode(true);
  star.dataset.star = key;
  star.setAttribute("aria-label", star.dataset.add.replace("{title}", title));
  if (hasWord) star.append(star.dataset.word);
  star.addEventListener("click", () => toggle(key));
  place.append(star);
}

function show() {
  const keys = remembered();
  for (const star of document.querySelectorAll("[data-star]")) {
    star.setAttribute("aria-pressed", String(keys.includes(Number(star.dataset.star))));
  }
  for (const link of document.querySelectorAll("[data-mine-link]")) {
    const address = new URL(link.href);
    address.search = keys.length ? `?s=${keys.join(",")}` : "";
    link.href = address;
  }
  for (const count of document.querySelectorAll("[data-mine-count]")) {
    count.textContent = keys.length ? `\u00a0(${keys.length})` : "";
    count.hidden = !keys.length;
  }
  for (const link of document.querySelectorAll("a.z-mine-changes")) {
    link.search = `?s=${keys.join(",")}`;
    link.hidden = !keys.length;
  }
}

// The page of remembered sessions: without any in its address it shows those of this browser; a
// selection of somebody else's may be taken over.
function showMine(page) {
  const keys = remembered();
  const shown = page.dataset.chosen ? page.dataset.chosen.split(",").map(Number) : [];
  if (!new URLSearchParams(location.search).has("s")) {
    if (keys.length) location.replace(`?s=${keys.join(",")}`);
    return;
  }
  const take = page.querySelector("[data-take]");
  const others = shown.filter((key) => !keys.includes(key));
  if (take && others.length) {
    take.hidden = false;
    take.querySelector("button").addEventListener("click", () => {
      remember([...remembered(), ...shown]);
      take.hidden = true;
      page.querySelector("h1").setAttribute("tabindex", "-1");
      page.querySelector("h1").focus();
    });
    return;
  }
  // A star that is taken away goes with the next visit, so that it can be put back.
  document.addEventListener("z-favourites", () => {
    const now = remembered();
    history.replaceState(null, "", now.length ? `?s=${now.join(",")}` : location.pathname);
  });
}

for (const entry of document.querySelectorAll(".z-entry[data-key]")) {
  const title = entry.querySelector(".z-entry-title");
  addStar(entry, Number(entry.dataset.key), title.textContent.trim());
}
const session = document.querySelector("[data-favourite]");
if (session?.dataset.favourite) {
  const title = session.querySelector("h1");
  const key = Number(session.dataset.favourite);
  addStar(session.querySelector(".z-remember"), key, title.textContent.trim(), true);
}
const mine = document.querySelector("article[data-mine]");
if (mine) showMine(mine);
show();
window.addEventListener("storage", (event) => {
  if (event.key === KEY) show();
});
