import { lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { KustomizeEdits } from '#render'

type Matching = Pick<KustomizeEdits, 'isPattern' | 'matchesPath'>

/** The paths that a pattern names, sorted, as Go's `filepath.Glob` gives them; hidden ones only for a hidden pattern. */
export function globPaths(pattern: string, cwd: string, matching: Matching): string[] {
  matching.matchesPath(pattern, '')
  const paths = expand(pattern, cwd, matching)
  return basename(pattern).startsWith('.') ? paths : paths.filter((path) => !basename(path).startsWith('.'))
}

function expand(pattern: string, cwd: string, matching: Matching): string[] {
  const { isPattern, matchesPath } = matching
  if (!isPattern(pattern)) return isThere(resolve(cwd, pattern)) ? [pattern] : []
  const slash = pattern.lastIndexOf('/')
  const folder = slash > 0 ? pattern.slice(0, slash) : slash === 0 ? '/' : '.'
  const folders = isPattern(folder) ? expand(folder, cwd, matching) : [folder]
  const last = pattern.slice(slash + 1)
  return folders.flatMap((path) =>
    namesIn(resolve(cwd, path))
      .filter((name) => matchesPath(last, name))
      .map((name) => join(path, name)),
  )
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function namesIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(folder).sort()
}
