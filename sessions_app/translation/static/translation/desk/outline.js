// The left pane: which texts are shown, where one is, how far each part is.

import { say } from "./words.js";

const WAIT = 200;

/** Filters, search and contents of `desk`. */
export class Outline {
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.pane = root.querySelector("[data-desk-outline-pane]");
    this.search = root.querySelector("#desk-search");
    this.links = [...root.querySelectorAll("[data-desk-filter] a")];
    this.counts = [...root.querySelectorAll("[data-desk-count-of]")].map((node) => [
      node,
      this.below(node.dataset.deskCountOf),
    ]);
    this.blocks = [...root.querySelectorAll("[data-desk-block]")];
    this.contents = root.querySelector("[data-desk-contents]");
    this.listen();
    new ResizeObserver(() => this.settle()).observe(root);
  }

  /** Beside the texts the contents are open, above them they wait to be opened. */
  settle() {
    const place = getComputedStyle(this.pane).getPropertyValue("--desk-outline").trim();
    if (place === this.place) return;
    this.place = place;
    this.contents.open = place === "beside";
  }

  /** The texts of an object or of a block, by its key. */
  below(key) {
    const within = (segment) =>
      segment.document.dataset.deskDocument === key ||
      segment.node.closest("[data-desk-group]")?.dataset.deskGroup === key;
    return this.desk.segments.filter(within);
  }

  get show() {
    return this.root.dataset.show;
  }

  get words() {
    return this.search.value.trim().toLocaleLowerCase();
  }

  listen() {
    this.root.querySelector("[data-desk-filter]").addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.choose(link.dataset.show);
    });
    this.search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.apply(), WAIT);
    });
    this.search.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.apply();
      this.desk.segments.find((segment) => segment.isShown)?.focus();
    });
    this.pane.addEventListener("click", (event) => {
      const link = event.target.closest("[data-desk-jump]");
      const segment = link && this.desk.byKey.get(link.dataset.deskJump);
      if (!segment) return;
      event.preventDefault();
      this.desk.goTo(segment);
    });
  }

  /** Show the texts of one filter, of all with an empty name. */
  choose(show) {
    this.root.dataset.show = show;
    for (const link of this.links) {
      if (link.dataset.show === show) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.apply();
  }

  /** Show what fits; what is changed afterwards stays in sight until the next choice. */
  apply() {
    const { show, words } = this;
    let found = 0;
    for (const segment of this.desk.segments) {
      const fits = (!show || segment.tags.includes(show)) && (!words || segment.holds(words));
      segment.node.toggleAttribute("data-out", !fits);
      if (!fits) continue;
      found += segment.places;
      const folded = words && segment.node.closest("details:not([open])");
      if (folded) folded.open = true;
    }
    this.root.toggleAttribute("data-chosen", Boolean(show || words));
    const address = new URL(location.href);
    for (const [name, value] of [["show", show], ["q", this.search.value.trim()]]) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
    if (show || words) this.desk.announce(say("found", { count: found }));
  }

  /** Numbers as the texts are now. */
  refresh() {
    const sum = (segments) => segments.reduce((total, segment) => total + segment.places, 0);
    for (const link of this.links) {
      const { show } = link.dataset;
      const fitting = this.desk.segments.filter((one) => !show || one.tags.includes(show));
      link.querySelector("[data-desk-number]").textContent = sum(fitting);
    }
    for (const [node, segments] of this.counts) {
      const [done, total] = [sum(segments.filter((one) => !one.isOpen)), sum(segments)];
      node.textContent = `${done}/${total}`;
      node.parentElement.toggleAttribute("data-complete", total > 0 && done === total);
    }
  }

  /** Tell in which block one is. */
  activate(segment) {
    const key = segment.node.closest("[data-desk-group]")?.dataset.deskGroup;
    for (const link of this.blocks) {
      if (link.dataset.deskBlock !== key) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "location");
        this.reveal(link);
      }
    }
  }
  /** Scroll the pane alone. */
  reveal(link) {
    if (this.place !== "beside") return;
    const [pane, box] = [this.pane.getBoundingClientRect(), link.getBoundingClientRect()];
    if (box.top < pane.top) this.pane.scrollTop -= pane.top - box.top + 8;
    else if (box.bottom > pane.bottom) this.pane.scrollTop += box.bottom - pane.bottom + 8;
  }
}
