// Signs that no keyboard has, and languages of passages: a few buttons at the active field.

import { strings } from "./words.js";

const SIGNS = { nbsp: "\u00A0", shy: "\u00AD" };

/** The one toolbar of `desk`; it stands below the field that is worked on. */
export class Tools {
  constructor(root, desk) {
    this.desk = desk;
    this.bar = root.querySelector("[data-desk-tools]");
    this.languages = this.bar.querySelector("[data-desk-language-tools]");
    this.select = this.bar.querySelector("select");
    // The selection would be lost with the focus.
    this.bar.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    });
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || !this.segment) return;
      if ("deskLanguage" in button.dataset) this.speak(this.segment);
      else this.segment.insert(SIGNS[button.dataset.deskSign]);
    });
  }

  /** Stand at the field of `segment`. */
  activate(segment) {
    if (segment === this.segment) return;
    this.segment = segment;
    this.bar.hidden = segment.readOnly;
    this.languages.hidden = !segment.speaks;
    segment.node.querySelector(".desk-field").after(this.bar);
  }

  /** Mark the selected words of `segment` as words of the chosen language. */
  speak(segment) {
    if (!segment.speaks) return;
    if (!segment.field.speak(this.select.value)) this.desk.announce(strings.selectWords);
  }
}
