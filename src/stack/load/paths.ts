import { join } from 'node:path'
import type { StackWorld } from '../contract.ts'

/** More paths than any stack names. */
const MAX_PATHS = 10_000

/** The files and folders that a pattern with `*`, `?` and `**` names, in order; itself when it has none and is there. */
export function matchingPaths(pattern: string, world: StackWorld): readonly string[] {
  if (!/[*?[]/.test(pattern)) return isThere(pattern, world) ? [pattern] : []
  const parts = pattern.split('/').filter((part) => part !== '')
  let paths = ['/']
  for (const part of parts) {
    paths = paths.flatMap((path) => step(path, part, world)).slice(0, MAX_PATHS)
  }
  return [...new Set(paths)].filter((path) => isThere(path, world)).sort()
}

function isThere(path: string, world: StackWorld): boolean {
  return world.isFolder(path) || world.readText(path) !== undefined
}

function step(path: string, part: string, world: StackWorld): readonly string[] {
  if (part === '**') return [path, ...foldersBelow(path, world)]
  if (!/[*?[]/.test(part)) return [join(path, part)]
  const pattern = segmentPattern(part)
  const names = world
    .list(path)
    .filter((name) => pattern.test(name) && !(name.startsWith('.') && !part.startsWith('.')))
  return names.map((name) => join(path, name))
}

function foldersBelow(path: string, world: StackWorld): readonly string[] {
  const found: string[] = []
  const waiting = [path]
  for (let next = waiting.pop(); next !== undefined && found.length < MAX_PATHS; next = waiting.pop()) {
    const folders = world
      .list(next)
      .map((name) => join(next as string, name))
      .filter((each) => world.isFolder(each))
    found.push(...folders)
    waiting.push(...folders)
  }
  return found
}

function segmentPattern(part: string): RegExp {
  const source = part
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  try {
    return new RegExp(`^${source}$`)
  } catch {
    return /^$/ // brackets that do not close match nothing
  }
}
