import type { Revision } from '../store.ts'
import { compareKeys } from './key-order.ts'
import { SortedKeys } from './sorted-keys.ts'

/** One version of a key; `created` is 0 for a deletion. */
export interface Version {
  readonly revision: Revision
  readonly created: Revision
  readonly sizeBytes: number
}

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
      this.#sorted?.add(key)
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
    this.#sorted?.remove(key)
  }

  /** Live versions under a prefix in key order, as of `at`, from `from` on. */
  *live(prefix: string, from: string, at: Revision): Generator<[string, Version], void, void> {
    this.#sorted ??= new SortedKeys([...this.#versions.keys()])
    const start = compareKeys(from, prefix) > 0 ? from : prefix
    for (const key of this.#sorted.under(prefix, start)) {
      const version = this.at(key, at)
      if (version !== undefined && version.created !== 0) yield [key, version]
    }
  }
}
