// What others do meanwhile: who is here, at which text, and what they saved.

import { TAB } from "./store.js";
import { say } from "./words.js";

const EVERY = 6000;
const LATER = 30_000;
// Somebody is gone when so many answers in a row do not name them.
const MISSES = 2;

/** Asks every few seconds while the window can be seen. */
export class Pulse {
  constructor(root, desk) {
    this.desk = desk;
    this.url = root.dataset.pulseUrl;
    this.since = root.dataset.now;
    this.documents = [...root.querySelectorAll("[data-desk-document]")]
      .map((node) => node.dataset.deskDocument)
      .join(",");
    this.line = root.querySelector("[data-desk-people]");
    this.people = new Map();
    document.addEventListener("visibilitychange", () => this.later(0));
    this.later(0);
  }

  later(delay) {
    clearTimeout(this.timer);
    if (document.visibilityState === "hidden") return;
    this.timer = setTimeout(() => this.ask(), delay);
  }

  get fields() {
    const { since, documents } = this;
    return { since, documents, tab: TAB, segment: this.desk.current?.key ?? "" };
  }

  /** Ask once; a question that is under way is enough. */
  async ask() {
    clearTimeout(this.timer);
    if (this.asking) return;
    this.asking = true;
    const asked = performance.now();
    const { status, data } = await this.desk.line.post(this.url, this.fields);
    this.asking = false;
    this.later(status === 200 ? EVERY : LATER);
    if (status !== 200 || !data) return;
    this.since = data.now;
    this.meet(data.people);
    for (const text of data.texts) this.hear(text, asked);
  }

  /** A text that somebody saved, perhaps in this very window. */
  hear(text, asked) {
    const segment = this.desk.byKey.get(text.key);
    if (!segment || segment.saver.version === text.version) return;
    // What was stored here after the question is newer than the answer.
    if ((segment.settledAt ?? 0) < asked) segment.cameIn(text);
  }

  meet(people) {
    for (const [name, one] of this.people) {
      one.misses += 1;
      if (one.misses > MISSES) this.people.delete(name);
    }
    for (const { name, segment } of people) {
      if (!this.people.has(name)) this.desk.announce(say("isHere", { name }));
      this.people.set(name, { segment, misses: 0 });
    }
    const names = [...this.people.keys()];
    const told =
      names.length > 1
        ? say("areHere", { names: new Intl.ListFormat(document.documentElement.lang).format(names) })
        : names.length
          ? say("isHere", { name: names[0] })
          : "";
    if (this.line.textContent !== told) this.line.textContent = told;
    this.point();
  }

  /** Show at which texts the others are. */
  point() {
    const places = new Map();
    for (const [name, { segment }] of this.people) {
      if (segment) places.set(segment, [...(places.get(segment) ?? []), name]);
    }
    for (const segment of this.desk.segments) segment.meet(places.get(segment.key) ?? []);
  }

  /** The window closes. */
  leave() {
    const body = new URLSearchParams({ tab: TAB, leaving: "1" });
    this.desk.line.send(this.url, body);
  }
}
