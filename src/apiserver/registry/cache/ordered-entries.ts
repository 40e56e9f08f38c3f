import type { CacheEntry } from './entry.ts'

/** Entries in key order, in chunks: adding in the middle of 100,000 moves some hundred pointers. */
export class OrderedEntries {
  private chunks: CacheEntry[][] = []

  /** Adds the entry, or puts it in the place of the one with its key. */
  set(entry: CacheEntry): void {
    const chunk = this.chunks[this.chunkOf(entry.key)]
    if (chunk === undefined) {
      this.chunks.push([entry])
      return
    }
    const at = placeOf(chunk, entry.key)
    if (chunk[at]?.key === entry.key) {
      chunk[at] = entry
      return
    }
    chunk.splice(at, 0, entry)
    if (chunk.length > maxChunk) this.chunks.splice(this.chunks.indexOf(chunk) + 1, 0, chunk.splice(maxChunk / 2))
  }

  delete(key: string): void {
    const index = this.chunkOf(key)
    const chunk = this.chunks[index]
    const at = chunk === undefined ? 0 : firstFrom(chunk, key)
    if (chunk?.[at]?.key !== key) return
    chunk.splice(at, 1)
    if (chunk.length === 0) this.chunks.splice(index, 1)
  }

  /** Entries whose key starts with `prefix`, from key `from` on, in order. */
  *range(prefix: string, from = prefix): IterableIterator<CacheEntry> {
    const start = from > prefix ? from : prefix
    for (let index = Math.max(this.chunkOf(start), 0); index < this.chunks.length; index++) {
      const chunk = this.chunks[index] ?? []
      for (let at = firstFrom(chunk, start); at < chunk.length; at++) {
        const entry = chunk[at]
        if (entry === undefined || !entry.key.startsWith(prefix)) return
        yield entry
      }
    }
  }

  /** The same as a list. */
  list(prefix: string): CacheEntry[] {
    if (prefix === '') return this.chunks.flat()
    return [...this.range(prefix)]
  }

  /** The last chunk whose first key is not after `key`; 0 when there is none. */
  private chunkOf(key: string): number {
    let low = 0
    let high = this.chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.chunks[middle]?.[0]?.key ?? '') <= key) low = middle
      else high = middle - 1
    }
    return low
  }
}

const maxChunk = 512

/** Where a key is or belongs; what is read in order belongs at the end. */
function placeOf(chunk: readonly CacheEntry[], key: string): number {
  const last = chunk.at(-1)
  return last !== undefined && last.key < key ? chunk.length : firstFrom(chunk, key)
}

function firstFrom(chunk: readonly CacheEntry[], key: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((chunk[middle]?.key ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
