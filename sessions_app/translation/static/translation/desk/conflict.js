// Two people changed one text: both are shown, one of them is chosen, nothing is overwritten.

import { say, strings } from "./words.js";

function element(name, className, words = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = words;
  return node;
}

/** The choice below a field whose text met another one, `theirs`. */
export class Conflict {
  constructor(segment, theirs) {
    this.segment = segment;
    const box = element("div", "desk-message desk-message--error desk-conflict");
    box.setAttribute("role", "group");
    const title = element("p", "desk-conflict__title", strings.conflict);
    title.id = `c-${segment.key}`;
    box.setAttribute("aria-labelledby", title.id);
    const by = theirs.by ? say("wrote", { name: theirs.by }) : strings.storedNow;
    const words = element("p", "desk-theirs", theirs.text || "–");
    words.lang = segment.node.querySelector("textarea").lang;
    const choice = element("div", "desk-conflict__choice");
    choice.append(
      this.button(strings.takeTheirs, () => segment.saver.takeTheirs()),
      this.button(strings.takeMine, () => segment.saver.takeMine()),
    );
    box.append(title, element("p", "desk-theirs__label", by), words, choice);
    segment.messages.append(box);
    this.box = box;
  }

  button(words, choose) {
    const button = element("button", "button button-small button-secondary", words);
    button.type = "button";
    button.addEventListener("click", () => {
      choose();
      this.segment.focus();
    });
    return button;
  }

  remove() {
    this.box.remove();
  }
}
