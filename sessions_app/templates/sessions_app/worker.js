{# The service worker. Parameters: admin (path of the admin, or nothing). #}// What was read once can be read again without a connection. The network always comes first, so
// that nobody sees an old programme while a new one can be had.

const CACHE = "zwiesprache-1";
const FALLBACK = "zwiesprache-1-fallback";
const ADMIN = "{{ admin|escapejs }}";
const MOST = 300;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("zwiesprache-") && name !== CACHE && name !== FALLBACK) {
          await caches.delete(name);
        }
      }
      await self.clients.claim();
    })(),
  );
});

// A page tells what to keep; the last of its pages is the one shown when nothing was kept.
self.addEventListener("message", (event) => {
  const { keep = [], fallback = "" } = event.data || {};
  event.waitUntil(
    (async () => {
      await Promise.all(keep.map((address) => fetchAndKeep(CACHE, address)));
      if (fallback) await fetchAndKeep(FALLBACK, fallback);
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.headers.has("range") || (ADMIN && url.pathname.startsWith(ADMIN))) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  try {
    const response = await fetch(request);
    if (mayBeKept(response) && isPartOfAPage(request)) await keep(CACHE, request, response.clone());
    return response;
  } catch (error) {
    const kept = await caches.match(request, { cacheName: CACHE });
    if (kept) return kept;
    if (request.mode !== "navigate") throw error;
    return (await sameAddress(request)) || (await fallbackFor(request)) || Response.error();
  }
}

function isPartOfAPage(request) {
  return request.mode === "navigate" || ["style", "script", "image", "font"].includes(request.destination);
}

function mayBeKept(response) {
  const control = response.headers.get("Cache-Control") || "";
  return response.ok && response.type === "basic" && !/no-store|private/.test(control);
}

async function fetchAndKeep(cache, address) {
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    if (mayBeKept(response)) await keep(cache, address, response);
  } catch {
    // It is tried again with the next visit.
  }
}

async function keep(name, key, response) {
  const cache = await caches.open(name);
  // Of a visitor's own programme the last state alone.
  const url = new URL(key.url || key, self.location.origin);
  if (url.searchParams.has("s")) await cache.delete(url.pathname, { ignoreSearch: true });
  await cache.put(key, response);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}

// A visitor's own programme as it was last read, whatever was marked since.
async function sameAddress(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.matchAll(request, { ignoreSearch: true });
  return found.at(-1);
}

async function fallbackFor(request) {
  const language = new URL(request.url).pathname.split("/")[1];
  const cache = await caches.open(FALLBACK);
  const keys = await cache.keys();
  const own = keys.find((key) => new URL(key.url).pathname.split("/")[1] === language);
  return own || keys[0] ? cache.match(own || keys[0]) : undefined;
}
