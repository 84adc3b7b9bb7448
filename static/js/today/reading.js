// A reading: what it may be, by the server's rules so that a wrong figure is refused at the key, and how it is typed.

/** @typedef {{name: string, short: string, min: number, max: number, three: string, two: string}} Vital */

/** @type {Vital[]} `three` and `two` are the first digits of figures of that length. */
export const VITALS = [
  { name: "血圧の上", short: "上", min: 50, max: 260, three: "12", two: "56789" },
  { name: "血圧の下", short: "下", min: 30, max: 160, three: "1", two: "3456789" },
  { name: "脈拍", short: "脈拍", min: 30, max: 220, three: "12", two: "3456789" },
];

/** How many digits the figure has, from its first one; 0 refuses it. @param {Vital} vital @param {string} first */
export function digitsOf(vital, first) {
  if (vital.three.includes(first)) return 3;
  return vital.two.includes(first) ? 2 : 0;
}

/** @param {Vital} vital */
const rangeProblem = ({ name, min, max }) =>
  `${name}は${min}から${max}の間で入力してください。測れないときは「測れない」を選んでください。`;

/**
 * The sentence that refuses a completed figure, or nothing.
 * @param {string[]} digits the three figures as typed @param {number} at the completed one
 */
function problemAt(digits, at) {
  const vital = VITALS[at];
  const value = Number(digits[at]);
  if (value < vital.min || value > vital.max) return rangeProblem(vital);
  if (at < 2 && digits[0] && digits[1] && Number(digits[0]) <= Number(digits[1])) {
    return "血圧の上は下より大きい値を入力してください。例：128と76";
  }
  return "";
}

/** @param {string|null|undefined} text `128/76/70` @returns {number[]|null} */
export function numbers(text) {
  const parts = (text || "").split("/").map(Number);
  return parts.length === 3 && parts.every((n) => n > 0) ? parts : null;
}

/** `128/76・70` @param {string|null|undefined} text */
export function shown(text) {
  const parts = numbers(text);
  return parts ? `${parts[0]}/${parts[1]}・${parts[2]}` : "";
}

/**
 * The ward's rules that a reading reaches; a limit that is absent is off.
 * @param {Record<string, number|null>} limits
 * @param {number[]} now @param {number[]|null} previous @param {number[]|null} before
 * @returns {string[]}
 */
export function softAlerts(limits, now, previous, before) {
  const [systolic, diastolic, pulse] = now;
  const change = previous ? Math.abs(systolic - previous[0]) : NaN;
  const rise = (i) => (before ? now[i] - before[i] : NaN);
  /** @type {[string, number, string, string][]} the limit, what is held against it, and the rule around its figure */
  const rules = [
    ["systolic_from", systolic, "上", "以上"],
    ["diastolic_from", diastolic, "下", "以上"],
    ["systolic_below", systolic, "上", "未満"],
    ["pulse_below", pulse, "脈拍", "未満"],
    ["pulse_from", pulse, "脈拍", "以上"],
    ["systolic_change", change, "前回との上の差が", "以上"],
    ["systolic_rise", rise(0), "開始前より上が", "以上高い"],
    ["diastolic_rise", rise(1), "開始前より下が", "以上高い"],
  ];
  return rules.flatMap(([key, value, what, than]) => {
    const limit = limits[key] ?? NaN;
    const reached = than === "未満" ? value < limit : value >= limit;
    return reached ? [`${what}${limit}${than}`] : [];
  });
}

/** The same key twice within this time is a bounce, in ms. */
const BOUNCE = 60;

export class Entry {
  /** @param {string|null} stored `128/76/70` or nothing @param {number} base version of the field when typing began */
  constructor(stored, base) {
    this.digits = stored ? stored.split("/") : ["", "", ""];
    this.base = base;
    this.touched = false;
    this.message = "";
    /** @type {{key: string, at: number}} */
    this.last = { key: "", at: -BOUNCE };
    this.at = stored ? VITALS.length : 0;
  }

  get complete() { return this.at === VITALS.length; }
  get text() { return this.digits.join("/"); }

  /** @param {string} key a digit or "back" @param {number} time ms @returns {boolean} whether all three are complete now */
  press(key, time) {
    const bounced = key === this.last.key && time - this.last.at < BOUNCE;
    this.last = { key, at: time };
    if (bounced) return false;
    this.message = "";
    return key === "back" ? this.back() : this.digit(key);
  }

  digit(key) {
    if (this.complete) {
      this.message = "入力ずみです。直すときは、直す欄（上・下・脈拍）か「消す」を押してください。";
      return false;
    }
    const vital = VITALS[this.at];
    const typed = this.digits[this.at] + key;
    const length = digitsOf(vital, typed[0]);
    if (!length) {
      this.message = rangeProblem(vital);
      return false;
    }
    this.touched = true;
    this.digits[this.at] = typed;
    if (typed.length < length) return false;
    this.message = problemAt(this.digits, this.at);
    if (this.message) {
      this.digits[this.at] = "";
      return false;
    }
    const open = this.digits.findIndex((figure, i) => figure.length < (digitsOf(VITALS[i], figure[0]) || 2));
    this.at = open < 0 ? VITALS.length : open;
    return this.complete;
  }

  back() {
    this.touched = true;
    if (this.complete || (!this.digits[this.at] && this.at > 0)) this.at -= 1;
    this.digits[this.at] = this.digits[this.at].slice(0, -1);
    return false;
  }

  /** Starts one figure again. @param {number} at */
  again(at) {
    this.touched = true;
    this.message = "";
    this.digits[at] = "";
    this.at = at;
  }

  clear() {
    this.digits = ["", "", ""];
    this.at = 0;
    this.message = "";
  }
}
