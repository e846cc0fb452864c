// Follows a bulk action, and does its work step by step where no worker does it.

const PAUSE = 1000;
const LONGEST = 30000;
const job = document.querySelector("[data-desk-job]");

// What there is to do next: ask "now" or "later", wait for a server that is "gone", "stop" where
// it no longer answers this person; nothing at the end.
async function look() {
  const drives = job.hasAttribute("data-drive");
  const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": job.dataset.csrf };
  let answer, text;
  try {
    answer = await fetch(window.location.href, { method: drives ? "POST" : "GET", headers });
    text = await answer.text();
  } catch {
    return "gone";
  }
  if (answer.status >= 500) return "gone";
  const page = new DOMParser().parseFromString(text, "text/html");
  const now = page.querySelector("[data-desk-job]");
  // Signed out, or no longer allowed: the report is there for whoever comes back.
  if (!answer.ok || !now) return "stop";
  tell(now);
  if (!now.hasAttribute("data-running")) return null;
  return now.hasAttribute("data-drive") ? "now" : "later";
}

// The live region stays and changes its text alone, or nothing would be spoken.
function say(text) {
  const status = job.querySelector("[data-desk-job-status]");
  if (status.textContent !== text) status.textContent = text;
}

function tell(now) {
  job.toggleAttribute("data-drive", now.hasAttribute("data-drive"));
  job.toggleAttribute("data-running", now.hasAttribute("data-running"));
  say(now.querySelector("[data-desk-job-status]").textContent);
  job.querySelector("[data-desk-job-bar]").value = now.querySelector("[data-desk-job-bar]").value;
  const rest = job.querySelector("[data-desk-job-rest]");
  rest.replaceChildren(...now.querySelector("[data-desk-job-rest]").childNodes);
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function follow() {
  let pause = PAUSE;
  for (let next = await look(); next; next = await look()) {
    if (next === "stop") {
      // What works without a script leads on: to the log-in, or to the reason.
      job.removeAttribute("data-ready");
      return;
    }
    if (next === "gone") {
      say(job.querySelector("[data-desk-job-status]").dataset.gone);
      await wait(pause);
      pause = Math.min(2 * pause, LONGEST);
      continue;
    }
    pause = PAUSE;
    if (next === "later") await wait(PAUSE);
  }
}

if (job) {
  job.setAttribute("data-ready", "");
  follow();
}
