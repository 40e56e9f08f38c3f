/** A version as Masterminds' semver reads it: `v` before it and missing parts are allowed. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** Without the dash; empty when there is none. */
  readonly prerelease: string
  /** Build metadata without the plus. */
  readonly metadata: string
}

const VERSION =
  /^v?(\d{1,19})(?:\.(\d{1,19}))?(?:\.(\d{1,19}))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/

/** The version in a text; undefined when it is none. Source: github.com/Masterminds/semver/v3 NewVersion. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > 256) return undefined
  const match = VERSION.exec(text)
  if (match === null) return undefined
  const [, major, minor = '0', patch = '0', prerelease = '', metadata = ''] = match
  if (prerelease !== '' && /(?:^|\.)0\d+(?:\.|$)/.test(prerelease)) return undefined
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease, metadata }
}

/** Below 0 when `a` is older than `b`; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrerelease(a.prerelease, b.prerelease)
}

function comparePrerelease(a: string, b: string): number {
  if (a === b) return 0
  if (a === '') return 1
  if (b === '') return -1
  const left = a.split('.')
  const right = b.split('.')
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = comparePart(left[at] as string, right[at] as string)
    if (order !== 0) return order
  }
  return left.length - right.length
}

const DIGITS = /^\d+$/

/** Numbers before words, numbers by value, words by bytes. */
function comparePart(a: string, b: string): number {
  const isNumber = DIGITS.test(a)
  if (isNumber !== DIGITS.test(b)) return isNumber ? -1 : 1
  if (isNumber) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}
