import type { Change, Entry, Store } from '../store.ts'

/** A driver under test, starting empty. */
export interface Harness {
  /** The store as it is now; another one after `reopen`. */
  readonly store: Store
  /** Loses the process and starts another: what was acknowledged is there again. Absent where nothing is kept. */
  readonly reopen?: () => Promise<void>
  /** Whether other users may take revisions, so that ours have gaps. */
  readonly isShared?: boolean
  close(): Promise<void>
}

/** Bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Text of bytes. */
export function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes)
}

/** `key=value` of each entry. */
export function textsOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ key, value }) => `${key}=${textOf(value)}`)
}

/** One change as a line: `+key=value` created, `~key=value<previous` changed, `-key<previous` deleted. */
export function lineOf({ key, value, previous, created, revision }: Change): string {
  const before = previous === undefined ? '' : `<${textOf(previous)}`
  if (value === undefined) return `-${key}${before}`
  return `${created === revision ? '+' : '~'}${key}=${textOf(value)}${before}`
}

/** The next changes of a watch, as many as asked for. */
export async function take(changes: AsyncIterator<Change>, count: number): Promise<readonly Change[]> {
  const taken: Change[] = []
  while (taken.length < count) {
    const { value, done } = await changes.next()
    if (done === true) break
    taken.push(value)
  }
  return taken
}

/** Code of the StoreError that a promise rejects with; `ok` when it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'ok'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
