// The help of the active text: fetched when it is asked for, kept until the text is saved.

import { Typed } from "./typed.js";
import { say, strings } from "./words.js";

const WAIT = 150;
const AFTER_SAVE = 600;
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/;

/** The right pane of `desk`; below the text itself where there is no room beside it. */
export class Help {
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.pane = root.querySelector("[data-desk-helping]");
    this.body = root.querySelector("[data-desk-helping-body]");
    this.status = root.querySelector("[data-desk-helping-status]");
    this.home = this.pane.parentElement;
    this.typed = new Typed(this.body, { isKept: true });
    this.cache = new Map();
    this.turn = 0;
    this.key = "";
    this.listen();
    new ResizeObserver(() => this.settle()).observe(root);
    this.settle();
  }

  /** Whether it stands below its text. */
  get isInline() {
    return this.root.dataset.help === "inline";
  }

  get isOpen() {
    return !this.pane.hidden;
  }

  /** The text that is worked on. */
  get segment() {
    return this.desk.byKey.get(this.key);
  }

  /** The text whose help is shown: for a moment still another one. */
  get subject() {
    return this.desk.byKey.get(this.shown);
  }

  listen() {
    this.pane.addEventListener("submit", (event) => this.submitted(event));
    this.pane.addEventListener("click", (event) => {
      const term = event.target.closest("[data-desk-insert]");
      if (term) this.subject?.insert(term.dataset.deskInsert);
      if (event.target.closest("[data-desk-helping-close]")) this.leave();
    });
    this.pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
    this.desk.form.addEventListener("click", (event) => {
      const link = event.target.closest("[data-desk-help]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const { deskSegment } = link.closest("[data-desk-segment]").dataset;
      if (this.isInline && this.isOpen && this.key === deskSegment) this.leave();
      else this.open(deskSegment);
    });
  }

  /** Beside the texts or below one of them, as the room is. */
  settle() {
    const place = getComputedStyle(this.home).getPropertyValue("--desk-help").trim() || "aside";
    if (this.root.dataset.help === place) return;
    this.root.dataset.help = place;
    for (const { node } of this.desk.segments) {
      const link = node.querySelector("[data-desk-help]");
      if (this.isInline) link.setAttribute("aria-expanded", "false");
      else link.removeAttribute("aria-expanded");
    }
    this.pane.hidden = this.isInline;
    if (this.pane.parentElement !== this.home) this.home.append(this.pane);
    if (!this.isInline && this.key) this.load();
    // Everything has moved: what one is at stays in sight.
    this.desk.current?.node.scrollIntoView({ block: "nearest" });
  }

  /** `segment` is worked on now. */
  activate(segment) {
    if (segment.key === this.key) return;
    if (this.isInline) this.fold();
    this.key = segment.key;
    if (!this.isInline) this.later(WAIT);
  }

  /** Show the help of a text now, where it is read. */
  open(key) {
    this.fold();
    this.key = key;
    if (this.isInline) {
      this.segment.node.append(this.pane);
      this.segment.node.querySelector("[data-desk-help]").setAttribute("aria-expanded", "true");
    }
    this.pane.hidden = false;
    return this.load();
  }

  fold() {
    if (!this.isInline) return;
    this.pane.hidden = true;
    this.segment?.node.querySelector("[data-desk-help]").setAttribute("aria-expanded", "false");
  }

  /** Back to the text. */
  leave() {
    this.fold();
    this.segment?.focus();
  }

  /** With the keyboard into the help. */
  async enter() {
    if (!this.key) return;
    if (!this.isOpen || this.isInline) await this.open(this.key);
    this.pane.querySelector("#desk-helping-title").focus();
  }

  later(delay) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(), delay);
  }

  /** A text was saved: what was known of it may be old. */
  stale(key) {
    this.forget(key);
    // Who is typing in the pane is left alone.
    if (key === this.key && this.isOpen && !this.typed.isThere) this.later(AFTER_SAVE);
  }

  /** What is on its way was asked before, and is not kept either. */
  forget(key) {
    this.cache.delete(key);
    this.turn += 1;
  }

  /** Bring the help of the active text; resolves when it is there. */
  async load() {
    clearTimeout(this.waiting);
    const { key, segment, turn } = this;
    if (!segment) return;
    let html = this.cache.get(key);
    if (!html) {
      this.body.setAttribute("aria-busy", "true");
      if (this.shown !== key) this.say(strings.helpLoading);
      html = await this.desk.line.text(segment.node.querySelector("[data-desk-help]").href);
      if (html && turn === this.turn) this.cache.set(key, html);
      if (key !== this.key) return;
      this.body.setAttribute("aria-busy", "false");
    }
    if (html) this.fill(key, html);
    else this.say(strings.helpFailed);
  }

  fill(key, html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    this.typed.replace(...page.body.childNodes);
    this.body.setAttribute("aria-busy", "false");
    const { suggestions, terms, notes } = this.body.querySelector("[data-desk-advice]").dataset;
    if (this.shown !== key) this.status.textContent = say("helpReady", { suggestions, terms, notes });
    this.shown = key;
    this.tint();
  }

  /** A word in the place of the help. */
  say(words) {
    const line = document.createElement("p");
    line.className = "desk-advice__none";
    line.textContent = words;
    this.typed.replace(line);
    this.status.textContent = words;
    this.shown = "";
  }

  /** Underline the glossary's terms in the source. */
  tint() {
    if (!window.Highlight || !CSS.highlights) return;
    const places = this.body.querySelector("[data-places]")?.dataset.places ?? "";
    const source = this.segment.node.querySelector("[data-desk-source]");
    const spans = places.split(" ").filter(Boolean).map((place) => place.split("-").map(Number));
    CSS.highlights.set("desk-term", new Highlight(...rangesOf(source, spans)));
  }

  async submitted(event) {
    const form = event.target;
    event.preventDefault();
    event.stopPropagation();
    const segment = this.subject;
    if ("deskTake" in form.dataset) {
      segment.take(form.elements.text.value, form.elements.taken?.value);
      return;
    }
    if ("deskRevert" in form.dataset) {
      await segment.revert(form.action, Object.fromEntries(new FormData(form)));
      return;
    }
    const fields = Object.fromEntries(new FormData(form));
    const isHere = this.pane.contains(document.activeElement);
    // What is thought of a text is about the one that stands in the field.
    await segment.saver.flush();
    if (form.closest("[data-desk-verdict]") && segment.saver.pending) {
      this.complain(form, strings.lost);
      return;
    }
    if ("version" in fields) fields.version = segment.saver.version;
    const { status, data } = await this.desk.line.post(form.action, fields);
    if (status !== 200 || !data) {
      this.status.textContent = data?.message ?? strings.lost;
      this.complain(form, this.status.textContent);
      if (!isHere) this.desk.announce(this.status.textContent);
      return;
    }
    this.typed.sent(form);
    segment.note(data.notes);
    segment.judge(data.findings);
    segment.think(data);
    this.desk.refresh();
    this.desk.tellState();
    this.forget(segment.key);
    await this.load();
    if (!isHere) return this.desk.announce(data.message);
    this.status.textContent = data.message;
    // Whoever has gone on to a text stays there.
    const at = document.activeElement;
    if (at === document.body || this.pane.contains(at)) {
      this.pane.querySelector("#desk-helping-title").focus();
    }
  }

  complain(form, words) {
    const line = form.querySelector("[role=alert]") ?? form.appendChild(document.createElement("p"));
    line.setAttribute("role", "alert");
    line.className = "desk-message desk-message--error";
    line.textContent = words;
  }

  /** Take suggestion `number` of the memory. */
  async suggestion(number) {
    if (!(await this.ready())) return;
    const form = this.body.querySelector(`[data-desk-suggestion="${number}"] [data-desk-take]`);
    if (form) this.subject.take(form.elements.text.value);
    else this.desk.announce(strings.noSuggestion);
  }

  /** Put in translation `number` of the glossary's terms. */
  async term(number) {
    if (!(await this.ready())) return;
    const button = this.body.querySelector(`[data-desk-insert][data-number="${number}"]`);
    if (button) this.subject.insert(button.dataset.deskInsert);
    else this.desk.announce(strings.noTerm);
  }

  /** Say that the active text is right. */
  async approve() {
    if (!(await this.fresh())) return;
    const form = this.body.querySelector("[data-desk-approve]");
    if (form) form.requestSubmit();
    else this.desk.announce(strings.noApproval);
  }

  /** Write what is to be changed in the active text. */
  async needsWork() {
    if (!(await this.fresh())) return;
    const box = this.body.querySelector("[data-desk-needs-work]");
    if (!box) {
      this.desk.announce(strings.noVerdict);
      return;
    }
    box.open = true;
    box.querySelector("textarea").focus();
  }

  /** Whether the help of the active text is shown now, as the text stands in the field. */
  async fresh() {
    const { key } = this;
    await this.segment?.saver.flush();
    if (key !== this.key || !(await this.ready())) return false;
    if (!this.cache.has(key) && !this.typed.isThere) await this.load();
    return this.shown === key;
  }

  /** Whether the help of the active text is shown now: one may have gone on meanwhile. */
  async ready() {
    const { key } = this;
    if (this.isInline && !this.isOpen) await this.open(key);
    else if (this.shown !== key) await this.load();
    return this.shown === key;
  }
}

/** Ranges of `spans`, counted in the plain text below `root` as the server counts. */
function rangesOf(root, spans) {
  const points = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeName === "BR") points.push([node.parentNode, 0]);
    if (node.nodeType !== Node.TEXT_NODE) continue;
    // By code points, which is how the server counts.
    let at = 0;
    for (const letter of node.data) {
      if (!INVISIBLE.test(letter)) points.push([node, at, at + letter.length]);
      at += letter.length;
    }
  }
  return spans.flatMap(([start, end]) => {
    const [first, last] = [points[start], points[end - 1]];
    if (first?.length !== 3 || last?.length !== 3) return [];
    const range = new Range();
    range.setStart(first[0], first[1]);
    range.setEnd(last[0], last[2]);
    return [range];
  });
}
