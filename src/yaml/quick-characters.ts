import { unusual } from './quick-lines.ts'
import type { YamlValue } from './value.ts'

/** A scalar, unless it is a number that JSON cannot hold. */
export function finite(value: null | boolean | number | string): YamlValue {
  return typeof value === 'number' && !Number.isFinite(value) ? unusual() : value
}

/** Letters, digits, `_`, `.`, `/`, `$` and everything beyond ASCII. */
export function canStartKey(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 46 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  )
}

/** What else a plain scalar may start with. */
export function canStartPlain(code: number): boolean {
  return (
    canStartKey(code) ||
    code === 45 ||
    code === 43 ||
    code === 40 ||
    code === 60 ||
    code === 61 ||
    code === 126 ||
    code === 94 ||
    code === 92
  )
}

/** White space, or what `charCodeAt` gives behind the end. */
export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || Number.isNaN(code)
}
