import { compareKeys, sortKeys } from './key-order.ts'

const chunkLimit = 512

/** A set of keys in order, as a list of short sorted lists: adding and removing costs little among 100,000. */
export class SortedKeys {
  #chunks: string[][] = []

  /** Takes an array of distinct keys over (mutates it). */
  constructor(keys: string[]) {
    sortKeys(keys)
    for (let at = 0; at < keys.length; at += chunkLimit / 2) this.#chunks.push(keys.slice(at, at + chunkLimit / 2))
  }

  add(key: string): void {
    const chunks = this.#chunks
    const at = Math.max(0, this.#chunkOf(key))
    const chunk = chunks[at]
    if (chunk === undefined) {
      chunks.push([key])
      return
    }
    const place = lowerBound(chunk, key)
    if (chunk[place] === key) return
    chunk.splice(place, 0, key)
    if (chunk.length > chunkLimit) chunks.splice(at + 1, 0, chunk.splice(chunkLimit / 2))
  }

  remove(key: string): void {
    const at = this.#chunkOf(key)
    const chunk = this.#chunks[at]
    if (chunk === undefined) return
    const place = lowerBound(chunk, key)
    if (chunk[place] !== key) return
    chunk.splice(place, 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** Keys from `from` on (inclusive) that start with `prefix`; `from` is not before `prefix`. Do not change the set meanwhile. */
  *under(prefix: string, from: string): Generator<string, void, void> {
    let at = Math.max(0, this.#chunkOf(from))
    for (let place = this.#placeIn(at, from); at < this.#chunks.length; at++, place = 0) {
      const chunk = this.#chunks[at] ?? []
      for (; place < chunk.length; place++) {
        const key = chunk[place] ?? ''
        if (!key.startsWith(prefix)) return
        yield key
      }
    }
  }

  #placeIn(at: number, key: string): number {
    return lowerBound(this.#chunks[at] ?? [], key)
  }

  /** Index of the last chunk that starts at or before the key; -1 when all start behind it. */
  #chunkOf(key: string): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareKeys(this.#chunks[middle]?.[0] ?? '', key) <= 0) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
