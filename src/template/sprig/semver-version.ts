/**
 * Which release of Masterminds/semver to follow: `3.3` (Helm 3.17) capitalises its error texts and looks for
 * pre-releases constraint by constraint; `3.4` (Helm 4.1) decides per group of constraints joined by AND.
 */
export type SemverDialect = '3.3' | '3.4'

/** A parsed version; parts that were left out are 0. */
export interface Version {
  readonly major: bigint
  readonly minor: bigint
  readonly patch: bigint
  /** Without its hyphen; empty when there is none. */
  readonly prerelease: string
  /** Without its plus; empty when there is none. */
  readonly metadata: string
  /** The text it was read from. */
  readonly original: string
}

const MAX_UINT64 = (1n << 64n) - 1n
const DIGITS = /^[0-9]+$/

/**
 * Reads a version leniently, as `semver.NewVersion` does: `v1`, `1.2` and `01.2.3` are versions.
 * Throws `invalid semantic version` and the other texts of the library.
 */
export function parseVersion(text: string, dialect: SemverDialect = '3.4'): Version {
  const tell = (message: string): Error => new Error(dialect === '3.3' ? titled(message) : message)
  const found =
    /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/.exec(
      text,
    )
  if (found === null) throw tell('invalid semantic version')
  const segment = (digits: string | undefined): bigint => {
    const value = BigInt(digits ?? '0')
    if (value <= MAX_UINT64) return value
    throw tell(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`)
  }
  const version = {
    major: segment(found[1]),
    minor: segment(found[2]),
    patch: segment(found[3]),
    prerelease: found[4] ?? '',
    metadata: found[5] ?? '',
    original: text,
  }
  if (hasLeadingZero(version.prerelease)) throw tell('version segment starts with 0')
  return version
}

/** The older release capitalises the first word, and both words of some texts. */
function titled(message: string): string {
  if (message === 'invalid semantic version') return 'Invalid Semantic Version'
  return message.charAt(0).toUpperCase() + message.slice(1)
}

function hasLeadingZero(prerelease: string): boolean {
  return prerelease.split('.').some((part) => part.length > 1 && part.startsWith('0') && DIGITS.test(part))
}

/** The version as `1.2.3-pre+meta`, without a leading `v`. */
export function formatVersion(version: Version): string {
  const { major, minor, patch, prerelease, metadata } = version
  return `${major}.${minor}.${patch}${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`
}

/** -1, 0 or 1 by precedence; metadata does not count, a pre-release comes before its release. */
export function compareVersions(a: Version, b: Version): number {
  const byNumber = order(a.major, b.major) || order(a.minor, b.minor) || order(a.patch, b.patch)
  if (byNumber !== 0 || a.prerelease === b.prerelease) return byNumber
  if (a.prerelease === '') return 1
  return b.prerelease === '' ? -1 : comparePrereleases(a.prerelease, b.prerelease)
}

/** -1, 0 or 1; an empty one comes first. */
export function comparePrereleases(a: string, b: string): number {
  const left = a.split('.')
  const right = b.split('.')
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = comparePart(left[index] ?? '', right[index] ?? '')
    if (difference !== 0) return difference
  }
  return 0
}

function comparePart(a: string, b: string): number {
  if (a === b) return 0
  if (a === '' || b === '') return a === '' ? -1 : 1
  const left = numberOf(a)
  const right = numberOf(b)
  if (left === undefined && right === undefined) return a > b ? 1 : -1
  if (right === undefined) return -1
  if (left === undefined) return 1
  return left > right ? 1 : -1
}

/** A number that fits 64 bits; anything else counts as text. */
function numberOf(part: string): bigint | undefined {
  if (!DIGITS.test(part) || part.length > 20) return undefined
  const value = BigInt(part)
  return value <= MAX_UINT64 ? value : undefined
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
