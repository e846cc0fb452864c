// What is typed in forms beside the texts and was not sent yet: it outlives what takes their place.

const FIELDS = "textarea, input:not([type=hidden])";
const KEPT = "desk-typed";

const formOf = (field) => field.form.getAttribute("action");
const isTyped = (field) => field.value !== field.defaultValue;
const placeOf = (field) => `${formOf(field)} ${field.name}`;

/** The words in the forms of `body`, by the address they would go to; this tab keeps them if asked. */
export class Typed {
  constructor(body, { isKept = false } = {}) {
    this.body = body;
    this.words = isKept ? kept() : new Map();
    if (!isKept) return;
    window.addEventListener("pagehide", () => {
      this.note();
      keep(this.words);
    });
  }

  get fields() {
    return [...this.body.querySelectorAll(FIELDS)];
  }

  /** Whether words stand in a form that can be seen. */
  get isThere() {
    return this.fields.some(isTyped);
  }

  /** Put `nodes` in the place of what is there; where one is typing, one goes on. */
  replace(...nodes) {
    const at = this.fields.find((field) => field === document.activeElement);
    const caret = at && [at.selectionStart, at.selectionEnd];
    this.note();
    this.body.replaceChildren(...nodes);
    for (const field of this.fields) {
      const words = this.words.get(placeOf(field));
      if (words !== undefined) field.value = words;
      const isHere = at && placeOf(field) === placeOf(at);
      if (words !== undefined || isHere) open(field);
      if (!isHere) continue;
      field.focus({ preventScroll: true });
      // A date has no caret.
      if (caret[0] !== null) field.setSelectionRange(...caret);
    }
  }

  note() {
    for (const field of this.fields) {
      if (isTyped(field)) this.words.set(placeOf(field), field.value);
      else this.words.delete(placeOf(field));
    }
  }

  /** The words of `form` have arrived. */
  sent(form) {
    for (const field of [...form.querySelectorAll(FIELDS), ...this.fields]) {
      if (formOf(field) !== form.getAttribute("action")) continue;
      field.value = field.defaultValue;
      this.words.delete(placeOf(field));
    }
  }
}

function open(field) {
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function kept() {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(KEPT)));
  } catch {
    return new Map();
  }
}

function keep(words) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...words]));
  } catch {
    // A full or closed storage.
  }
}
