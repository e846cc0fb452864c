// A list of suggestions below the field of the search: a combobox as ARIA 1.2 describes it. What is
// chosen leads to its page; without this script, and with Enter, the form asks as any other.

const WAIT = 160;
const SHORTEST = 2;

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

class Suggestions {
  constructor(form) {
    this.field = form.querySelector("input[type=search]");
    this.address = form.dataset.suggestions;
    this.active = -1;
    this.asked = "";
    this.list = document.createElement("ul");
    this.list.className = "z-suggestions";
    this.list.id = `${this.field.id}-list`;
    set(this.list, { role: "listbox", "aria-label": form.dataset.label });
    this.status = document.createElement("p");
    this.status.className = "z-hidden";
    set(this.status, { role: "status" });
    form.append(this.list, this.status);
    set(this.field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id });
    this.open(false);
    this.field.addEventListener("input", () => this.wait());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that a press on the list does not close it.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.address);
    });
  }

  get options() {
    return [...this.list.children];
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.field.value.trim();
    if (text.length < SHORTEST) return this.show([], "");
    this.request = new AbortController();
    try {
      const address = `${this.address}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { signal: this.request.signal });
      if (!response.ok) return this.close();
      const found = await response.json();
      if (document.activeElement === this.field) this.show(found.suggestions, found.status);
    } catch (error) {
      // Overtaken by the next letter, or no connection: the form still works.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions, status) {
    this.list.replaceChildren(...suggestions.map((one, number) => this.option(one, number)));
    this.status.textContent = status;
    this.mark(-1);
    this.open(suggestions.length > 0);
  }

  option(one, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    set(option, { role: "option", "aria-selected": "false" });
    option.dataset.address = one.address;
    const title = document.createElement("span");
    title.textContent = one.title;
    if (one.language) title.lang = one.language;
    const note = document.createElement("small");
    note.textContent = one.note;
    option.append(title, " ", note);
    return option;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    set(this.field, { "aria-expanded": String(isOpen) });
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.mark(-1);
    this.status.textContent = "";
    this.open(false);
  }

  mark(number) {
    this.active = number;
    this.options.forEach((option, place) => {
      set(option, { "aria-selected": String(place === number) });
    });
    const option = this.options[number];
    if (option) {
      set(this.field, { "aria-activedescendant": option.id });
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  press(event) {
    if (event.isComposing) return;
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than options: the field itself.
      const place = this.list.hidden ? (step > 0 ? 0 : count - 1) : this.active + step;
      this.open(true);
      this.mark(place < -1 ? count - 1 : place >= count ? -1 : place);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      location.assign(this.options[this.active].dataset.address);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }
}

for (const form of document.querySelectorAll("[data-suggestions]")) new Suggestions(form);
