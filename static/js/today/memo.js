// A memo is one text. Marks stand in front of it in brackets, so that paper and plain form read the same:
// ［疲れ］［痛み］ひざが重いとのこと

export const MARKS = ["顔色", "疲れ", "痛み", "息切れ", "意欲あり", "意欲なし", "転倒", "服薬忘れ", "寝不足"];

/** @param {string|null} memo @returns {string[]} */
export function marksOf(memo) {
  const lead = /^(?:［[^］]*］)*/.exec(memo ?? "")?.[0] ?? "";
  return lead.split(/[［］]+/).filter(Boolean);
}

/** @param {string|null} memo */
export function textOf(memo) {
  return (memo ?? "").replace(/^(?:［[^］]*］)*/, "");
}

/** @param {string[]} marks @param {string} text @returns {string|null} */
export function memoOf(marks, text) {
  return marks.map((mark) => `［${mark}］`).join("") + text.trim() || null;
}
