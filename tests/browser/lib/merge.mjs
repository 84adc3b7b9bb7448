// The server's merge of one field, as src/sessions/recording.rs decides it, for tests that need thousands of answers.

export const KNOWN = ["applied", "duplicate", "same"];

export class Field {
  version = 0;
  value = null;
  by = undefined;
  /** @type {{value: string|null, by: string}[]} */
  others = [];
  /** @type {Map<string, {version: number, outcome: string}>} */
  answered = new Map();

  /** What an operation does, and the answer to it. `by` is who sends. */
  take({ key, base, value, after }, by = "") {
    const own = after && this.answered.get(after);
    // A device's own entry that it typed over: it has seen it.
    const seen = own && KNOWN.includes(own.outcome) ? Math.max(base, own.version) : base;
    const outcome = this.merge(key, seen, value, by);
    if (outcome !== "refused" && !this.answered.has(key)) this.answered.set(key, { version: this.version, outcome });
    const version = outcome === "duplicate" ? this.answered.get(key).version : this.version;
    return { key, outcome, version, value: this.value, by: this.by, at: "10:05", others: this.others.map((one) => ({ ...one, at: "10:05" })), message: "" };
  }

  merge(key, base, value, by) {
    const open = this.others.length > 0;
    const kept = this.value === value || this.others.some((one) => one.value === value);
    const before = this.answered.get(key);
    if (before) return open && before.version === this.version ? "conflict" : "duplicate";
    if (base < 0 || base > this.version) return "refused";
    if (!open && this.value === value) return "same";
    if (base === this.version) {
      Object.assign(this, { version: this.version + 1, value, by, others: [] });
      return "applied";
    }
    if (!(open && kept)) {
      this.version += 1;
      this.others.push({ value, by });
    }
    return "conflict";
  }
}
