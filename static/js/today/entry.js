// Typing one reading: three figures whose lengths follow from their first digits. No page, no network.

import { VITALS, digitsOf, firstDigitProblem, problemAt } from "./vitals.js";

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
  get empty() { return this.digits.every((figure) => !figure); }

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
      this.message = "入力ずみです。直すときは、直す数字か「1字消す」を押してください。";
      return false;
    }
    const vital = VITALS[this.at];
    const typed = this.digits[this.at] + key;
    const length = digitsOf(vital, typed[0]);
    if (!length) {
      this.message = firstDigitProblem(vital, key);
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
    const open = this.digits.findIndex((figure, i) => figure.length < 2 || figure.length < digitsOf(VITALS[i], figure[0]));
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
