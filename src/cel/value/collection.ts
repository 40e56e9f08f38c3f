import { List, Mapping, Uint, type Value } from './value.ts'

/** A list over values that are ready. */
export class ArrayList extends List {
  readonly #items: readonly Value[]
  constructor(items: readonly Value[]) {
    super()
    this.#items = items
  }
  get size(): number {
    return this.#items.length
  }
  at(index: number): Value {
    return this.#items[index] ?? null
  }
}

/** A map over entries that are ready. Numbers that are equal are one key, whatever their type. */
export class EntryMap extends Mapping {
  readonly #entries = new Map<string | bigint | number | boolean, readonly [Value, Value]>()
  constructor(entries: Iterable<readonly [Value, Value]>) {
    super()
    for (const [key, value] of entries) this.put(key, value)
  }
  /** Sets an entry; only for whoever makes the map. */
  put(key: Value, value: Value): void {
    const name = keyName(key)
    if (name !== undefined) this.#entries.set(name, [key, value])
  }
  get size(): number {
    return this.#entries.size
  }
  get(key: Value): Value | undefined {
    const name = keyName(key)
    return name === undefined ? undefined : this.#entries.get(name)?.[1]
  }
  *keys(): Iterable<Value> {
    for (const [key] of this.#entries.values()) yield key
  }
}

/** A key in the form that equal keys share; undefined for what cannot be a key. */
export function keyName(key: Value): string | bigint | number | boolean | undefined {
  if (key instanceof Uint) return key.value
  if (typeof key === 'number') return Number.isInteger(key) ? BigInt(key) : key
  return typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean' ? key : undefined
}

/** A list that a macro gathers in: adding to it changes it, until it is settled. */
export class GrowingList extends List {
  readonly #items: Value[] = []
  get size(): number {
    return this.#items.length
  }
  at(index: number): Value {
    return this.#items[index] ?? null
  }
  override plus(other: List): List {
    for (const item of other) this.#items.push(item)
    return this
  }
  settle(): List {
    return new ArrayList(this.#items)
  }
}

/** A map that a macro gathers in. */
export class GrowingMap extends EntryMap {
  constructor() {
    super([])
  }
  settle(): Mapping {
    return new EntryMap([...this.keys()].map((key) => [key, this.get(key) ?? null] as const))
  }
}
