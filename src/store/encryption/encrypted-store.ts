import { StoreError } from '../error.ts'
import { type Change, deleted, type Entry, type PageRequest, type Revision, type Store } from '../store.ts'
import { framePlain, open, seal, sealedWith } from './envelope.ts'
import type { EncryptionKey } from './key-file.ts'

/** Which keys of the store are encrypted, and with what. */
export interface EncryptionOptions {
  /** The first one writes, all of them read. */
  readonly keys: readonly [EncryptionKey, ...EncryptionKey[]]
  /** Beginnings of the keys whose values are encrypted; `/registry/core/secrets/` unless told. */
  readonly prefixes?: readonly string[]
}

/** A store whose values are encrypted at rest. */
export interface EncryptedStore extends Store {
  /** Writes every value again that is not as it would be written now; gives back how many. Others may write meanwhile. */
  rewrite(): Promise<number>
}

const rewritePage = 200

/** Encrypts what goes into a store and decrypts what comes out. Reading throws `corrupted` where a value does not decrypt. */
export function encryptedStore(inner: Store, options: EncryptionOptions): EncryptedStore {
  const { keys, prefixes = ['/registry/core/secrets/'] } = options
  const isSecret = (key: string) => prefixes.some((prefix) => key.startsWith(prefix))
  const encode = (key: string, value: Uint8Array) => (isSecret(key) ? seal(value, key, keys[0]) : framePlain(value))
  const decode = (entry: Entry): Entry => ({ ...entry, value: open(entry.value, entry.key, keys) })
  const write = async (key: string, value: Uint8Array | typeof deleted, expect: Revision) => {
    try {
      return await inner.write(key, value === deleted ? deleted : encode(key, value), expect)
    } catch (error) {
      throw withPresent(error, decode)
    }
  }
  return {
    ...passedOn(inner),
    write,
    get: async (key, at) => {
      const entry = await inner.get(key, at)
      return entry && decode(entry)
    },
    list: async (prefix, request) => {
      const page = await inner.list(prefix, request)
      return { ...page, entries: page.entries.map(decode) }
    },
    watch: (prefix, from, signal) => decodeChanges(inner.watch(prefix, from, signal), keys),
    rewrite: () => {
      const isCurrent = (entry: Entry) => sealedWith(entry.value) === (isSecret(entry.key) ? keys[0].name : undefined)
      return rewriteAll(inner, isCurrent, (entry) => write(entry.key, decode(entry).value, entry.revision))
    },
  }
}

function passedOn(inner: Store): Omit<Store, 'get' | 'list' | 'write' | 'watch'> {
  return {
    compact: (to) => inner.compact(to),
    revision: () => inner.revision(),
    compacted: () => inner.compacted(),
    health: () => inner.health(),
    close: () => inner.close(),
  }
}

async function* decodeChanges(changes: AsyncIterable<Change>, keys: readonly EncryptionKey[]): AsyncGenerator<Change> {
  for await (const change of changes) {
    const { key, revision, created, value } = change
    yield {
      key,
      revision,
      created,
      ...(value !== undefined && { value: open(value, key, keys) }),
      get previous() {
        const { previous } = change
        return previous && open(previous, key, keys)
      },
    }
  }
}

function withPresent(error: unknown, decode: (entry: Entry) => Entry): unknown {
  if (!(error instanceof StoreError) || error.present === undefined) return error
  return new StoreError(error.code, error.message, { present: decode(error.present), cause: error })
}

async function rewriteAll(
  inner: Store,
  isCurrent: (entry: Entry) => boolean,
  write: (entry: Entry) => Promise<Revision>,
): Promise<number> {
  let count = 0
  let request: PageRequest | undefined = { limit: rewritePage }
  while (request !== undefined) {
    const page = await inner.list('', request)
    const written = await Promise.all(
      page.entries.filter((entry) => !isCurrent(entry)).map((entry) => writeUnlessChanged(entry, write)),
    )
    count += written.filter(Boolean).length
    request = page.next === undefined ? undefined : { limit: rewritePage, from: page.next }
  }
  return count
}

/** Somebody who writes at the same time writes under the newest key: nothing is left to do. */
async function writeUnlessChanged(entry: Entry, write: (entry: Entry) => Promise<Revision>): Promise<boolean> {
  try {
    await write(entry)
    return true
  } catch (error) {
    if (error instanceof StoreError && error.code === 'conflict') return false
    throw error
  }
}
