import { isTimestamp, resolvePlain } from './resolve.ts'

/** How a scalar is written. */
export type Style = 'plain' | 'single' | 'double' | 'literal'

const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
/** Not printable for libyaml: controls, tab, DEL, NEL, BOM, lone surrogates and everything beyond the BMP. */
const SPECIAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufeff\ufffe\uffff]/
const BREAK = /[\n\u2028\u2029]/
const SPACE_BREAK = / [\n\u2028\u2029]/
const BREAK_SPACE = /[\n\u2028\u2029] /
const FIRST_INDICATORS = '#,[]{}&*!|>\'"%@`'

/** True if the text, written plain, would not read as a string again. */
function needsQuotes(text: string): boolean {
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57) return isSpecialNumber(text)
  if (first === 43 || first === 45 || first === 46) return isSpecialNumber(text)
  return text.length < 6 && typeof resolvePlain(text) !== 'string'
}

function isSpecialNumber(text: string): boolean {
  if (typeof resolvePlain(text) !== 'string') return true
  return isTimestamp(text) || (text.includes(':') && BASE_60.test(text))
}

/** True if the text cannot stand without quotes because of the characters in it (libyaml's analysis). */
function hasIndicators(text: string): boolean {
  const first = text.charCodeAt(0)
  if (FIRST_INDICATORS.includes(text[0] as string)) return true
  if (first === 63 || first === 58 || first === 45) {
    const next = text.charCodeAt(1)
    if (text.length === 1 || next === 32 || next === 9) return true
  }
  if (text.startsWith('---') || text.startsWith('...')) return true
  return hasInnerIndicator(text)
}

/** `: `, `:` at the end, or ` #`. */
function hasInnerIndicator(text: string): boolean {
  for (let at = text.indexOf(':', 1); at >= 0; at = text.indexOf(':', at + 1)) {
    const next = text.charCodeAt(at + 1)
    if (at + 1 === text.length || next === 32 || next === 9) return true
  }
  for (let at = text.indexOf('#', 1); at >= 0; at = text.indexOf('#', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if (before === 32 || before === 9 || before === 10 || before === 0x2028 || before === 0x2029) return true
  }
  return false
}

/** The style that go-yaml v2 gives to a string. */
export function styleOf(text: string, isSimpleKey: boolean): Style {
  if (text === '') return 'double'
  if (SPECIAL.test(text)) return 'double'
  const isMultiline = BREAK.test(text)
  if (isMultiline && text.includes('\n')) {
    const blockAllowed = !isSimpleKey && !text.endsWith(' ') && !SPACE_BREAK.test(text)
    return blockAllowed ? 'literal' : 'double'
  }
  if (needsQuotes(text)) return 'double'
  if (isMultiline) return isSimpleKey || SPACE_BREAK.test(text) || BREAK_SPACE.test(text) ? 'double' : 'single'
  const isPlain = text.charCodeAt(0) !== 32 && text.charCodeAt(text.length - 1) !== 32 && !hasIndicators(text)
  return isPlain ? 'plain' : 'single'
}

/** The style that go-yaml v3 gives to a string: a tab may stand in a literal. */
export function styleOfV3(text: string, isSimpleKey: boolean): Style {
  if (!text.includes('\t')) return styleOf(text, isSimpleKey)
  const style = styleOf(text.replaceAll('\t', 'x'), isSimpleKey)
  return style === 'literal' ? style : 'double'
}

/** True for a text with any line break, which cannot be a simple key. */
export function isMultiline(text: string): boolean {
  return /[\n\r\u0085\u2028\u2029]/.test(text)
}
