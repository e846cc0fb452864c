// The desk's keys. The sheet behind `?` (desk/keys.py) tells of the same ones.

import { strings } from "./words.js";

// Signs by the place of their key, whatever the layout writes there.
const NBSP = "\u00A0";
const SHY = "\u00AD";
// A second key is waited for no longer than this.
const PATIENCE = 4000;

/** Listens for `desk`; nothing where the user has switched shortcuts off. */
export class Keys {
  constructor(desk) {
    this.desk = desk;
    const config = JSON.parse(document.getElementById("wagtail-config").textContent);
    if (config.KEYBOARD_SHORTCUTS_ENABLED === false) return;
    document.addEventListener("keydown", (event) => this.pressed(event), true);
  }

  pressed(event) {
    if (event.isComposing || event.getModifierState("AltGraph")) return;
    if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
    const act = this.second(event) ?? this.first(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    // A key may come before the click's end has been worked on.
    this.desk.activate();
    act();
  }

  /** After Ctrl+M or Ctrl+G a digit chooses; any other key is itself again. */
  second(event) {
    const choose = this.waiting;
    this.waiting = null;
    clearTimeout(this.timer);
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (!choose || !digit || event.altKey || event.shiftKey) return null;
    return () => choose(Number(digit[1]));
  }

  wait(words, choose) {
    this.desk.announce(words);
    this.waiting = choose;
    this.timer = setTimeout(() => {
      this.waiting = null;
    }, PATIENCE);
  }

  first(event) {
    const mod = event.ctrlKey || event.metaKey;
    if (event.altKey) return mod ? null : event.shiftKey ? this.altShift(event) : this.alt(event);
    return mod ? this.mod(event) : null;
  }

  mod(event) {
    const { desk } = this;
    const segment = desk.current;
    const key = event.key.toLowerCase();
    if (key === "p" && !event.shiftKey && desk.preview.toggles.length) return () => desk.preview.toggle();
    if (!segment) return null;
    if (key === "enter") return () => (event.shiftKey ? desk.next(segment) : desk.nextOpen(segment));
    if (key === "s" && !event.shiftKey) return () => segment.saver.flush();
    if (!event.ctrlKey || event.metaKey || event.shiftKey || segment.readOnly) return null;
    if (key === "m") {
      return () => this.wait(strings.pickSuggestion, (number) => desk.help.suggestion(number));
    }
    if (key === "g") return () => this.wait(strings.pickTerm, (number) => desk.help.term(number));
    return null;
  }

  alt(event) {
    const { desk } = this;
    if (event.key === "ArrowDown") return () => desk.move(1);
    if (event.key === "ArrowUp") return () => desk.move(-1);
    return null;
  }

  altShift(event) {
    const { desk } = this;
    const { code } = event;
    const always = {
      KeyN: () => desk.nextMissing(),
      KeyF: () => desk.outline.search.select(),
      KeyH: () => desk.help.enter(),
      Digit0: () => desk.zen(),
    };
    if (always[code]) return always[code];
    const segment = desk.current;
    if (segment && code === "KeyA") return () => desk.help.approve();
    if (segment && code === "KeyW") return () => desk.help.needsWork();
    if (!segment || segment.readOnly) return null;
    const digit = /^Digit([1-9])$/.exec(code);
    if (digit) {
      const button = segment.field.buttons[Number(digit[1]) - 1];
      return button ? () => segment.field.wrap(button.dataset.deskMark) : null;
    }
    const there = {
      KeyC: () => segment.take(segment.sourceText),
      KeyK: () => segment.keep(),
      KeyL: () => desk.tools.speak(segment),
      Space: () => segment.insert(NBSP),
      KeyS: () => segment.insert(SHY),
    };
    return there[code] ?? null;
  }
}
