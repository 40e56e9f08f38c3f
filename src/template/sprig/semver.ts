import { define } from '../define.ts'
import { type GoFunction, GoObject, int, type ParamType, type Value } from '../value.ts'
import { satisfies } from './constraint.ts'
import { compareVersions, formatVersion, parseVersion, type SemverDialect, type Version } from './semver-version.ts'

const NO_FIELDS: ReadonlyMap<string, Value> = new Map()

/** Sprig's functions for versions. */
export function semverFunctions(dialect: SemverDialect = '3.4'): GoFunction[] {
  return [
    define('semver', ['string'], (text) => new GoVersion(parseVersion(text as string, dialect), dialect)),
    define('semverCompare', ['string', 'string'], (constraint, version) =>
      satisfies(constraint as string, version as string, dialect),
    ),
  ]
}

/** Go's `*semver.Version`, or, where a method returns one by value, `semver.Version`. */
export class GoVersion extends GoObject {
  readonly version: Version
  readonly dialect: SemverDialect
  readonly isPointer: boolean
  constructor(version: Version, dialect: SemverDialect, isPointer = true) {
    super()
    this.version = version
    this.dialect = dialect
    this.isPointer = isPointer
  }
  get goType(): string {
    return this.isPointer ? '*semver.Version' : 'semver.Version'
  }
  get goKind(): string {
    return this.isPointer ? 'ptr' : 'struct'
  }
  fields(): ReadonlyMap<string, Value> {
    return NO_FIELDS
  }
  override goString(): string {
    return formatVersion(this.version)
  }
  toJSON(): unknown {
    return formatVersion(this.version)
  }
  override method(name: string): GoFunction | undefined {
    const body = VALUE_METHODS[name] ?? (this.isPointer ? POINTER_METHODS[name] : undefined)
    return body === undefined ? undefined : define(name, body.params, (...values) => body.call(this, values))
  }
}

interface Method {
  readonly params: readonly ParamType[]
  readonly call: (self: GoVersion, values: Value[]) => Value
}

function simple(call: (version: Version) => Value): Method {
  return { params: [], call: (self) => call(self.version) }
}

function compared(call: (order: number) => Value): Method {
  return {
    params: ['*semver.Version'],
    call: ({ version }, [other]) => {
      if (other === null) throw new Error('runtime error: invalid memory address or nil pointer dereference')
      return call(compareVersions(version, (other as GoVersion).version))
    },
  }
}

/** A method that returns a changed copy. */
function changed(
  call: (version: Version, text: string) => Partial<Version>,
  params: readonly ParamType[] = [],
): Method {
  return {
    params,
    call: ({ version, dialect }, [text]) => {
      const next = { ...version, ...call(version, (text as string | undefined) ?? '') }
      const original = (version.original.startsWith('v') ? 'v' : '') + formatVersion(next)
      return new GoVersion({ ...next, original }, dialect, false)
    },
  }
}

const RELEASE = { prerelease: '', metadata: '' }

const VALUE_METHODS: Readonly<Record<string, Method | undefined>> = {
  __proto__: null as unknown as undefined,
  Major: simple((version) => int(version.major, 'uint64')),
  Minor: simple((version) => int(version.minor, 'uint64')),
  Patch: simple((version) => int(version.patch, 'uint64')),
  Prerelease: simple((version) => version.prerelease),
  Metadata: simple((version) => version.metadata),
  String: simple(formatVersion),
  MarshalText: simple((version) => new TextEncoder().encode(formatVersion(version))),
  MarshalJSON: simple((version) => new TextEncoder().encode(`"${formatVersion(version)}"`)),
  Value: simple(formatVersion),
  IncPatch: changed((version) => ({
    ...RELEASE,
    patch: version.prerelease === '' ? wrapped(version.patch + 1n) : version.patch,
  })),
  IncMinor: changed((version) => ({ ...RELEASE, patch: 0n, minor: wrapped(version.minor + 1n) })),
  IncMajor: changed((version) => ({ ...RELEASE, patch: 0n, minor: 0n, major: wrapped(version.major + 1n) })),
  SetPrerelease: changed((_, prerelease) => ({ prerelease: checked(prerelease, 'prerelease') }), ['string']),
  SetMetadata: changed((_, metadata) => ({ metadata: checked(metadata, 'metadata') }), ['string']),
}

const POINTER_METHODS: Readonly<Record<string, Method | undefined>> = {
  __proto__: null as unknown as undefined,
  Original: simple((version) => version.original),
  Compare: compared((order) => int(order)),
  Equal: { params: ['*semver.Version'], call: (self, [other]) => isEqual(self, other as GoVersion | null) },
  LessThan: compared((order) => order < 0),
  LessThanEqual: compared((order) => order <= 0),
  GreaterThan: compared((order) => order > 0),
  GreaterThanEqual: compared((order) => order >= 0),
}

function isEqual(self: GoVersion, other: GoVersion | null): boolean {
  return other !== null && compareVersions(self.version, other.version) === 0
}

function wrapped(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}

/** Checks the part by reading a version that has it. */
function checked(text: string, part: 'prerelease' | 'metadata'): string {
  if (text === '') return ''
  if (!/^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/.test(text)) throw new Error(`invalid ${part} string`)
  return parseVersion(`0.0.0${part === 'prerelease' ? '-' : '+'}${text}`)[part]
}
