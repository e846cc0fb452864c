// Puts a film's player in place of its picture once somebody asks for it. Without this module, and
// with a key held down, the link opens the film at its host.

const PLAIN = ["altKey", "ctrlKey", "metaKey", "shiftKey"];

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-film]");
  if (!link || event.button !== 0 || PLAIN.some((key) => event[key])) return;
  const template = link.parentElement.querySelector("template");
  const source = new URL(link.dataset.film, document.baseURI);
  if (!template || source.protocol !== "https:") return;
  event.preventDefault();
  const player = document.importNode(template.content, true).firstElementChild;
  player.src = source.href;
  link.replaceWith(player);
  player.focus();
});
