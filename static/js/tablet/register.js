// The service worker: without it nothing opens where there is no network.

/** Trusted Types: the one address that may become a script. */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("tablet", { createScriptURL: () => "/t/sw.js" });

export const register = () => navigator.serviceWorker.register(policy?.createScriptURL("") ?? "/t/sw.js", { scope: "/t/", updateViaCache: "none" });
