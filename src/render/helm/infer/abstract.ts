/** A path of values from the root chart's `.Values`; `*` stands for any item or key. */
export type ValuesPath = readonly string[]

/**
 * What an expression of a template may be, as far as values are concerned. `scope` is what a chart's templates get as
 * `.`, `values` a value below `.Values`, `none` anything that holds no values.
 */
export type Abstract =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'index'; readonly index: number }
  | Scope
  | { readonly kind: 'values'; readonly path: ValuesPath }
  | { readonly kind: 'dict'; readonly entries: Map<string, Abstract> }
  | { readonly kind: 'list'; readonly items: readonly Abstract[] }
  | { readonly kind: 'union'; readonly of: readonly Abstract[] }

/** `.` of a chart: where its values begin, and what `set` has put there. */
export interface Scope {
  readonly kind: 'scope'
  readonly prefix: ValuesPath
  readonly extras: Map<string, Abstract>
}

/** Nothing that holds values. */
export const none: Abstract = { kind: 'none' }

/** What stands in a text for a part that is not known. */
export const GAP = '\0'

/** Any of several; unions stay flat and small. */
export function union(parts: readonly Abstract[]): Abstract {
  if (parts.length === 1) return parts[0] as Abstract
  const flat = new Map<string, Abstract>()
  for (const part of parts) {
    for (const one of part.kind === 'union' ? part.of : [part]) if (one.kind !== 'none') flat.set(keyOf(one), one)
  }
  if (flat.size === 0) return none
  return flat.size === 1 ? (flat.values().next().value as Abstract) : { kind: 'union', of: [...flat.values()] }
}

/** The single possibilities. */
export function parts(value: Abstract): readonly Abstract[] {
  return value.kind === 'union' ? value.of : [value]
}

const MAX_KEY = 4000

/** A text that is the same for the same abstract value. */
export function keyOf(value: Abstract, depth = 0): string {
  if (depth > 6) return '…'
  switch (value.kind) {
    case 'none':
      return '-'
    case 'text':
      return `t${JSON.stringify(value.text)}`
    case 'index':
      return `i${value.index}`
    case 'scope':
      return `s${value.prefix.join('.')}${entriesKey(value.extras, depth)}`
    case 'values':
      return `v${value.path.join('.')}`
    case 'dict':
      return entriesKey(value.entries, depth)
    case 'list':
      return `[${value.items.map((item) => keyOf(item, depth + 1)).join(',')}]`.slice(0, MAX_KEY)
    case 'union':
      return `(${value.of.map((item) => keyOf(item, depth + 1)).join('|')})`.slice(0, MAX_KEY)
  }
}

function entriesKey(entries: ReadonlyMap<string, Abstract>, depth: number): string {
  const texts = [...entries].map(([name, item]) => `${name}:${keyOf(item, depth + 1)}`)
  return `{${texts.join(',')}}`.slice(0, MAX_KEY)
}

/** A copy that `set` can change without touching the original. */
export function copyOf(value: Abstract): Abstract {
  if (value.kind === 'scope') return { ...value, extras: new Map(value.extras) }
  if (value.kind === 'dict') return { kind: 'dict', entries: new Map(value.entries) }
  return value.kind === 'union' ? { kind: 'union', of: value.of.map(copyOf) } : value
}
