// A light rich-text field: editable text over the form's textarea, chips for links and marks.

import { chip, countMarks, sign, toDom, Tokens, toText } from "./wire.js";

const REST = "\u200B";
const SHY = "\u00AD";
const HISTORY = 200;

/** Builds the field of one segment. `changed()` is called after every change of its text. */
export class RichField {
  constructor(segment, { changed, language }) {
    this.segment = segment;
    this.changed = changed;
    this.textarea = segment.querySelector("textarea");
    this.features = new Set(segment.dataset.rich.split(" "));
    this.buttons = [...segment.querySelectorAll("[data-desk-mark]")];
    this.tokens = new Tokens(this.buttons.map((b) => [b.dataset.deskMark, b.dataset.language]));
    this.node = this.build(language);
    this.past = [];
    this.future = [];
    this.set(this.textarea.value);
    this.listen();
  }

  build(language) {
    const node = document.createElement("div");
    node.className = this.textarea.className;
    node.classList.add("desk-rich");
    node.lang = language;
    node.dir = "auto";
    node.spellcheck = true;
    node.setAttribute("role", "textbox");
    node.setAttribute("aria-multiline", "true");
    node.setAttribute("aria-labelledby", this.textarea.labels[0].id);
    node.setAttribute("aria-describedby", this.textarea.getAttribute("aria-describedby"));
    if (this.textarea.readOnly) {
      node.setAttribute("aria-readonly", "true");
      node.tabIndex = 0;
    } else {
      node.contentEditable = "true";
    }
    this.textarea.hidden = true;
    this.textarea.after(node);
    return node;
  }

  get text() {
    return this.textarea.value;
  }

  /** Show `text` without telling anybody. */
  set(text) {
    this.node.replaceChildren(toDom(text, this.tokens));
    this.textarea.value = text;
    this.trays();
  }

  focus() {
    this.node.focus();
    const selection = getSelection();
    selection.selectAllChildren(this.node);
    selection.collapseToEnd();
  }

  /** Whether `node` is where one types. */
  has(node) {
    return this.node.contains(node);
  }

  /** Another text in the place of this one, as a step of the history. */
  replace(text) {
    const before = this.textarea.value;
    if (text === before) return;
    this.past.push(before);
    this.future = [];
    this.kind = "";
    this.set(text);
    this.changed();
  }

  /** Back to where the caret was, whatever has the focus now. */
  resume() {
    const selection = getSelection();
    const isHere = selection.rangeCount && this.node.contains(selection.anchorNode);
    const range = isHere ? selection.getRangeAt(0) : this.caret;
    this.focus();
    if (!range || !this.node.contains(range.commonAncestorContainer)) return;
    selection.removeAllRanges();
    selection.addRange(range);
  }

  listen() {
    this.node.addEventListener("blur", () => {
      const selection = getSelection();
      const isHere = selection.rangeCount && this.node.contains(selection.anchorNode);
      this.caret = isHere ? selection.getRangeAt(0).cloneRange() : null;
    });
    this.node.addEventListener("beforeinput", (event) => this.before(event));
    this.node.addEventListener("input", (event) => this.read(event.inputType));
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("copy", (event) => this.copy(event));
    this.node.addEventListener("cut", (event) => {
      this.copy(event);
      document.execCommand("delete");
    });
    for (const button of this.buttons) {
      // The selection would be lost with the focus.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.wrap(button.dataset.deskMark));
    }
  }

  /** Take over what the DOM says now; a word that is typed is one step of the history. */
  read(kind = "") {
    const text = toText(this.node);
    const before = this.textarea.value;
    if (text === before) return;
    const goesOn = kind === "insertText" && this.kind === kind && !/\s$/.test(before);
    if (!goesOn) this.past.push(before);
    if (this.past.length > HISTORY) this.past.shift();
    this.kind = kind;
    this.future = [];
    this.textarea.value = text;
    this.trays();
    this.changed();
  }

  before(event) {
    const { inputType } = event;
    if (inputType === "insertFromPaste" || inputType === "insertFromDrop") {
      event.preventDefault();
      this.paste(event.dataTransfer?.getData("text/plain") ?? "");
    } else if (inputType === "insertParagraph") {
      event.preventDefault();
      // Not every browser knows the first of them.
      if (!document.execCommand("insertLineBreak")) this.paste("\n");
    } else if (inputType === "historyUndo" || inputType === "historyRedo") {
      event.preventDefault();
      this.travel(inputType === "historyUndo");
    } else if (inputType === "formatBold" || inputType === "formatItalic") {
      if (!this.features.has(inputType.slice(6).toLowerCase())) event.preventDefault();
    } else if (inputType.startsWith("format")) {
      event.preventDefault();
    }
  }

  key(event) {
    const mod = event.ctrlKey || event.metaKey;
    if (event.isComposing || event.altKey || !mod) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    this.travel(key === "z" && !event.shiftKey);
  }

  /** One step back or forth in the history of this text alone. */
  travel(back) {
    const [from, to] = back ? [this.past, this.future] : [this.future, this.past];
    if (!from.length) return;
    to.push(this.textarea.value);
    this.kind = "";
    this.set(from.pop());
    this.focus();
    this.changed();
  }

  /** Words at the caret; a soft hyphen becomes its sign. */
  insert(words) {
    this.resume();
    if (words !== SHY) {
      this.paste(words);
      return;
    }
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    const rest = document.createTextNode(REST);
    const node = sign(SHY);
    range.insertNode(rest);
    range.insertNode(node);
    getSelection().collapse(rest, rest.length);
    this.read();
  }

  /** Plain words at the caret; their lines stay lines. */
  paste(words) {
    const escape = (line) =>
      line.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
    const html = words.replace(/\r\n?/g, "\n").split("\n").map(escape).join("<br>");
    if (html) document.execCommand("insertHTML", false, html);
  }

  copy(event) {
    const words = getSelection().toString().replaceAll(REST, "");
    event.clipboardData.setData("text/plain", words);
    event.preventDefault();
  }

  /**
   * Put mark `token` around the selection; it leaves the place where it stood before. Within its
   * own mark a selection takes it away; a caret alone is led to where the mark stands.
   */
  wrap(token) {
    if (this.textarea.readOnly) return;
    this.resume();
    const selection = getSelection();
    const range = selection.getRangeAt(0);
    if (!this.node.contains(range.commonAncestorContainer)) return;
    const inside = this.chipAround(range.commonAncestorContainer);
    const placed = this.placed(token);
    if (inside?.dataset.t === token) {
      inside.replaceWith(...inside.childNodes);
    } else if (!inside && !(range.collapsed && placed.length)) {
      this.enclose(range, token);
      for (const former of placed) former.replaceWith(...former.childNodes);
    }
    this.node.normalize();
    this.read();
    const [here] = this.placed(token);
    if (here) {
      this.node.focus();
      selection.selectAllChildren(here);
    }
  }

  /**
   * Mark the selection as words of `language`; within such a mark it is taken away. Whether
   * there were words to mark.
   */
  speak(language) {
    if (this.textarea.readOnly) return true;
    this.resume();
    const range = getSelection().getRangeAt(0);
    const inside = this.chipAround(range.commonAncestorContainer);
    if (inside?.dataset.t.startsWith("lang-")) inside.replaceWith(...inside.childNodes);
    else if (range.collapsed || inside) return false;
    else this.enclose(range, `lang-${language}`);
    this.node.normalize();
    this.read();
    return true;
  }

  /** The chips of mark `token`. */
  placed(token) {
    return [...this.node.querySelectorAll(`[data-t="${CSS.escape(token)}"]`)];
  }

  enclose(range, token) {
    const node = chip(token, this.tokens.get(token));
    const content = range.extractContents();
    // Chips do not nest: those within the selection give way.
    for (const inner of content.querySelectorAll("[data-t]")) inner.replaceWith(...inner.childNodes);
    node.append(content);
    const isNew = !node.textContent;
    if (isNew) {
      const button = this.buttons.find((one) => one.dataset.deskMark === token);
      node.textContent = button.dataset.words;
    }
    range.insertNode(node);
    if (isNew && /[^\s\u200B(„“«‚‘/-]\u200B?$/u.test(this.wordsBefore(node))) node.before(" ");
    node.after(document.createTextNode(REST));
    // What was cut in two may have left empty pieces behind.
    for (const empty of this.node.querySelectorAll("[data-t]:empty, b:empty, i:empty")) empty.remove();
  }

  /** What is read before `node` in this field. */
  wordsBefore(node) {
    const range = document.createRange();
    range.selectNodeContents(this.node);
    range.setEndBefore(node);
    return range.toString();
  }

  chipAround(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const found = element?.closest("[data-t]");
    return found && this.node.contains(found) ? found : null;
  }

  /** Tell for each mark of the source whether it has its place. */
  trays() {
    const counts = countMarks(this.textarea.value);
    for (const button of this.buttons) {
      button.dataset.placed = counts.get(button.dataset.deskMark) ?? 0;
    }
    this.segment.dispatchEvent(new CustomEvent("desk:marks"));
  }
}

/** The field of a text without marks: the textarea itself. */
export class PlainField {
  constructor(segment, { changed }) {
    this.segment = segment;
    this.textarea = segment.querySelector("textarea");
    this.buttons = [];
    this.node = this.textarea;
    const multiline = "multiline" in segment.dataset;
    this.node.addEventListener("input", () => {
      if (!multiline && /[\r\n]/.test(this.node.value)) {
        this.node.value = this.node.value.replace(/\s*[\r\n]+\s*/g, " ");
      }
      changed();
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !multiline && !event.isComposing) event.preventDefault();
    });
  }

  get text() {
    return this.node.value;
  }

  set(text) {
    this.node.value = text;
  }

  has(node) {
    return this.node === node;
  }

  replace(text) {
    if (text === this.node.value) return;
    this.node.focus();
    this.node.select();
    this.type(text);
  }

  insert(words) {
    this.node.focus();
    this.type(words);
  }

  /** As if it were typed, so that the browser can undo it. */
  type(words) {
    const done = document.execCommand(words ? "insertText" : "delete", false, words);
    if (done) return;
    const { selectionStart, selectionEnd } = this.node;
    this.node.setRangeText(words, selectionStart, selectionEnd, "end");
    this.node.dispatchEvent(new Event("input", { bubbles: true }));
  }

  speak() {
    return true;
  }

  focus() {
    this.node.focus();
    this.node.setSelectionRange(this.node.value.length, this.node.value.length);
  }

  wrap() {}
}
