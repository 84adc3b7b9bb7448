// The tablet's service worker. The server puts `const FILES = […]; const VERSION = "…";` before it. It knows the files of one
// version and nothing else: no answer about people ever passes through it into a cache.

const NAME = `kayoi-tablet-${VERSION}`;

addEventListener("install", (event) => {
  // A version waits until no page of the one before is open, or until a page says that nothing is unsent.
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES.map((path) => new Request(path, { cache: "reload" })))));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))))
    .then(() => clients.claim()));
});

addEventListener("message", (event) => {
  if (event.data === "update") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !FILES.includes(pathname)) return;
  // Looking into a cache by its name makes none: after a wipe there is none.
  event.respondWith(caches.match(pathname, { cacheName: NAME }).then((kept) => kept ?? fetch(request)));
});
