// Text with tokens and the DOM a translator edits: one into the other and back, exactly.
// The grammar is that of translation/wire.py: {1}…{/1}, {b}…{/b}, {br}; a literal token has a
// backslash before it, backslashes before a token are doubled.

const MARKS = new Set(["abbr", "acronym", "b", "code", "em", "i", "strong"]);
const SOURCE = String.raw`(\\*)\{(\/?)([A-Za-z0-9][A-Za-z0-9_-]*)\}`;
// Behind every chip, so that typing at its end does not lengthen it; never part of the text.
const REST = "\u200B";
// What cannot be seen stands as a sign of its own; REST as text is thus never somebody's.
const SIGNS = new Map([
  ["\u00AD", "shy"],
  [REST, "zwsp"],
]);
const LETTERS = new Map([...SIGNS].map(([letter, name]) => [name, letter]));

const LANGUAGE = /^lang-([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$/;

/** The source's marks, a Map of token to language ("" for links), and every mark of a language. */
export class Tokens extends Map {
  has(token) {
    return super.has(token) || LANGUAGE.test(token);
  }

  get(token) {
    return super.get(token) ?? LANGUAGE.exec(token)?.[1];
  }
}

/** DOM of `text`. `tokens` are the source's marks: a Map of token to language ("" for links). */
export function toDom(text, tokens, doc = document) {
  const root = doc.createDocumentFragment();
  const pattern = new RegExp(SOURCE, "g");
  const open = [{ name: "", node: root }];
  let position = 0;
  const append = (words) => appendText(open[open.length - 1].node, words, doc);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    append(text.slice(position, match.index));
    position = pattern.lastIndex;
    const [whole, backslashes, closing, name] = match;
    append("\\".repeat(Math.floor(backslashes.length / 2)));
    const token = whole.slice(backslashes.length);
    const known = tokens.has(name) || MARKS.has(name);
    if (backslashes.length % 2) append(token);
    else if (name === "br" && !closing) open[open.length - 1].node.append(doc.createElement("br"));
    else if (!known) append(token);
    else if (closing) {
      if (open[open.length - 1].name === name) close(open, tokens, doc);
      else append(token);
    } else {
      const node = tokens.has(name) ? chip(name, tokens.get(name), doc) : doc.createElement(name);
      open[open.length - 1].node.append(node);
      open.push({ name, node });
    }
  }
  append(text.slice(position));
  while (open.length > 1) close(open, tokens, doc);
  return root;
}

function close(open, tokens, doc) {
  const { name } = open.pop();
  if (tokens.has(name)) open[open.length - 1].node.append(doc.createTextNode(REST));
}

/** An editable chip for a mark of the source. */
export function chip(token, language, doc = document) {
  const node = doc.createElement("span");
  node.className = "desk-chip";
  node.dataset.t = token;
  if (language) node.lang = language;
  return node;
}

/** What stands for a character that cannot be seen. */
export function sign(letter, doc = document) {
  const node = doc.createElement("span");
  node.className = "desk-sign";
  node.dataset.c = SIGNS.get(letter);
  node.contentEditable = "false";
  return node;
}

/** Append words, invisible characters as signs that can be seen. */
function appendText(node, words, doc) {
  for (const part of words.split(/([\u00AD\u200B])/)) {
    if (SIGNS.has(part)) node.append(sign(part, doc));
    else if (part) node.append(doc.createTextNode(part));
  }
}

/** Text of an edited DOM. Only what the grammar knows passes; everything else is its words. */
export function toText(root) {
  const runs = [];
  collect(root, [], runs);
  while (runs.length && runs[runs.length - 1].text === "\n") runs.pop();
  return write(runs);
}

/** The words of an edited DOM alone, line breaks as lines; signs are the characters they show. */
export function toPlain(root) {
  const runs = [];
  collect(root, [], runs);
  return runs.map((run) => run.text).join("");
}

/** Runs of text, each with the marks around it, outermost first; "\n" alone is a line break. */
function collect(node, around, runs) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const words = child.data.replaceAll(REST, "");
      words.split("\n").forEach((line, index) => {
        if (index) runs.push({ text: "\n", around });
        if (line) runs.push({ text: line, around });
      });
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      const name = child.localName;
      if (LETTERS.has(child.dataset.c)) runs.push({ text: LETTERS.get(child.dataset.c), around });
      else if (name === "br") runs.push({ text: "\n", around });
      else {
        const block = name === "div" || name === "p";
        if (block && runs.length) runs.push({ text: "\n", around });
        collect(child, extended(around, child), runs);
      }
    }
  }
}

/** The marks around the content of `element`; chips do not nest, marks do not repeat. */
function extended(around, element) {
  const token = element.dataset.t;
  if (token) return around.some((mark) => mark.chip) ? around : [...around, { name: token, chip: true }];
  const name = element.localName;
  if (!MARKS.has(name) || around.some((mark) => mark.name === name)) return around;
  return [...around, { name, chip: false }];
}

/** Tokens are closed and opened only where the marks change, so split elements become one. */
function write(runs) {
  const out = [];
  let open = [];
  let words = "";
  const flush = (beforeToken) => {
    let escaped = words.replace(new RegExp(SOURCE, "g"), (whole, slashes) => {
      return `${slashes}${slashes}\\${whole.slice(slashes.length)}`;
    });
    if (beforeToken) escaped = escaped.replace(/\\+$/, (slashes) => slashes + slashes);
    out.push(escaped);
    words = "";
  };
  const token = (name) => {
    flush(true);
    out.push(`{${name}}`);
  };
  for (const run of runs) {
    let same = 0;
    while (same < open.length && same < run.around.length && open[same].name === run.around[same].name) {
      same += 1;
    }
    for (const mark of open.slice(same).reverse()) token(`/${mark.name}`);
    for (const mark of run.around.slice(same)) token(mark.name);
    open = run.around;
    if (run.text === "\n") token("br");
    else words += run.text;
  }
  for (const mark of [...open].reverse()) token(`/${mark.name}`);
  flush(false);
  return out.join("");
}

/** How often each of the source's marks stands in `text`. */
export function countMarks(text) {
  const counts = new Map();
  for (const [, slashes, closing, name] of text.matchAll(new RegExp(SOURCE, "g"))) {
    if (slashes.length % 2 === 0 && !closing) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
