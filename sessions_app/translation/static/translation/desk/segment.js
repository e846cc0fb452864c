// One text at the desk: its field, how it is saved, what the checks and others say about it.

import { Conflict } from "./conflict.js";
import { PlainField, RichField } from "./rich.js";
import { Saver } from "./store.js";
import { say, strings } from "./words.js";
import { toPlain, toText } from "./wire.js";

// What speaks of a text only until it has been saved.
const SETTLED = "[data-desk-asked], [data-desk-accept], [data-desk-outdated], [data-desk-filled], [data-desk-matches]";

/** Seen characters of a text, as the server counts them for a field's limit. */
const length = (text) => [...text.replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "")].length;

/** One text: its field, its saving, what is said about it. */
export class Segment {
  constructor(node, desk) {
    this.node = node;
    this.desk = desk;
    this.key = node.dataset.deskSegment;
    this.places = Number(node.dataset.places);
    this.state = node.dataset.state;
    this.base = ["needs_work", "approved"].includes(this.state) ? "done" : this.state;
    this.label = node.querySelector("[data-desk-state]");
    this.resting = this.label.textContent.trim();
    // What it says once nobody thinks anything of the text any more.
    this.plain = this.base === this.state ? this.resting : strings.saved;
    this.messages = node.querySelector("[data-desk-messages]");
    this.document = node.closest("[data-desk-document]");
    const options = { changed: () => this.changed(), language: desk.root.dataset.targetLanguage };
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
      this.keep();
    });
    for (const button of this.node.querySelectorAll("[data-desk-accept], [data-desk-machine]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.accept();
      });
    }
    node.addEventListener("desk:marks", () => this.showMarks());
    this.showMarks();
    this.measure();
  }

  /** Whether there is still something to do. */
  get isOpen() {
    return "open" in this.node.dataset;
  }

  /** By which filters the text is found. */
  get tags() {
    const { findings, notes } = this.node.dataset;
    return [this.state, ...(findings > 0 ? ["findings"] : []), ...(notes > 0 ? ["notes"] : [])];
  }

  /** The source's text as it would stand in the field. */
  get sourceText() {
    const source = this.node.querySelector("[data-desk-source]");
    return "rich" in this.node.dataset ? toText(source) : toPlain(source);
  }

  changed() {
    delete this.node.dataset.fresh;
    this.measure();
    this.saver.touch();
  }

  /** Save now; a proposal and a text that was filled in are taken as they stand. */
  accept() {
    const isFilled = ["filled", "machine"].includes(this.state) && !this.saver.pending;
    if (isFilled) return this.saver.send(this.node.dataset.confirmUrl);
    if (this.state === "outdated") this.saver.touch();
    return this.saver.flush();
  }

  /** Let the source's text stand. */
  keep() {
    this.saver.keepSource(this.node.dataset.keepUrl);
  }

  /** Put an earlier version back, which the server keeps. */
  revert(url, fields) {
    if (this.readOnly) return Promise.resolve();
    return this.saver.flush().then(async () => {
      this.reverting = true;
      await this.saver.send(url, { before: fields.before ?? "" });
      this.reverting = false;
    });
  }

  /** Whether passages of it may be marked as another language. */
  get speaks() {
    return (this.node.dataset.rich ?? "").split(" ").includes("lang");
  }

  /** Put `text` (of a machine: with its word `by`) in the place of what stands there. */
  take(text, by = "") {
    if (this.readOnly) return;
    this.field.replace(text);
    this.saver.taken = by ? { text: this.field.text, by } : null;
    this.focus();
    this.desk.announce(strings.taken);
  }

  /** Put `words` into the field where the caret is. */
  insert(words) {
    if (this.readOnly) return;
    this.field.insert(words);
    this.desk.announce(strings.taken);
  }

  told(state, data) {
    this.node.dataset.saving = state;
    if (state === "saved" || state === "theirs") this.stored(state, data);
    if (state === "error" || state === "refused") this.complain(data.message);
    if (state === "conflict") this.collide(data);
    if (state === "kept") this.label.textContent = strings.kept;
    if (state === "kept") this.desk.announce(strings.kept);
    if (state === "typing" && !data) this.label.textContent = strings.typing;
    if (state === "saving") this.label.textContent = strings.saving;
    this.desk.refresh();
  }

  stored(state, data) {
    this.clear();
    if (!data) {
      this.label.textContent = this.resting;
      return;
    }
    this.settledAt = performance.now();
    if (data.kept || state === "theirs" || this.reverting) this.field.set(data.text);
    const saved = data.at ? say("savedAt", { time: data.at }) : strings.saved;
    this.stand(data, data.kept ? strings.keptAsSource : saved);
    this.think(data);
    this.desk.announce(this.label.textContent);
    this.desk.stored(this);
  }

  /** The text stands on the server as `data` tells; `words` say since when. */
  stand(data, words) {
    this.measure();
    const unseen = data.filled ? "filled" : data.machine ? "machine" : "done";
    this.state = !data.text ? "missing" : data.kept ? "kept" : unseen;
    this.base = this.state;
    const confirm = this.node.querySelector("[data-desk-machine]");
    if (confirm) confirm.hidden = this.state !== "machine";
    this.node.dataset.state = this.state;
    this.node.toggleAttribute("data-open", !data.done);
    const told = this.state === "machine" ? strings.machine : words;
    this.label.textContent = data.text ? told : strings.missing;
    this.resting = this.label.textContent;
    this.plain = this.resting;
    for (const old of this.node.querySelectorAll(SETTLED)) old.remove();
    this.judge(data.findings ?? []);
  }

  /** Show what somebody thinks of the text as it stands. */
  think({ verdict, asked, done, kept, filled, machine }) {
    if (verdict === undefined) return;
    this.base = kept ? "kept" : filled ? "filled" : machine ? "machine" : "done";
    const isPlain = this.base === "done" || verdict === "needs_work";
    this.state = verdict && isPlain ? verdict : this.base;
    this.node.dataset.state = this.state;
    this.node.toggleAttribute("data-open", !done);
    this.messages.querySelector("[data-desk-asked]")?.remove();
    if (asked) this.message("asked", asked).dataset.deskAsked = "";
    const told = { needs_work: strings.needsWork, approved: strings.approved };
    this.resting = told[this.state] ?? this.plain;
    if (!this.saver.pending) this.label.textContent = this.resting;
  }

  /** Show what the checks found. */
  judge(findings) {
    this.node.dataset.findings = findings.length;
    for (const old of this.messages.querySelectorAll("[data-check]")) old.remove();
    for (const { check, severity, message } of findings) {
      // The tray tells of links and marks, the counter of the length.
      if (check === "links" || check === "too_long") continue;
      this.message(severity, message).dataset.check = check;
    }
  }

  /** Show how many notes are open. */
  note(count) {
    this.node.dataset.notes = count;
    const badge = this.node.querySelector("[data-desk-notes]");
    badge.hidden = !count;
    badge.querySelector("[data-desk-notes-number]").textContent = count;
  }

  /** Whether a filter leaves it out. */
  get isOut() {
    return "out" in this.node.dataset;
  }

  /** Whether it can be seen. */
  get isShown() {
    return this.node.checkVisibility();
  }

  /** Whether `words`, in small letters, stand in the source or in the field. */
  holds(words) {
    const source = this.node.querySelector("[data-desk-source]").textContent;
    return `${source}\n${this.field.text}`.replaceAll("\u00AD", "").toLocaleLowerCase().includes(words);
  }

  /** These people are at this text. */
  meet(names) {
    const told = names.map((name) => say("isAt", { name })).join(" ");
    if ((this.present?.textContent ?? "") === told) return;
    this.present?.remove();
    this.present = document.createElement("span");
    this.present.className = "desk-present";
    this.present.textContent = told;
    if (told) this.node.querySelector(".desk-label").append(this.present);
  }

  /** Somebody else saved this text, which is untouched here, or is it? */
  cameIn(data) {
    if (this.saver.pending) {
      this.saver.meet(data);
      return;
    }
    this.saver.version = data.version;
    this.saver.stored = data.text;
    const isHere = this.node.contains(document.activeElement) && this.field.has(document.activeElement);
    this.field.set(data.text);
    if (isHere) this.field.focus();
    this.clear();
    const name = data.by || strings.somebody;
    this.stand(data, say("cameInAt", { name }));
    this.node.dataset.fresh = "";
    this.desk.announce(say("cameIn", { name }));
    this.desk.stored(this);
  }

  /** Take away what was said of what was typed; what somebody asked for stands until it is saved. */
  clear() {
    this.messages.replaceChildren(...this.messages.querySelectorAll("[data-desk-asked]"));
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
    return line;
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
    const folded = this.node.closest("details:not([open])");
    if (folded) folded.open = true;
    this.field.focus();
    this.node.scrollIntoView({ block: "nearest" });
  }
}
