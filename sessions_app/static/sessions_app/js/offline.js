// Keeps what was read for the time without a connection, and says when there is none.

import { remembered } from "./favourites.js";

const script = document.querySelector("script[data-worker]");
const [programme, mine, offline] = script.dataset.keep.split(" ");
const note = document.querySelector("[data-offline-note]");

function showConnection() {
  note.hidden = navigator.onLine;
}

function addressOfMine() {
  const keys = remembered();
  return keys.length ? `${mine}?s=${keys.join(",")}` : mine;
}

function ask(registration, keep, fallback = "") {
  registration.active?.postMessage({ keep: keep.filter(Boolean), fallback });
}

async function start() {
  await navigator.serviceWorker.register(script.dataset.worker);
  const registration = await navigator.serviceWorker.ready;
  const parts = document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]");
  const assets = [...parts].map((part) => part.href || part.src);
  ask(registration, [...assets, location.href, programme, addressOfMine()], offline);
  document.addEventListener("z-favourites", () => ask(registration, [addressOfMine()]));
}

showConnection();
window.addEventListener("online", showConnection);
window.addEventListener("offline", showConnection);
if ("serviceWorker" in navigator && programme) start().catch(() => {});
