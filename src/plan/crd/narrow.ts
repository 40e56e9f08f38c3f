import { additionalOf, type Json, propertyOf, type Schema, sameJson } from '#kube'

/** Narrowings that are told of one version. */
const MAX_TOLD = 50
/** Levels that are looked into. */
const MAX_DEPTH = 100

/** What a new schema takes away from an old one: fields that go, and values that it no longer takes. One sentence each. */
export function schemaNarrowings(before: Schema, after: Schema): readonly string[] {
  const told: string[] = []
  narrow({ before, after, path: '', depth: 0 }, told)
  return told
}

interface Pair {
  readonly before: Schema
  readonly after: Schema
  readonly path: string
  readonly depth: number
}

function narrow(pair: Pair, told: string[]): void {
  const { before, after, path, depth } = pair
  if (told.length >= MAX_TOLD || depth > MAX_DEPTH || before === after) return
  for (const rule of RULES) {
    const narrowing = rule(before, after)
    if (narrowing !== undefined) told.push(`${path === '' ? 'the object' : path} ${narrowing}`)
  }
  narrowFields(pair, told)
  const inside: readonly (readonly [Schema | undefined, Schema | undefined, string])[] = [
    [before.items, after.items, `${path}[]`],
    [additionalOf(before), additionalOf(after), `${path}.*`],
  ]
  for (const [left, right, at] of inside) {
    if (left !== undefined && right !== undefined)
      narrow({ before: left, after: right, path: at, depth: depth + 1 }, told)
  }
}

function narrowFields({ before, after, path, depth }: Pair, told: string[]): void {
  for (const key of Object.keys(before.properties ?? {})) {
    const [left, right] = [propertyOf(before, key), propertyOf(after, key) ?? additionalOf(after)]
    const at = path === '' ? key : `${path}.${key}`
    if (left === undefined || isBuiltInPart(at)) continue
    if (right !== undefined) narrow({ before: left, after: right, path: at, depth: depth + 1 }, told)
    else if (!takesAnything(after)) told.push(`${at} goes: its values are dropped`)
  }
}

/** What every object has, whatever its schema says. */
function isBuiltInPart(path: string): boolean {
  return path === 'metadata' || path === 'apiVersion' || path === 'kind'
}

function takesAnything(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true
}

/** Says how one schema takes less than another; undefined where it does not. */
type Rule = (before: Schema, after: Schema) => string | undefined

const RULES: readonly Rule[] = [
  (before, after) =>
    before.type !== after.type && after.type !== undefined && !(before.type === 'integer' && after.type === 'number')
      ? `changes from ${before.type ?? 'anything'} to ${after.type}`
      : undefined,
  (before, after) => {
    const added = (after.required ?? []).filter((key) => !(before.required ?? []).includes(key))
    const open = added.filter((key) => propertyOf(after, key)?.default === undefined)
    return open.length > 0 ? `now requires ${open.join(', ')}` : undefined
  },
  (before, after) => {
    if (after.enum === undefined) return undefined
    if (before.enum === undefined) return `now takes only ${after.enum.map(shown).join(', ')}`
    const gone = before.enum.filter((value) => !after.enum?.some((other) => sameJson(value, other)))
    return gone.length > 0 ? `no longer takes ${gone.map(shown).join(', ')}` : undefined
  },
  (before, after) =>
    after.pattern !== undefined && after.pattern !== before.pattern ? `must now match ${after.pattern}` : undefined,
  (before, after) =>
    after.format !== undefined && after.format !== before.format ? `must now be a ${after.format}` : undefined,
  (before, after) => (before.nullable === true && after.nullable !== true ? 'may no longer be null' : undefined),
  (before, after) =>
    takesAnything(before) && !takesAnything(after) ? 'drops fields that it does not name' : undefined,
  ...(['minimum', 'minItems', 'minLength', 'minProperties'] as const).map((word) => bound(word, 1)),
  ...(['maximum', 'maxItems', 'maxLength', 'maxProperties'] as const).map((word) => bound(word, -1)),
]

type Bound =
  | 'minimum'
  | 'minItems'
  | 'minLength'
  | 'minProperties'
  | 'maximum'
  | 'maxItems'
  | 'maxLength'
  | 'maxProperties'

/** A bound that is new or tighter; `sign` is 1 where higher is tighter. */
function bound(word: Bound, sign: 1 | -1): Rule {
  return (before, after) => {
    const [old, limit] = [before[word], after[word]]
    if (limit === undefined) return undefined
    return old === undefined || limit * sign > old * sign ? `has a tighter ${word}: ${limit}` : undefined
  }
}

function shown(value: Json): string {
  return JSON.stringify(value)
}
