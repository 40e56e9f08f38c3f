import { posix } from 'node:path'

/** Go's `filepath.Join`: empty parts left out, the rest cleaned. */
export function joinPath(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== '')
  return given.length === 0 ? '' : cleanPath(given.join('/'))
}

/** Go's `filepath.Clean`. */
export function cleanPath(path: string): string {
  const clean = posix.normalize(path)
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean
}

/** Go's `path.Base`. */
export function basePath(path: string): string {
  if (path === '') return '.'
  const trimmed = path.replace(/\/+$/, '')
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

/** Whether a folder is another one or lies in it. */
export function isInside(folder: string, outer: string): boolean {
  return outer === '/' || folder === outer || folder.startsWith(`${outer}/`)
}
