// What the scripts say, in the language of the admin.

export const strings = JSON.parse(document.getElementById("desk-strings").textContent);

/** `say("progress", {done: 3, total: 5})` */
export function say(name, values = {}) {
  return strings[name].replace(/%\((\w+)\)s/g, (_whole, key) => values[key]);
}
