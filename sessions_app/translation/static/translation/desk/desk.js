// The desk's editor: fields, saving, progress, filter, keys. Without this script it is a form.

import { PlainField, RichField } from "./rich.js";
import { Line, Saver, keptFor } from "./store.js";
import { Conflict } from "./conflict.js";
import { Release } from "./release.js";
import { showSigns } from "./signs.js";

const root = document.querySelector("[data-desk]");
const strings = JSON.parse(document.getElementById("desk-strings").textContent);
const config = JSON.parse(document.getElementById("wagtail-config").textContent);

/** `say("progress", {done: 3, total: 5})` */
function say(name, values = {}) {
  return strings[name].replace(/%\((\w+)\)s/g, (_whole, key) => values[key]);
}

/** Seen characters of a text, as the server counts them for a field's limit. */
const length = (text) => [...text.replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "")].length;

class Segment {
  constructor(node, desk) {
    this.node = node;
    this.desk = desk;
    this.key = node.dataset.deskSegment;
    this.places = Number(node.dataset.places);
    this.state = node.dataset.state;
    this.label = node.querySelector("[data-desk-state]");
    this.messages = node.querySelector("[data-desk-messages]");
    this.document = node.closest("[data-desk-document]");
    const options = { changed: () => this.changed(), language: root.dataset.targetLanguage };
    this.field = "rich" in node.dataset ? new RichField(node, options) : new PlainField(node, options);
    this.readOnly = node.querySelector("textarea").readOnly;
    this.saver = new Saver({
      segment: this.key,
      saveUrl: node.dataset.saveUrl,
      version: node.dataset.version,
      line: desk.line,
      read: () => this.field.text,
      tell: (state, data) => this.told(state, data),
    });
    // The field of an outdated text shows a proposal: nothing of it is stored yet.
    if (this.state === "outdated") this.saver.stored = "";
    this.node.querySelector("[data-desk-keep]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.saver.keepSource(node.dataset.keepUrl);
    });
    this.node.querySelector("[data-desk-accept]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.accept();
    });
    node.addEventListener("desk:marks", () => this.showMarks());
    this.showMarks();
    this.measure();
  }

  get isOpen() {
    return this.state === "missing" || this.state === "outdated";
  }

  changed() {
    this.measure();
    this.saver.touch();
  }

  /** Take the proposal as it stands. */
  accept() {
    this.saver.touch();
    this.saver.flush();
  }

  told(state, data) {
    this.node.dataset.saving = state;
    if (state === "saved" || state === "theirs") this.stored(state, data);
    if (state === "error" || state === "refused") this.complain(data.message);
    if (state === "conflict") this.collide(data);
    if (state === "kept") this.label.textContent = strings.kept;
    if (state === "typing" && !data) this.label.textContent = strings.typing;
    if (state === "saving") this.label.textContent = strings.saving;
    this.desk.refresh();
  }

  stored(state, data) {
    this.clear();
    if (!data) {
      this.label.textContent = this.resting ?? "";
      return;
    }
    if (data.kept || state === "theirs") this.field.set(data.text);
    this.measure();
    const before = this.isOpen;
    this.state = data.text ? (data.kept ? "kept" : "done") : "missing";
    this.node.dataset.state = this.state;
    if (before !== this.isOpen) this.node.dataset.held = "";
    const saved = data.at ? say("savedAt", { time: data.at }) : strings.saved;
    this.label.textContent = data.kept ? strings.keptAsSource : saved;
    this.resting = this.label.textContent;
    this.node.querySelector("[data-desk-accept]")?.remove();
    for (const { check, severity, message } of data.findings ?? []) {
      // The tray tells of links and marks, the counter of the length.
      if (check !== "links" && check !== "too_long") this.message(severity, message);
    }
    this.desk.announce(this.label.textContent);
    this.desk.release.stale();
    this.desk.tellState();
  }

  clear() {
    this.messages.replaceChildren();
    this.conflict?.remove();
    this.conflict = null;
    this.input().removeAttribute("aria-invalid");
  }

  complain(message) {
    this.clear();
    this.input().setAttribute("aria-invalid", "true");
    this.message("error", message);
    this.label.textContent = strings.refused;
    this.desk.announce(message);
  }

  collide(data) {
    this.clear();
    this.input().setAttribute("aria-invalid", "true");
    this.conflict = new Conflict(this, data.theirs);
    this.label.textContent = "";
    this.desk.announce(strings.conflict);
  }

  input() {
    return this.field.node;
  }

  message(severity, words) {
    const line = document.createElement("p");
    line.className = `desk-message desk-message--${severity}`;
    line.textContent = words;
    this.messages.append(line);
  }

  /** Say how far a text exceeds its field while it is typed. */
  measure() {
    const limit = Number(this.node.dataset.max ?? 0);
    const over = limit ? length(this.field.text) - limit : 0;
    this.node.querySelector("[data-desk-long]")?.remove();
    if (over <= 0) return;
    const note = document.createElement("p");
    note.className = "desk-message desk-message--error";
    note.dataset.deskLong = "";
    note.textContent = say("tooLong", { over });
    this.messages.after(note);
  }

  showMarks() {
    const begun = this.field.text.trim() !== "";
    for (const button of this.node.querySelectorAll("[data-desk-mark]")) {
      const placed = Number(button.dataset.placed);
      button.toggleAttribute("data-wrong", begun && placed !== 1);
      button.querySelector("[data-desk-mark-state]").textContent =
        placed === 1
          ? strings.markPlaced
          : placed
            ? say("markTimes", { count: placed })
            : strings.markMissing;
    }
  }

  focus() {
    this.field.focus();
    this.node.scrollIntoView({ block: "nearest" });
  }
}

class Desk {
  constructor() {
    this.line = new Line(root.dataset.tokenUrl);
    this.status = root.querySelector("[data-desk-status]");
    this.saved = root.querySelector("[data-desk-saved]");
    this.release = new Release(root, this);
    this.segments = [...root.querySelectorAll("[data-desk-segment]")].map((n) => new Segment(n, this));
    this.byKey = new Map(this.segments.map((segment) => [segment.key, segment]));
    this.restore();
    this.listen();
    this.refresh();
    root.dataset.ready = "";
    showSigns(root);
  }

  listen() {
    const header = document.querySelector("header.w-slim-header");
    const place = () => root.style.setProperty("--desk-top", `${header.offsetHeight}px`);
    if (header) new ResizeObserver(place).observe(header);
    document.addEventListener("keydown", (event) => this.keys(event));
    window.addEventListener("online", () => {
      for (const segment of this.segments) segment.saver.retry();
    });
    window.addEventListener("pagehide", () => this.leave());
    root.querySelector("[data-desk-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.flush();
    });
    root.querySelector("[data-desk-filter]").addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      this.filter(link.dataset.show);
    });
    root.querySelector("[data-desk-preview]")?.addEventListener("click", () => this.flush());
  }

  /** Save everything that waits; resolves when all answers are here. */
  flush() {
    return Promise.all(this.segments.map((segment) => segment.saver.flush()));
  }

  /** The page goes: what waits is sent without waiting for the answer; it is kept here besides. */
  leave() {
    for (const { saver } of this.segments) {
      if (saver.state === "typing" || saver.state === "kept") {
        const fields = { text: saver.read(), version: saver.version };
        fetch(saver.saveUrl, {
          method: "POST",
          keepalive: true,
          body: new URLSearchParams(fields),
          headers: { [this.line.header]: this.line.token, "X-Requested-With": "XMLHttpRequest" },
        }).catch(() => {});
      }
    }
  }

  /** Bring back what an earlier visit could not save. */
  restore() {
    let brought = 0;
    for (const segment of this.segments) {
      if (segment.readOnly) continue;
      const entry = keptFor(segment.key).pop();
      if (!entry) continue;
      const current = { text: segment.saver.stored };
      if (entry.text !== current.text) segment.field.set(entry.text);
      if (segment.saver.restore(entry, current)) brought += 1;
    }
    if (brought) this.announce(strings.restored);
  }

  filter(show) {
    root.dataset.show = show;
    for (const { node } of this.segments) delete node.dataset.held;
    for (const link of root.querySelectorAll("[data-desk-filter] a")) {
      if (link.dataset.show === show) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const address = new URL(location.href);
    if (show) address.searchParams.set("show", show);
    else address.searchParams.delete("show");
    history.replaceState(null, "", address);
  }

  /** Progress, numbers and the state of saving, as the segments are now. */
  refresh() {
    if (!this.segments) return;
    const count = (fits) =>
      this.segments.filter(fits).reduce((sum, segment) => sum + segment.places, 0);
    const total = count(() => true);
    const outdated = count((segment) => segment.state === "outdated");
    const missing = count((segment) => segment.state === "missing");
    const done = total - outdated - missing;
    root.querySelector("[data-desk-progress]").value = done;
    root.querySelector("[data-desk-count]").textContent = say("progress", { done, total });
    for (const [name, number] of Object.entries({ all: total, missing, outdated })) {
      root.querySelector(`[data-desk-number="${name}"]`).textContent = number;
    }
    for (const part of root.querySelectorAll("[data-desk-document]")) {
      const shown = part.querySelector("[data-desk-part]");
      if (shown) shown.textContent = count((s) => s.document === part && !s.isOpen);
    }
    const waiting = this.segments.filter((segment) => segment.saver.pending);
    const lost = waiting.some((segment) => segment.saver.state === "kept");
    this.saved.textContent = lost
      ? strings.offline
      : waiting.length
        ? say("waiting", { count: waiting.length })
        : this.touched
          ? strings.allSaved
          : "";
    this.saved.dataset.state = lost ? "offline" : waiting.length ? "waiting" : "saved";
    this.touched ||= waiting.length > 0;
  }

  /** Ask where the translation stands, when texts were saved that may have moved it. */
  tellState() {
    const open = this.segments.some((segment) => segment.isOpen);
    if (open === this.wasOpen) return;
    this.wasOpen = open;
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      const told = await this.line.read(root.dataset.stateUrl);
      const badge = root.querySelector("[data-desk-live] > .desk-state");
      if (!told?.state || !badge) return;
      badge.className = `desk-state desk-state--${told.state}`;
      badge.textContent = told.label;
    }, 300);
  }

  announce(words) {
    this.status.textContent = words;
  }

  get current() {
    const node = document.activeElement?.closest("[data-desk-segment]");
    return node ? this.byKey.get(node.dataset.deskSegment) : null;
  }

  /** Move to the next segment that can be seen and fits. */
  move(step, fits = () => true) {
    const shown = this.segments.filter((segment) => segment.node.offsetParent !== null);
    const from = shown.indexOf(this.current);
    const order = step > 0 ? shown.slice(from + 1) : shown.slice(0, Math.max(from, 0)).reverse();
    const next = order.find(fits);
    next?.focus();
    return next;
  }

  keys(event) {
    if (event.isComposing || config.KEYBOARD_SHORTCUTS_ENABLED === false) return;
    const segment = this.current;
    const mod = event.ctrlKey || event.metaKey;
    if (event.altKey && !mod && !event.shiftKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (segment && mod && !event.altKey && event.key === "Enter") {
      event.preventDefault();
      if (segment.state === "outdated") segment.accept();
      else segment.saver.flush();
      const isOpen = (one) => one.isOpen && one !== segment;
      if (!this.move(1, isOpen) && !this.segments.some(isOpen)) this.announce(strings.noOpen);
    } else if (segment && mod && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      segment.saver.flush();
    } else if (segment && event.altKey && event.shiftKey && !mod && /^Digit[1-9]$/.test(event.code)) {
      const button = segment.field.buttons[Number(event.code.slice(5)) - 1];
      if (!button) return;
      event.preventDefault();
      segment.field.wrap(button.dataset.deskMark);
    }
  }
}

if (root) new Desk();
