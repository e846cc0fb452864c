// Keeps the report of an import up to date while it runs; without script the page reloads itself.

const PAUSE = 2000;
const report = document.querySelector("[data-memory-report]");

async function refresh() {
  let answer;
  try {
    answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  } catch {
    return true;
  }
  if (!answer.ok) return answer.status >= 500;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-memory-report]");
  if (!now) return false;
  tell(now);
  return now.hasAttribute("data-memory-running");
}

// The live region stays where it is and changes its text alone, or nothing would be spoken.
function tell(now) {
  const status = report.querySelector("[role=status]");
  const text = now.querySelector("[role=status]").textContent;
  if (status.textContent !== text) status.textContent = text;
  const rest = report.querySelector("[data-memory-rest]");
  if (!rest.contains(document.activeElement)) {
    rest.replaceChildren(...now.querySelector("[data-memory-rest]").childNodes);
  }
}

async function follow() {
  while (await refresh()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

if (report) setTimeout(follow, PAUSE);
