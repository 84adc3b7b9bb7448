// What stays on the tablet: IndexedDB with four stores. Everything about people is sealed before it gets here.

/**
 * `key`: the tablet and, for each recorder, wrapped keys. `pack`: a session each. `rec`: a person's fields each.
 * `out`: what the server has not answered.
 * @typedef {"key"|"pack"|"rec"|"out"} Name
 * @typedef {{put?: [Name, any][], drop?: [Name, IDBValidKey|IDBKeyRange][]}} Step
 */

const DATABASE = "kayoi-tablet";
/** @type {Name[]} */
const STORES = ["key", "pack", "rec", "out"];
const FULL = "端末の空きがありません。使っていないアプリや写真を消してから、もう一度押してください。";
const BROKEN = "端末に書けません。このタブを閉じて開き直してください。";

/** @type {Promise<IDBDatabase>|null} */
let opened = null;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => { for (const name of STORES) request.result.createObjectStore(name, { keyPath: "id" }); };
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = database.onversionchange = close;
      done(database);
    };
  });
  return opened;
}

export async function close() {
  const was = opened;
  opened = null;
  (await was?.catch(() => null))?.close();
}

/**
 * Runs one transaction. A browser may have closed the database behind our back: then it is opened again, once.
 * @template T @param {IDBTransactionMode} mode @param {(transaction: IDBTransaction) => T} work @returns {Promise<T>}
 */
async function transact(mode, work, again = true) {
  try {
    const transaction = (await open()).transaction(STORES, mode, { durability: "strict" });
    const ended = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    const made = work(transaction);
    await ended;
    return made;
  } catch (/** @type {any} */ problem) {
    const full = problem?.name === "QuotaExceededError";
    await close();
    if (again && !full) return transact(mode, work, false);
    throw new Error(full ? FULL : BROKEN, { cause: problem });
  }
}

/** All of it or nothing. @param {Step} step */
export const write = ({ put = [], drop = [] }) => transact("readwrite", (transaction) => {
  for (const [name, id] of drop) transaction.objectStore(name).delete(id);
  for (const [name, row] of put) transaction.objectStore(name).put(row);
});

/** @param {Name} name @param {IDBValidKey|IDBKeyRange} [ids] @returns {Promise<any[]>} in the order of their ids */
export const all = async (name, ids) => (await transact("readonly", (transaction) => answer(transaction.objectStore(name).getAll(ids))));

/** @param {Name} name @param {string} id @returns {Promise<any>} */
export const one = async (name, id) => (await all(name, IDBKeyRange.only(id)))[0];

/** The ids that begin with a session's. @param {string} session */
export const of = (session) => IDBKeyRange.bound(`${session}/`, `${session}/\uffff`);

/** Where the half-written first report of a session is kept. @param {string} session */
export const draft = (session) => `draft/${session}`;

export async function destroy() {
  await close();
  await answer(indexedDB.deleteDatabase(DATABASE));
}
