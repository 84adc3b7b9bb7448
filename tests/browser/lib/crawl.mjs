// Finds a sample address of every page by following links from the home page, as each demo login.

/** `/courses/{id}/lists` → a pattern of that path. */
function pattern(path) {
  const body = path.split("/").map((part) => (/^\{/.test(part) ? "([^/]+)" : part.replaceAll(".", "\\.")));
  return new RegExp(`^${body.join("/")}$`);
}

/** Fixed words before placeholders: `/courses/new` is not `/courses/{id}`. */
export function matcher(routes) {
  const gets = routes.filter((route) => route.method === "GET")
    .map((route) => ({ ...route, pattern: pattern(route.path), holes: route.path.split("{").length }))
    .sort((a, b) => a.holes - b.holes);
  return (pathname) => gets.find((route) => route.pattern.test(pathname));
}

/** How many pages of one route one login looks at. */
const EACH = 3;
/** Behind a link to anything else is a file: nothing to follow. */
const PAGE = /^text\/html/;

function withoutHash(url) {
  url.hash = "";
  return url;
}

function linksOf(html, base) {
  const found = [...html.matchAll(/<a\b[^>]*?\shref="([^"]+)"/g)].map(([, href]) => href.replace(/&(amp|#38);/g, "&"));
  return found.map((href) => withoutHash(new URL(href, base))).filter((url) => url.origin === new URL(base).origin);
}

/**
 * Every page one signed-in person can get to: `[{ route, url, status, type }]`.
 * @param {import("playwright-core").BrowserContext} context
 */
export async function crawl(context, origin, routeOf) {
  const queue = ["/home", "/help"].map((path) => new URL(path, origin));
  const seen = new Set(queue.map(String));
  const visits = new Map();
  const pages = [];
  while (queue.length) {
    const url = queue.shift();
    const route = routeOf(url.pathname);
    if (!route) {
      if (!url.pathname.startsWith("/static/")) pages.push({ route: null, url: String(url), status: 404, type: "" });
      continue;
    }
    const times = visits.get(route.path) ?? 0;
    if (times >= EACH) continue;
    visits.set(route.path, times + 1);
    const answer = await context.request.get(String(url), { maxRedirects: 0 });
    const type = answer.headers()["content-type"] ?? "";
    pages.push({ route, url: String(url), status: answer.status(), type });
    if (!PAGE.test(type)) visits.set(route.path, EACH);
    if (answer.status() !== 200 || !PAGE.test(type)) continue;
    for (const next of linksOf(await answer.text(), String(url))) {
      if (!seen.has(String(next))) {
        seen.add(String(next));
        queue.push(next);
      }
    }
  }
  return pages;
}
