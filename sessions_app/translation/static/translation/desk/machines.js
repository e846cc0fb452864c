// Asks the machines and puts their answers in the place of the question, wherever that stands.

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!("deskMachines" in form.dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const status = form.querySelector("[role=status]");
    const button = form.querySelector("button");
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    status.textContent = form.dataset.waiting;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const answers = page.querySelector("[data-desk-machine-answers]");
      const hadFocus = form.contains(document.activeElement);
      form.replaceWith(answers);
      answers.tabIndex = -1;
      if (hadFocus) answers.focus();
    } catch {
      status.textContent = form.dataset.failed;
      button.removeAttribute("aria-disabled");
    }
  },
  true,
);
