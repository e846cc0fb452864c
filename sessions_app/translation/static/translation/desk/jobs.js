// Follows a bulk action, and does its work step by step where no worker does it.

const PAUSE = 1000;
const job = document.querySelector("[data-desk-job]");

// What is there to be asked for again: "now", "later" or, at the end, nothing.
async function look() {
  const drives = job.hasAttribute("data-drive");
  const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": job.dataset.csrf };
  let answer;
  try {
    answer = await fetch(window.location.href, { method: drives ? "POST" : "GET", headers });
  } catch {
    return "later";
  }
  // Signed out, or no longer allowed: the report is there for whoever comes back.
  if (!answer.ok) return answer.status >= 500 ? "later" : null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-desk-job]");
  if (!now) return null;
  tell(now);
  if (!now.hasAttribute("data-running")) return null;
  return now.hasAttribute("data-drive") ? "now" : "later";
}

// The live region stays and changes its text alone, or nothing would be spoken.
function tell(now) {
  job.toggleAttribute("data-drive", now.hasAttribute("data-drive"));
  job.toggleAttribute("data-running", now.hasAttribute("data-running"));
  const status = job.querySelector("[data-desk-job-status]");
  const text = now.querySelector("[data-desk-job-status]").textContent;
  if (status.textContent !== text) status.textContent = text;
  job.querySelector("[data-desk-job-bar]").value = now.querySelector("[data-desk-job-bar]").value;
  const rest = job.querySelector("[data-desk-job-rest]");
  rest.replaceChildren(...now.querySelector("[data-desk-job-rest]").childNodes);
}

async function follow() {
  for (let next = await look(); next; next = await look()) {
    if (next === "later") await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

if (job) {
  job.setAttribute("data-ready", "");
  follow();
}
