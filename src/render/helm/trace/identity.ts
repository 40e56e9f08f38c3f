import type { GoMap, Value } from '#template'
import type { ChartNode } from '../node.ts'
import type { Part, Read } from './line.ts'

/** Steps from the root chart's values to a value. */
export type ValuePath = readonly (string | number)[]

/** Where the scopes of charts were met: `.Values`, `.Release`, `.Chart` and so on, by the object. */
export type Scopes = ReadonlyMap<Value, { readonly name: string; readonly scope: Value }>

/** A path below the computed values, or a property of another object that templates see, such as `Release.Name`. */
export type Use =
  | { readonly kind: 'value'; readonly path: ValuePath; readonly value: Value }
  | { readonly kind: 'builtin'; readonly name: string; readonly value: Value }

/** Finds out which values a part of a line used, by the identity of tables and lists. */
export class Identities {
  readonly #paths = new Map<Value, ValuePath>()
  readonly #values: GoMap
  readonly #scopes: Scopes

  constructor(values: GoMap, scopes: Scopes) {
    this.#values = values
    this.#scopes = scopes
    this.#index(values)
  }

  usesOf(part: Part): Use[] {
    const uses = part.reads.filter((read) => !isConsumed(read, part.reads)).map((read) => this.#useOf(read))
    if (part.leaf !== undefined) uses.push(this.#leafUse(part.leaf))
    return uses.filter((use) => use !== undefined)
  }

  #index(root: GoMap): void {
    const queue: [Value, ValuePath][] = [[root, []]]
    for (const [value, path] of queue) {
      if (typeof value !== 'object' || value === null || this.#paths.has(value)) continue
      if (value instanceof Map) {
        this.#paths.set(value, path)
        for (const [key, inner] of value) queue.push([inner, [...path, key]])
      } else if (Array.isArray(value)) {
        this.#paths.set(value, path)
        value.forEach((inner, index) => queue.push([inner, [...path, index]]))
      }
    }
  }

  #useOf({ receiver, name, value }: Read): Use | undefined {
    const known = typeof value === 'object' ? this.#pathOf(value) : undefined
    if (known !== undefined) return known.length === 0 ? undefined : { kind: 'value', path: known, value }
    const holder = this.#pathOf(receiver)
    if (holder !== undefined) {
      const step = Array.isArray(receiver) ? Number(name) : name
      return { kind: 'value', path: [...holder, step], value }
    }
    const scope = this.#scopes.get(receiver)
    return scope === undefined || scope.name === 'Values'
      ? undefined
      : { kind: 'builtin', name: `${scope.name}.${name}`, value }
  }

  /** The deepest known table on the way to a printed entry, and what follows. */
  #leafUse({ table, steps }: NonNullable<Part['leaf']>): Use | undefined {
    let current: Value | undefined = table
    let path = this.#pathOf(table)
    for (const step of steps) {
      current = inside(current, step)
      const own: ValuePath | undefined =
        typeof current === 'object' && current !== null ? this.#pathOf(current) : undefined
      path = own ?? (path && [...path, step])
    }
    return path === undefined || path.length === 0 ? undefined : { kind: 'value', path, value: current ?? null }
  }

  #pathOf(value: Value): ValuePath | undefined {
    const known = this.#paths.get(value)
    if (known !== undefined) return known
    const scope = this.#scopes.get(value)
    if (scope?.name !== 'Values') return undefined
    const path = chartPath(scope.scope)
    if (path !== undefined) this.#paths.set(value, path)
    return path
  }

  /** The value at a path of the computed values; undefined when there is none. */
  valueAt(path: ValuePath): Value | undefined {
    let current: Value | undefined = this.#values
    for (const step of path) current = inside(current, step)
    return current
  }
}

function isConsumed(read: Read, reads: readonly Read[]): boolean {
  return typeof read.value === 'object' && read.value !== null && reads.some((other) => other.receiver === read.value)
}

/** What `step` of a table or list is. */
export function inside(value: Value | undefined, step: string | number): Value | undefined {
  if (value instanceof Map) return value.get(String(step)) as Value | undefined
  return Array.isArray(value) ? (value[Number(step)] as Value | undefined) : undefined
}

/** The values' path of the chart that a scope belongs to, from the base path of its templates. */
function chartPath(scope: Value): ValuePath | undefined {
  const template = scope instanceof Map ? (scope.get('Template') as Value | undefined) : undefined
  const base = template instanceof Map ? template.get('BasePath') : undefined
  if (typeof base !== 'string') return undefined
  return base
    .replace(/\/templates$/, '')
    .split('/charts/')
    .slice(1)
}

/** The subcharts that a path runs through: how many of its first steps name charts. */
export function chartDepth(root: ChartNode, path: ValuePath): number {
  let node = root
  for (let depth = 0; depth < path.length; depth++) {
    const next = node.dependencies.find(({ name }) => name === path[depth])
    if (next === undefined) return depth
    node = next
  }
  return path.length
}

/** A path as it is written: `a.b[0].c`, dots inside keys escaped. */
export function pathText(path: ValuePath): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += `${text === '' ? '' : '.'}${step.replaceAll('.', '\\.')}`
  }
  return text
}

/** A written path taken apart. */
export function parsePath(text: string): ValuePath {
  const steps: (string | number)[] = []
  for (const [, key, index] of text.replace(/^\.?Values\./, '').matchAll(/((?:\\.|[^.[\\])+)|\[(\d+)\]/g)) {
    steps.push(index === undefined ? (key as string).replaceAll('\\.', '.') : Number(index))
  }
  return steps
}
