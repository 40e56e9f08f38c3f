import { join } from 'node:path'
import type { KeyPair } from '../certificate/door.ts'
import { readIfPresent, removeIfPresent, writeDurably } from './file.ts'

/** Where certificates and keys are kept, by file name. */
export interface Keeper {
  read(name: string): Promise<string | undefined>
  write(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
}

/** Keeps files in a folder; without one nothing is kept. Its calls throw ClusterError `io`. */
export function keeperOf(folder: string | undefined): Keeper {
  if (folder === undefined) {
    return { read: () => Promise.resolve(undefined), write: () => Promise.resolve(), remove: () => Promise.resolve() }
  }
  return {
    read: (name) => readIfPresent(join(folder, name)),
    write: (name, text) => writeDurably(join(folder, name), text),
    remove: (name) => removeIfPresent(join(folder, name)),
  }
}

/** `NAME.crt` and `NAME.key`; undefined unless both are there. */
export async function readPair(name: string, keep: Keeper): Promise<KeyPair | undefined> {
  const [certificate, key] = await Promise.all([keep.read(`${name}.crt`), keep.read(`${name}.key`)])
  return certificate === undefined || key === undefined ? undefined : { certificate, key }
}

/** Keeps a pair so that a write that is cut short leaves no certificate for another key. */
export async function writePair(name: string, pair: KeyPair, keep: Keeper): Promise<void> {
  await keep.write(`${name}.crt`, '')
  await keep.write(`${name}.key`, pair.key)
  await keep.write(`${name}.crt`, pair.certificate)
}
