// Kept ready to be served in the place of /t/sw.js: takes the worker and its files off every tablet that asks. What is unsent is
// in IndexedDB and stays.

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.map((name) => caches.delete(name))))
    .then(() => registration.unregister())
    .then(() => clients.matchAll({ type: "window" }))
    .then((pages) => Promise.all(pages.map((page) => page.navigate(page.url)))));
});
