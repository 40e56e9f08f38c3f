import { define } from '../define.ts'
import type { GoFunction, Value } from '../value.ts'

type PathFunction = (path: string) => Value

/** `base`, `dir`, `clean`, `ext`, `isAbs`, and the same with `os` before the name: the slash is the separator everywhere. */
export function pathFunctions(): GoFunction[] {
  const families: readonly (readonly [string, string, PathFunction])[] = [
    ['base', 'osBase', baseOf],
    ['dir', 'osDir', dirOf],
    ['clean', 'osClean', cleanPath],
    ['ext', 'osExt', extensionOf],
    ['isAbs', 'osIsAbs', (path) => path.startsWith('/')],
  ]
  return families.flatMap(([name, osName, call]) => [
    define(name, ['string'], (path) => call(path as string)),
    define(osName, ['string'], (path) => call(path as string)),
  ])
}

function baseOf(path: string): string {
  if (path === '') return '.'
  let end = path.length
  while (end > 0 && path[end - 1] === '/') end--
  return end === 0 ? '/' : path.slice(path.lastIndexOf('/', end - 1) + 1, end)
}

function dirOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1))
}

function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.')
  return dot > path.lastIndexOf('/') ? path.slice(dot) : ''
}

/** The shortest path that means the same (Go's `path.Clean`). */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/')
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    const last = kept[kept.length - 1]
    if (part !== '..') kept.push(part)
    else if (last !== undefined && last !== '..') kept.pop()
    else if (!rooted) kept.push(part)
  }
  const joined = kept.join('/')
  return rooted ? `/${joined}` : joined || '.'
}
