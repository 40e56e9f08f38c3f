let letters: RegExp | undefined
let printables: RegExp | undefined

/** Go's `_`, `unicode.IsLetter` or `unicode.IsDigit`: what names are made of. */
export function isAlphaNumeric(character: string): boolean {
  const code = character.charCodeAt(0)
  if (code < 0x80) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
  }
  letters ??= /^[\p{L}\p{Nd}]/u
  return letters.test(character)
}

/** Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(character: string): boolean {
  const code = character.charCodeAt(0)
  if (code < 0x7f) return code >= 0x20
  if (code >= 0xdc80 && code <= 0xdcff) return false
  printables ??= /^[\p{L}\p{M}\p{N}\p{P}\p{S}]/u
  return printables.test(character)
}
