/** Escape sequences, and control characters that would move the cursor. */
const CONTROL =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])|[\p{Cc}\u2028\u2029]/gu
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u

/** A text without anything that a terminal obeys; tabs become spaces. */
export function plainText(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(CONTROL, '')
}

/** A plain text cut to so many columns; what was cut ends with `…`. */
export function cutText(text: string, columns: number): string {
  let width = 0
  let kept = ''
  let fitting = ''
  for (const character of text) {
    width += widthOf(character)
    if (width > columns) return columns < 1 ? '' : `${fitting}…`
    kept += character
    if (width < columns) fitting = kept
  }
  return text
}

/** Columns that a plain text takes. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

function widthOf(character: string): number {
  if (NONE.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
