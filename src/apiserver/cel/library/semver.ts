import { failure, method, Opaque, type Overload, opaque, plain, readingByName, type Type, UNIT, type Value } from '#cel'

/** A version as Semantic Versioning 2.0.0 has it. */
class SemverValue extends Opaque {
  readonly type = opaque('kubernetes.Semver') as Type & { readonly kind: 'opaque' }
  readonly numbers: readonly bigint[]
  readonly before: readonly string[]
  constructor(numbers: readonly bigint[], before: readonly string[]) {
    super()
    this.numbers = numbers
    this.before = before
  }
  equals(other: Value): boolean {
    return other instanceof SemverValue && order(this, other) === 0
  }
}

type Pair = [SemverValue, SemverValue]
const S = 'kubernetes.Semver'

/** `semver('1.2.3')` and what can be asked of it. */
export const semver: readonly Overload[] = [
  plain('semver', `string -> ${S}`, (text: string) => versionOf(text), readingByName(0)),
  plain(
    'semver',
    `string, bool -> ${S}`,
    (text: string, isLoose: boolean) => versionOf(isLoose ? normalized(text) : text),
    readingByName(0),
  ),
  plain('isSemver', 'string -> bool', (text: string) => isVersion(() => text), readingByName(0)),
  plain(
    'isSemver',
    'string, bool -> bool',
    (text: string, isLoose: boolean) => isVersion(() => (isLoose ? normalized(text) : text)),
    readingByName(0),
  ),
  method('isGreaterThan', `${S}, ${S} -> bool`, (...[a, b]: Pair) => order(a, b) > 0, UNIT),
  method('isLessThan', `${S}, ${S} -> bool`, (...[a, b]: Pair) => order(a, b) < 0, UNIT),
  method('compareTo', `${S}, ${S} -> int`, (...[a, b]: Pair) => BigInt(order(a, b)), UNIT),
  method('major', `${S} -> int`, ({ numbers }: SemverValue) => numbers[0] ?? 0n, UNIT),
  method('minor', `${S} -> int`, ({ numbers }: SemverValue) => numbers[1] ?? 0n, UNIT),
  method('patch', `${S} -> int`, ({ numbers }: SemverValue) => numbers[2] ?? 0n, UNIT),
]

function isVersion(text: () => string): boolean {
  try {
    versionOf(text())
    return true
  } catch {
    return false
  }
}

function versionOf(text: string): SemverValue {
  if (text === '') throw failure('Version string empty')
  const parts = text.split('.')
  if (parts.length < 3) throw failure('No Major.Minor.Patch elements found')
  const [major = '', minor = ''] = parts
  const rest = parts.slice(2).join('.')
  const [, patch = '', before, build] = /^([^+-]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(rest) ?? []
  const names = ['major', 'minor', 'patch'] as const
  const numbers = [major, minor, patch].map((number, at) => numberOf(number, names[at] ?? 'patch'))
  const labels = before === undefined ? [] : before.split('.')
  for (const label of labels) checkLabel(label)
  for (const label of build === undefined ? [] : build.split('.')) {
    if (label === '') throw failure('Build meta data is empty')
    if (!/^[0-9A-Za-z-]+$/.test(label))
      throw failure(`Invalid character(s) found in build meta data ${JSON.stringify(label)}`)
  }
  return new SemverValue(numbers, labels)
}

function numberOf(text: string, name: 'major' | 'minor' | 'patch'): bigint {
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`
  if (!/^\d*$/.test(text)) throw failure(`Invalid character(s) found in ${name} number ${JSON.stringify(text)}`)
  if (/^0\d/.test(text)) throw failure(`${title} number must not contain leading zeroes ${JSON.stringify(text)}`)
  if (text === '') throw failure('strconv.ParseUint: parsing "": invalid syntax')
  const value = BigInt(text.slice(0, 40))
  if (value >= 2n ** 64n) throw failure(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`)
  return value
}

function checkLabel(label: string): void {
  if (label === '') throw failure('Prerelease is empty')
  if (/^0\d+$/.test(label))
    throw failure(`Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(label)}`)
  if (!/^[0-9A-Za-z-]+$/.test(label)) throw failure(`Invalid character(s) found in prerelease ${JSON.stringify(label)}`)
}

/** `v1.02` → `1.2.0`. */
function normalized(text: string): string {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.')
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(rest.length === 0 ? [] : [rest.join('.')])].map(
    (part) => {
      if (part.length <= 1) return part
      const trimmed = part.replace(/^0+/, '')
      return /^\d/.test(trimmed) ? trimmed : `0${trimmed}`
    },
  )
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? ''))
    throw failure('short version cannot contain PreRelease/Build meta data')
  while (parts.length < 3) parts.push('0')
  return parts.join('.')
}

function order(a: SemverValue, b: SemverValue): number {
  for (const [at, number] of a.numbers.entries()) {
    const other = b.numbers[at] ?? 0n
    if (number !== other) return number > other ? 1 : -1
  }
  if (a.before.length === 0 || b.before.length === 0) return Math.sign(b.before.length - a.before.length)
  for (let at = 0; at < Math.min(a.before.length, b.before.length); at++) {
    const found = orderLabels(a.before[at] ?? '', b.before[at] ?? '')
    if (found !== 0) return found
  }
  return Math.sign(a.before.length - b.before.length)
}

function orderLabels(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (left && right) return BigInt(a) === BigInt(b) ? 0 : BigInt(a) > BigInt(b) ? 1 : -1
  if (left !== right) return left ? -1 : 1
  return a === b ? 0 : a > b ? 1 : -1
}
