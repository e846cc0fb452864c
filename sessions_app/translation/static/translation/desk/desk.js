// The desk's editor: what belongs together and who tells whom. Without this script it is a form.

import { Help } from "./help.js";
import { Keys } from "./keys.js";
import { Outline } from "./outline.js";
import { Preview } from "./preview.js";
import { Pulse } from "./pulse.js";
import { Release } from "./release.js";
import { Segment } from "./segment.js";
import { showSigns } from "./signs.js";
import { Line, keptFor } from "./store.js";
import { Tools } from "./tools.js";
import { say, strings } from "./words.js";

const root = document.querySelector("[data-desk]");
// Others are told where one is, once one stays there for a moment.
const MOVED = 900;

class Desk {
  constructor() {
    this.root = root;
    this.form = root.querySelector("[data-desk-form]");
    this.line = new Line(root.dataset.tokenUrl);
    this.status = root.querySelector("[data-desk-status]");
    this.saved = root.querySelector("[data-desk-saved]");
    this.release = new Release(root, this);
    this.segments = [...root.querySelectorAll("[data-desk-segment]")].map((n) => new Segment(n, this));
    this.byKey = new Map(this.segments.map((segment) => [segment.key, segment]));
    this.preview = new Preview(root, {
      pick: (key) => this.byKey.get(key)?.focus(),
      activeKey: () => this.current?.key ?? this.active ?? "",
    });
    this.outline = new Outline(root, this);
    this.help = new Help(root, this);
    this.tools = new Tools(root, this);
    this.keys = new Keys(this);
    this.restore();
    this.listen();
    this.refresh();
    root.dataset.ready = "";
    showSigns(root);
    this.pulse = new Pulse(root, this);
  }

  listen() {
    const header = document.querySelector("header.w-slim-header");
    const bar = root.querySelector("[data-desk-bar]");
    const place = () => {
      root.style.setProperty("--desk-top", `${header?.offsetHeight ?? 0}px`);
      root.style.setProperty("--desk-bar", `${bar.offsetHeight}px`);
    };
    const sizes = new ResizeObserver(place);
    for (const node of [header, bar]) if (node) sizes.observe(node);
    window.addEventListener("online", () => {
      for (const segment of this.segments) segment.saver.retry();
    });
    window.addEventListener("pagehide", () => this.leave());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.flush();
    });
    for (const link of root.querySelectorAll("[data-desk-review]")) {
      link.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        // What is handed in or decided on is what stands here.
        await this.flush();
        location.assign(link.href);
      });
    }
    root.querySelector("[data-desk-zen]").addEventListener("click", () => this.zen());
    // What moves things on the screen waits for the end of a click, or the click would miss.
    root.addEventListener("pointerdown", () => {
      this.isPointing = true;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, () => {
        this.isPointing = false;
        setTimeout(() => this.activate());
      });
    }
    root.addEventListener("focusin", () => {
      if (!this.isPointing) this.activate();
    });
  }

  /** Somebody went to a text: everything beside it follows. */
  activate() {
    const segment = this.current;
    if (!segment || segment.key === this.active) return;
    this.active = segment.key;
    for (const { node } of this.segments) node.toggleAttribute("data-active", node === segment.node);
    this.tools.activate(segment);
    this.outline.activate(segment);
    this.help.activate(segment);
    this.preview.activate(segment.key);
    this.pulse?.later(MOVED);
  }

  /** Save everything that waits; resolves when all answers are here. */
  flush() {
    return Promise.all(this.segments.map((segment) => segment.saver.flush()));
  }

  /** The page goes: what waits is sent without waiting for the answer; it is kept here besides. */
  leave() {
    for (const { saver } of this.segments) {
      if (saver.state !== "typing" && saver.state !== "kept") continue;
      this.line.send(saver.saveUrl, new URLSearchParams({ text: saver.read(), version: saver.version }));
    }
    this.pulse.leave();
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

  /** A text was stored, here or by somebody else. */
  stored(segment) {
    this.release.stale();
    this.preview.refresh();
    this.help.stale(segment.key);
    this.tellState();
    this.refresh();
  }

  /** Progress, numbers and the state of saving, as the segments are now. */
  refresh() {
    if (!this.outline) return;
    const count = (fits) =>
      this.segments.filter(fits).reduce((sum, segment) => sum + segment.places, 0);
    const total = count(() => true);
    const done = count((segment) => !segment.isOpen);
    const words = this.segments
      .filter((segment) => segment.isOpen)
      .reduce((sum, segment) => sum + Number(segment.node.dataset.words), 0);
    root.querySelector("[data-desk-progress]").value = done;
    root.querySelector("[data-desk-count]").textContent = say("progress", { done, total });
    root.querySelector("[data-desk-words]").textContent = say("wordsLeft", { count: words });
    for (const part of root.querySelectorAll("[data-desk-document]")) {
      const shown = part.querySelector("[data-desk-part]");
      if (shown) shown.textContent = count((s) => s.document === part && !s.isOpen);
    }
    this.outline.refresh();
    this.tellSaving();
  }

  tellSaving() {
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
    const shown = this.segments.filter((segment) => segment.isShown || segment.isOpen && !segment.isOut);
    const from = shown.indexOf(this.current ?? this.byKey.get(this.active));
    const order = step > 0 ? shown.slice(from + 1) : shown.slice(0, Math.max(from, 0)).reverse();
    const next = order.find(fits);
    next?.focus();
    return next;
  }

  /** Save, and on to the next text. */
  next(segment) {
    segment.accept();
    this.move(1);
  }

  /** Save, and on to the next text that is open, from the top again after the last one. */
  nextOpen(segment) {
    const isLeft = (one) => one.isOpen || ["filled", "machine"].includes(one.state);
    const wants = (one) => one !== segment && isLeft(one) && !one.saver.pending;
    segment.accept();
    if (this.move(1, wants)) return;
    const first = this.segments.find((one) => wants(one) && one.isShown);
    if (first) first.focus();
    // What is on its way may be the last.
    else this.flush().then(() => this.segments.some(isLeft) || this.announce(strings.noOpen));
  }

  /** On to the next text without a translation, from the top again after the last one. */
  nextMissing() {
    const isMissing = (one) => one.state === "missing";
    if (this.move(1, isMissing)) return;
    const first = this.segments.find((one) => isMissing(one) && one.isShown);
    if (first) first.focus();
    else this.announce(strings.noOpen);
  }

  /** To a text, whatever is filtered. */
  goTo(segment) {
    if (segment.isOut) this.outline.choose("");
    if (segment.isOut) {
      this.outline.search.value = "";
      this.outline.apply();
    }
    segment.focus();
    segment.node.scrollIntoView({ block: "center" });
  }

  /** Hide both panes, or show them again. */
  zen() {
    const on = root.toggleAttribute("data-zen");
    root.querySelector("[data-desk-zen]").setAttribute("aria-pressed", String(on));
    this.announce(on ? strings.zenOn : strings.zenOff);
    this.help.settle();
  }
}

if (root) new Desk();
