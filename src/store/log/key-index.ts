import type { Revision } from '../store.ts'
import { compareKeys } from './key-order.ts'
import { SortedKeys } from './sorted-keys.ts'

/** One version of a key; `created` is 0 for a deletion. */
export interface Version {
  readonly revision: Revision
  readonly created: Revision
  readonly sizeBytes: number
}

/** Below so many it never pays to sort everything again. */
const minUnsorted = 1024

interface Versions {
  newest: Version
  /** Superseded versions still in history, oldest first. */
  older?: Version[]
}

/** Which versions each key has, in memory; the bytes are in the journal. */
export class KeyIndex {
  readonly #versions = new Map<string, Versions>()
  /** Made at the first list: opening a file does not wait for the sort. */
  #sorted: SortedKeys | undefined
  /** Keys that came or went since it was last used: lists are rare, writes are not. */
  readonly #unsorted = new Set<string>()

  newest(key: string): Version | undefined {
    return this.#versions.get(key)?.newest
  }

  /** The version that was the newest as of `at`; undefined when there was none. */
  at(key: string, at: Revision): Version | undefined {
    const versions = this.#versions.get(key)
    if (versions === undefined) return undefined
    if (versions.newest.revision <= at) return versions.newest
    return versions.older?.findLast((version) => version.revision <= at)
  }

  /** Adds a newer version and gives back the one it supersedes. */
  add(key: string, version: Version): Version | undefined {
    const versions = this.#versions.get(key)
    if (versions === undefined) {
      this.#versions.set(key, { newest: version })
      this.#sortLater(key)
      return undefined
    }
    const superseded = versions.newest
    if (versions.older === undefined) versions.older = [superseded]
    else versions.older.push(superseded)
    versions.newest = version
    return superseded
  }

  /** Forgets one version; a key without versions is gone. */
  forget(key: string, revision: Revision): void {
    const versions = this.#versions.get(key)
    if (versions === undefined) return
    const { older } = versions
    const at = older?.findIndex((version) => version.revision === revision) ?? -1
    if (at >= 0) older?.splice(at, 1)
    if (older?.length === 0) delete versions.older
    if (versions.newest.revision !== revision) return
    this.#versions.delete(key)
    this.#sortLater(key)
  }

  #sortLater(key: string): void {
    if (this.#sorted === undefined) return
    this.#unsorted.add(key)
    if (this.#unsorted.size < Math.max(minUnsorted, this.#versions.size / 4)) return
    this.#sorted = undefined
    this.#unsorted.clear()
  }

  #inOrder(): SortedKeys {
    this.#sorted ??= new SortedKeys([...this.#versions.keys()])
    for (const key of this.#unsorted) {
      if (this.#versions.has(key)) this.#sorted.add(key)
      else this.#sorted.remove(key)
    }
    this.#unsorted.clear()
    return this.#sorted
  }

  /** Live versions under a prefix in key order, as of `at`, from `from` on. */
  *live(prefix: string, from: string, at: Revision): Generator<[string, Version], void, void> {
    const start = compareKeys(from, prefix) > 0 ? from : prefix
    for (const key of this.#inOrder().under(prefix, start)) {
      const version = this.at(key, at)
      if (version !== undefined && version.created !== 0) yield [key, version]
    }
  }
}
