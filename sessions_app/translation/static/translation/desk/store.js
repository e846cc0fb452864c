// Saving: at once in this browser, soon on the server; nothing is given up.

import { strings } from "./words.js";

const SOON = 700;
const AGAIN = [2000, 5000, 10000, 20000, 30000];

function tab() {
  try {
    let name = sessionStorage.getItem("desk-tab");
    if (!name) {
      name = Math.random().toString(36).slice(2, 10);
      sessionStorage.setItem("desk-tab", name);
    }
    return name;
  } catch {
    return "0";
  }
}

export const TAB = tab();
// Two tabs share the storage: each keeps its own.
const keyOf = (segment) => `desk:${segment}:${TAB}`;

/** Keep `entry` for a segment in this browser; null forgets it. */
function keep(segment, entry) {
  try {
    if (entry) localStorage.setItem(keyOf(segment), JSON.stringify(entry));
    else localStorage.removeItem(keyOf(segment));
  } catch {
    // A full or closed storage: the server remains.
  }
}

/** Everything kept for a segment by any tab of this browser: [{key, text, version, at}]. */
export function keptFor(segment) {
  const found = [];
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (key.startsWith(`desk:${segment}:`)) found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
    }
  } catch {
    return [];
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Forget one kept entry, whichever tab made it. */
export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** The connection: posts with the admin's token, and fetches a fresh one when it has gone stale. */
export class Line {
  constructor(tokenUrl) {
    const config = JSON.parse(document.getElementById("wagtail-config").textContent);
    this.header = config.CSRF_HEADER_NAME;
    this.token = config.CSRF_TOKEN;
    this.tokenUrl = tokenUrl;
  }

  /** {status, data}: status 0 where there was no answer, data null where it was no JSON. */
  async post(url, fields, fresh = true) {
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { [this.header]: this.token, "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
      });
    } catch {
      return { status: 0, data: null };
    }
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const data = isJson ? await response.json().catch(() => null) : null;
    if (response.status === 403 && !data && fresh && (await this.refresh())) {
      return this.post(url, fields, false);
    }
    return { status: response.status, data };
  }

  async refresh() {
    const told = await this.read(this.tokenUrl);
    if (told) this.token = told.token;
    return told !== null;
  }

  /** Post as the page closes: without waiting for an answer. */
  send(url, body) {
    const headers = { [this.header]: this.token, "X-Requested-With": "XMLHttpRequest" };
    fetch(url, { method: "POST", keepalive: true, body, headers }).catch(() => {});
  }

  /** HTML of an address; null where there is none. */
  async text(url) {
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const response = await fetch(url, { headers, credentials: "same-origin" });
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }

  /** JSON of an address; null where there is none. */
  async read(url) {
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const response = await fetch(url, { headers, credentials: "same-origin" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }
}

/**
 * Saves one segment: after a pause, one request at a time, again and again until it is stored.
 * `tell(state, data)` hears: typing, saving, saved, kept, refused, error, conflict.
 */
export class Saver {
  constructor({ segment, saveUrl, version, line, read, tell }) {
    Object.assign(this, { segment, saveUrl, version, line, read, tell });
    this.stored = read();
    this.state = "idle";
    this.tries = 0;
    this.timer = 0;
    this.running = null;
  }

  /** Whether something typed is not on the server yet. */
  get pending() {
    return this.state !== "idle";
  }

  /** The text has changed. */
  touch() {
    if (this.state === "conflict") {
      this.keepHere();
      return;
    }
    if (this.read() === this.stored && !this.running) {
      this.settle("saved");
      return;
    }
    this.keepHere();
    this.state = "typing";
    this.tell("typing");
    this.tries = 0;
    this.later(SOON);
  }

  keepHere() {
    keep(this.segment, { text: this.read(), version: this.version, at: Date.now() });
  }

  settle(state, data) {
    this.state = "idle";
    this.tries = 0;
    clearTimeout(this.timer);
    keep(this.segment, null);
    this.tell(state, data);
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  /** Save now what there is; resolves when the answer is here. */
  flush() {
    if (!this.pending || this.state === "conflict") return this.running ?? Promise.resolve();
    clearTimeout(this.timer);
    return this.send();
  }

  send(url = this.saveUrl, more = {}) {
    if (this.running) {
      // One at a time: what was typed meanwhile goes after the answer.
      this.again = true;
      return this.running;
    }
    const text = this.read();
    this.state = "saving";
    this.tell("saving");
    const fields = { text, version: this.version, ...more };
    // A machine's text that nobody touched is sent as such.
    if (this.taken?.text === text) fields.taken = this.taken.by;
    this.running = this.line.post(url, fields).then((answer) => {
      this.running = null;
      this.answer(text, answer);
    });
    return this.running;
  }

  /** Let the source's text stand. */
  keepSource(url) {
    return this.send(url);
  }

  answer(text, { status, data }) {
    const again = this.again;
    this.again = false;
    if (status === 200 && data) {
      this.version = data.version;
      this.stored = data.text;
      const moved = this.read() !== text;
      if (moved) {
        this.keepHere();
        this.state = "typing";
        this.tell("typing", data);
        this.later(again ? 0 : SOON);
      } else {
        this.settle("saved", data);
      }
    } else if (status === 409 && data) {
      this.state = "conflict";
      this.theirs = data.theirs;
      this.keepHere();
      this.tell("conflict", data);
    } else if (data && (status === 422 || status === 403)) {
      this.state = status === 422 ? "error" : "refused";
      this.keepHere();
      this.tell(this.state, data);
    } else if (status === 400 || status === 413) {
      // Too much for the server: trying again would help nobody.
      this.state = "error";
      this.keepHere();
      this.tell("error", { message: strings.tooMuch });
    } else {
      this.state = "kept";
      this.keepHere();
      this.tell("kept", { status });
      this.later(AGAIN[Math.min(this.tries, AGAIN.length - 1)]);
      this.tries += 1;
    }
  }

  /** Somebody stored another text meanwhile. */
  meet(theirs) {
    // An answer that is under way will tell.
    if (this.running || this.state === "conflict") return;
    clearTimeout(this.timer);
    this.state = "conflict";
    this.theirs = theirs;
    this.keepHere();
    this.tell("conflict", { theirs });
  }

  /** After a conflict: the other text is to stand. */
  takeTheirs() {
    this.version = this.theirs.version;
    this.stored = this.theirs.text;
    this.settle("theirs", this.theirs);
  }

  /** After a conflict: this text is to stand, in the place of the other one. */
  takeMine() {
    this.version = this.theirs.version;
    this.state = "typing";
    return this.send();
  }

  /** A text kept on an earlier visit meets what is stored now. */
  restore(entry, current) {
    if (entry.text === current.text) {
      forget(entry.key);
      return false;
    }
    forget(entry.key);
    if (entry.version === this.version) {
      this.touch();
      return true;
    }
    this.state = "conflict";
    this.theirs = { ...current, version: this.version };
    this.keepHere();
    this.tell("conflict", { theirs: this.theirs });
    return true;
  }

  /** Try again at once, as when the connection is back. */
  retry() {
    if (this.state === "kept") this.later(0);
  }
}
