// The dialog before a release: what stands against it, asked anew each time, or the button.

import { Typed } from "./typed.js";

/** Opens over the editor in the place of the release page. */
export class Release {
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.dialog = root.querySelector("[data-desk-dialog]");
    this.reasons = root.querySelector("[data-desk-reasons]");
    this.link = root.querySelector("[data-desk-release]");
    // Only those who may publish have it.
    this.link?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open();
    });
    root.querySelector("[data-desk-close]").addEventListener("click", () => this.dialog.close());
    this.reasons.addEventListener("click", (event) => this.jump(event));
  }

  /** Something was saved: what the dialog shows may not hold any more. */
  stale() {
    if (this.dialog.open) this.load();
  }

  async open() {
    this.reasons.replaceChildren();
    this.typed = new Typed(this.reasons);
    this.dialog.showModal();
    await this.desk.flush();
    await this.load();
  }

  async load() {
    this.reasons.setAttribute("aria-busy", "true");
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const response = await fetch(this.root.dataset.releaseUrl, { headers });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.typed.replace(...page.body.childNodes);
    } catch {
      location.assign(this.root.dataset.releaseUrl);
    } finally {
      this.reasons.removeAttribute("aria-busy");
    }
  }

  /** From a reason to the text it is about. */
  jump(event) {
    const link = event.target.closest("[data-desk-jump]");
    const segment = link && this.desk.byKey.get(link.dataset.deskJump);
    if (!segment) return;
    event.preventDefault();
    this.dialog.close();
    this.desk.goTo(segment);
  }
}
