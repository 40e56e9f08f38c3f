import fc from 'fast-check'
import { parseConstraint, satisfies } from '#template'
import { compareVersions, formatVersion, parseVersion } from '../../src/template/sprig/semver-version.ts'
import { fuzz, mutated, textsOf } from './fuzz.ts'

// src/template/sprig/constraint.test.ts holds the laws of constraints; here any text at all is one.
const pieces =
  '>=|<=|>|<|=|!=|~|^|=>|~>|*|x|X|v|1|2|0|10|.|.|.|-|+| | |,| || | - |alpha|rc.1|01|99999999999999999999'.split('|')
const samples = [
  '>=1.2.3 <2.0.0 || ^3.1',
  '~1.2.x, !=1.2.7',
  '1.2 - 2.3.4',
  'v1.2.3-rc.1+build.5',
  '>= 1.22.0-0',
  '1.*',
]
const dialects = fc.constantFrom('3.3', '3.4') as fc.Arbitrary<'3.3' | '3.4'>
const texts = fc.oneof(textsOf(pieces, 24), mutated(samples))

/** Masterminds' errors are plain errors; anything else is ours. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof Error && error.constructor === Error) return undefined
    throw error
  }
}

fuzz('semver', fc.tuple(texts, texts, dialects), ([left, right, dialect]) => {
  const version = attempt(() => parseVersion(left, dialect))
  const other = attempt(() => parseVersion(right, dialect))
  if (version !== undefined) {
    const again = parseVersion(formatVersion(version), dialect)
    if (compareVersions(version, again) !== 0) throw new Error('a version changes when it is written')
  }
  if (
    version !== undefined &&
    other !== undefined &&
    compareVersions(version, other) + compareVersions(other, version) !== 0
  ) {
    throw new Error('the order depends on the side')
  }
  const constraint = attempt(() => parseConstraint(right, dialect))
  if (constraint !== undefined && version !== undefined) attempt(() => satisfies(constraint, version, dialect))
})
