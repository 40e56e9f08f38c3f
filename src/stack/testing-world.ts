import { dirname } from 'node:path'
import type { StackWorld } from './contract.ts'

/** Texts by path below `/s`. */
export type Files = Readonly<Record<string, string>>

/** A world of such files; texts that begin with `sealed` are encrypted, and programs print their words. */
export function worldOf(files: Files, variables: Readonly<Record<string, string>> = {}): StackWorld {
  const paths = Object.keys(files).map((name) => `/s/${name}`)
  const folders = new Set(paths.flatMap((path) => ancestors(path)))
  return {
    readText: (path) => files[path.replace('/s/', '')],
    isFolder: (path) => folders.has(path),
    list: (path) =>
      [...new Set([...paths, ...folders].filter((each) => dirname(each) === path && each !== path))]
        .map((each) => each.slice(each.lastIndexOf('/') + 1))
        .sort(),
    variable: (name) => variables[name],
    sprig: { now: () => 0, randomBytes: (size) => new Uint8Array(size), timeZone: 'UTC' },
    run: ({ program, args, input }) => [program, ...args, input].join(' ').trim(),
    decrypt: async (text) => (text.startsWith('sealed') ? new Map([['password', 'opened']]) : undefined),
  }
}

function ancestors(path: string): string[] {
  return path === '/' ? ['/'] : [dirname(path), ...ancestors(dirname(path))]
}

/** Maps as objects. */
export const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item)])) : value
