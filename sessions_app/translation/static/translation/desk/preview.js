// The preview beside the texts: it shows the text that is worked on, a click in it leads there.

import { MarkedPage } from "./marks.js";

const STORED_AS = "desk-preview";
// Widths of the windows that are shown, in CSS pixels.
const WIDTHS = { phone: 390, desktop: 1280 };
const WAIT = 500;
// The page keeps its own style sheets; these colours go over its words, in its light and dark.
const STYLE = `
  ::highlight(desk-missing) {
    background-color: light-dark(oklch(94% 0.04 45), oklch(33% 0.05 45));
    color: CanvasText;
    text-decoration: underline dashed;
  }
  ::highlight(desk-active) {
    background-color: light-dark(oklch(91% 0.13 98), oklch(42% 0.09 90));
    color: CanvasText;
  }
  wagtail-userbar { display: none; }
  [data-desk-active] {
    outline: 4px solid light-dark(oklch(60% 0.15 75), oklch(80% 0.15 90));
    outline-offset: 2px;
  }
  @media (forced-colors: active) {
    ::highlight(desk-active) { background-color: Highlight; color: HighlightText; }
  }
`;

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function recall() {
  try {
    return JSON.parse(localStorage.getItem(STORED_AS)) ?? {};
  } catch {
    return {};
  }
}

/**
 * The pane in `root`; without one every call does nothing. `pick(key)` is called when a text of
 * the page was chosen, `activeKey()` tells which one is worked on.
 */
export class Preview {
  constructor(root, { pick, activeKey }) {
    this.root = root;
    this.pick = pick;
    this.activeKey = activeKey;
    this.pane = root.querySelector("[data-desk-preview-pane]");
    this.page = null;
    this.toggles = [...root.querySelectorAll("[data-desk-preview-toggle]")];
    if (!this.pane) return;
    this.stage = this.pane.querySelector("[data-desk-preview-stage]");
    this.frame = this.pane.querySelector("iframe");
    this.word = this.pane.querySelector("[data-desk-preview-word]");
    const { open = false, width } = recall();
    this.width = width in WIDTHS ? width : "desktop";
    this.listen();
    if (open) this.open();
  }

  get isOpen() {
    return Boolean(this.pane) && !this.pane.hidden;
  }

  listen() {
    for (const button of this.toggles) button.addEventListener("click", () => this.toggle());
    this.on("close", () => this.close());
    this.on("reload", () => this.load());
    for (const button of this.pane.querySelectorAll("[data-width]")) {
      button.addEventListener("click", () => this.resize(button.dataset.width));
    }
    this.frame.addEventListener("load", () => this.loaded());
    const sizes = new ResizeObserver(() => this.fit());
    for (const node of [this.stage, this.root]) sizes.observe(node);
  }

  on(name, act) {
    this.pane.querySelector(`[data-desk-preview-${name}]`).addEventListener("click", act);
  }

  toggle() {
    if (!this.pane) return;
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    this.pane.hidden = false;
    this.resize(this.width);
    this.load();
  }

  close() {
    const inside = this.pane.contains(document.activeElement);
    this.pane.hidden = true;
    delete this.root.dataset.preview;
    this.tellToggles();
    this.keep();
    if (!inside) return;
    if (this.activeKey()) this.pick(this.activeKey());
    else this.toggles[0]?.focus();
  }

  resize(width) {
    this.width = width;
    this.root.dataset.preview = width;
    for (const button of this.pane.querySelectorAll("[data-width]")) {
      button.setAttribute("aria-pressed", String(button.dataset.width === width));
    }
    this.tellToggles();
    this.keep();
    this.fit();
    this.show();
  }

  tellToggles() {
    for (const button of this.toggles) button.setAttribute("aria-expanded", String(this.isOpen));
  }

  keep() {
    try {
      localStorage.setItem(STORED_AS, JSON.stringify({ open: this.isOpen, width: this.width }));
    } catch {
      // A browser that keeps nothing shows the pane as it is at first.
    }
  }

  /** Shrink the window that is shown until it fits into the pane; keep off the admin's menu. */
  fit() {
    if (!this.isOpen) return;
    const start = this.root.closest("main")?.getBoundingClientRect().left ?? 0;
    this.root.style.setProperty("--desk-start", `${start}px`);
    const width = WIDTHS[this.width];
    const scale = Math.min(1, this.stage.clientWidth / width);
    this.stage.style.setProperty("--frame-width", `${width}px`);
    this.stage.style.setProperty("--frame-scale", scale);
    this.stage.style.setProperty("--frame-height", `${this.stage.clientHeight / scale}px`);
  }

  /** Something was saved: show it, once the saving has come to rest. */
  refresh() {
    if (!this.isOpen) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(), WAIT);
  }

  load() {
    clearTimeout(this.waiting);
    if (this.isLoading) {
      this.again = true;
      return;
    }
    this.isLoading = true;
    this.stage.setAttribute("aria-busy", "true");
    if (!this.page) this.say(this.pane.dataset.loading);
    this.scrolled = this.page ? this.frame.contentWindow.scrollY : 0;
    this.frame.contentWindow.location.replace(this.pane.dataset.url);
  }

  loaded() {
    const window = this.frame.contentWindow;
    const document = this.frame.contentDocument;
    // Every frame begins with an empty page.
    if (document?.URL === "about:blank") return;
    this.isLoading = false;
    this.stage.setAttribute("aria-busy", "false");
    if (this.again) {
      this.again = false;
      this.refresh();
    }
    const here = new URL(this.pane.dataset.url, location.href).pathname;
    const reason = document?.querySelector("[data-desk-no-preview]")?.textContent;
    const [visit] = window?.performance?.getEntriesByType?.("navigation") ?? [];
    const failed = !document || document.location.pathname !== here || visit?.responseStatus >= 400;
    this.frame.hidden = Boolean(reason) || failed;
    if (this.frame.hidden) {
      this.page = null;
      this.say(reason ?? this.pane.dataset.failed);
      return;
    }
    this.adopt(document, window);
  }

  /** Take over a page that has just been loaded. */
  adopt(document, window) {
    const isFirst = !this.page;
    this.page = new MarkedPage(document);
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    document.addEventListener("click", (event) => this.clicked(event), true);
    document.addEventListener("submit", (event) => event.preventDefault(), true);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.activeKey()) this.pick(this.activeKey());
    });
    this.page.tellLanguage(this.missing(), this.root.dataset.sourceLanguage);
    if (!isFirst) window.scrollTo({ top: this.scrolled, behavior: "instant" });
    this.say("");
    this.show();
    this.pane.dataset.loaded = String(Number(this.pane.dataset.loaded ?? 0) + 1);
  }

  say(words) {
    this.word.textContent = words;
  }

  /** Keys of the texts that stand in the source's language. */
  missing() {
    return [...this.page.keys].filter((key) => {
      const state = document.getElementById(`s-${key}`)?.dataset.state;
      return state === "missing" || state === "outdated";
    });
  }

  clicked(event) {
    if (event.target.closest("a, area, button, label")) event.preventDefault();
    const key = this.page.keyOf(event);
    if (key) this.pick(key);
  }

  /** The text `key` is worked on now: show it. */
  activate(key) {
    if (key === this.key) return;
    this.key = key;
    this.show();
  }

  show() {
    if (!this.isOpen || !this.page) return;
    const key = this.key ?? this.activeKey();
    this.paint(key);
    if (!key) return;
    const place = this.page.place(key);
    this.say(place ? "" : this.pane.dataset.unseen);
    if (place) this.scrollTo(place);
  }

  paint(key) {
    const { CSS, Highlight } = this.frame.contentWindow;
    for (const element of this.page.document.querySelectorAll("[data-desk-active]")) {
      delete element.dataset.deskActive;
    }
    for (const element of this.page.elements.get(key) ?? []) element.dataset.deskActive = "";
    if (!CSS.highlights) return;
    const active = new Highlight(...this.page.rangesOf([key]));
    active.priority = 1;
    CSS.highlights.set("desk-missing", new Highlight(...this.page.rangesOf(this.missing())));
    CSS.highlights.set("desk-active", active);
  }

  /** Scroll the page alone, and only where the text's beginning is out of sight. */
  scrollTo({ top, bottom }) {
    const window = this.frame.contentWindow;
    const height = window.innerHeight;
    if (top >= 8 && Math.min(bottom, top + 80) <= height - 8) return;
    window.scrollTo({
      top: window.scrollY + top - height / 4,
      behavior: calm.matches ? "instant" : "smooth",
    });
  }
}
