// Reads the marks of a preview: takes them out of the page and knows where each text stands.

// Unicode's tag characters mirror ASCII; a mark without a key ends a text.
const MARK = /\u{E0001}([\u{E0020}-\u{E007E}]*)\u{E007F}/u;
const BEGIN = "\u{E0001}";
const TAGS = 0xe0000;
const MACHINES = "script, style, template, noscript";

const decode = (signs) =>
  String.fromCodePoint(...[...signs].map((sign) => sign.codePointAt(0) - TAGS));

/** A caret position as `[node, offset]`; null where there is no text. */
function caret(document, x, y) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && [found.offsetNode, found.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : null;
}

/** The texts of a document that was rendered with marks. */
export class MarkedPage {
  constructor(document) {
    this.document = document;
    /** Where texts stand, by key; attributes (alternative texts, names) by their elements. */
    this.ranges = new Map();
    this.elements = new Map();
    this.read();
  }

  get isEmpty() {
    return !this.ranges.size && !this.elements.size;
  }

  read() {
    const { document } = this;
    const shown = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;
    const walker = document.createTreeWalker(document.documentElement, shown);
    let open = null;
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) this.readAttributes(node);
      else if (node.data.includes(BEGIN)) open = this.readText(node, open);
    }
    if (open) this.add(open, open.node, open.node.length);
  }

  readAttributes(element) {
    for (const { name, value } of element.attributes) {
      if (!value.includes(BEGIN)) continue;
      const [, signs] = value.match(MARK) ?? [];
      element.setAttribute(name, value.split(MARK).filter((_part, at) => at % 2 === 0).join(""));
      if (!signs || !document.body || !this.document.body.contains(element)) continue;
      const key = decode(signs);
      this.elements.set(key, [...(this.elements.get(key) ?? []), element]);
    }
  }

  /** Take the marks out of a text; `open` is the text that began and did not end. */
  readText(node, open) {
    const parts = node.data.split(MARK);
    const steps = [];
    let clean = "";
    parts.forEach((part, at) => {
      if (at % 2) steps.push([decode(part), clean.length]);
      else clean += part;
    });
    node.data = clean;
    if (!this.document.body.contains(node) || node.parentElement.closest(MACHINES)) return open;
    for (const [key, at] of steps) {
      // A filter may have cut the end away.
      if (open && key) this.add(open, open.node, open.node.length);
      else if (open) this.add(open, node, at);
      open = key ? { key, node, at } : null;
    }
    return open;
  }

  add({ key, node, at }, end, endAt) {
    const range = this.document.createRange();
    range.setStart(node, at);
    range.setEnd(end, endAt);
    this.ranges.set(key, [...(this.ranges.get(key) ?? []), range]);
  }

  /** Keys of everything that is shown. */
  get keys() {
    return new Set([...this.ranges.keys(), ...this.elements.keys()]);
  }

  rangesOf(keys) {
    return [...keys].flatMap((key) => this.ranges.get(key) ?? []);
  }

  /** Where a text is seen, in the window's coordinates; folded parts open for it. */
  place(key) {
    const found = [...(this.ranges.get(key) ?? []), ...(this.elements.get(key) ?? [])];
    for (const one of found) {
      let around = one.startContainer?.parentElement ?? one;
      while ((around = around.closest?.("details:not([open])"))) around.open = true;
      const box = one.getBoundingClientRect();
      if (box.width && box.height) return box;
    }
    return null;
  }

  /** Key of the text that a click or a key press was meant for. */
  keyOf(event) {
    const own = this.keyOfElement(event.target);
    if (own) return own;
    const point = event.detail ? caret(this.document, event.clientX, event.clientY) : null;
    for (const [key, ranges] of point ? this.ranges : []) {
      if (ranges.some((range) => range.isPointInRange(...point))) return key;
    }
    const control = event.target.closest("a, summary, button");
    for (const [key, ranges] of control ? this.ranges : []) {
      if (ranges.some((range) => range.intersectsNode(control))) return key;
    }
    for (let node = event.target.parentElement; node; node = node.parentElement) {
      const around = this.keyOfElement(node);
      if (around) return around;
    }
    return "";
  }

  keyOfElement(element) {
    for (const [key, elements] of this.elements) if (elements.includes(element)) return key;
    return "";
  }

  /** Say of the elements that hold nothing but these texts in which language they are. */
  tellLanguage(keys, language) {
    for (const range of this.rangesOf(keys)) {
      for (const element of this.elementsWithin(range)) element.lang = language;
    }
  }

  elementsWithin(range) {
    const around = range.commonAncestorContainer;
    const root = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
    return [root, ...root.querySelectorAll("*")].filter((element) => {
      if (!range.intersectsNode(element) || !element.textContent.trim()) return false;
      const walker = this.document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        if (!text.data.trim()) continue;
        if (range.comparePoint(text, 0) || range.comparePoint(text, text.length)) return false;
      }
      return true;
    });
  }
}
