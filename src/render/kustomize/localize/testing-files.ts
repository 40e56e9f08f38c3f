import { type OverlayFiles, type ResolvedPath, SourceError } from '#source'
import { basePath, joinPath } from '../load/path.ts'
import type { FolderEntry } from './options.ts'

/** Files in memory, by absolute path. Links are not followed; nothing is remote but what `downloads` and `clones` hold. */
export interface MemoryWorld {
  readonly files: Readonly<Record<string, string>>
  readonly downloads?: Readonly<Record<string, string>>
  /** Folders of fetched repositories, by address. */
  readonly clones?: Readonly<Record<string, string>>
}

/** The access that a localized copy is made with, to files in memory. */
export function memoryFiles({ files, downloads = {}, clones = {} }: MemoryWorld): {
  readonly files: OverlayFiles
  readonly list: (folder: string) => FolderEntry[]
} {
  const folders = new Set(Object.keys(files).flatMap(parents))
  const absolute = (path: string): string => (path.startsWith('/') ? joinPath(path) : joinPath('/', path))
  const resolve = (path: string): ResolvedPath => {
    const whole = absolute(path)
    if (folders.has(whole)) return { folder: whole, file: '' }
    if (Object.hasOwn(files, whole)) return { folder: joinPath(whole, '..'), file: basePath(whole) }
    throw new SourceError('not-found', `'${whole}' doesn't exist`)
  }
  return {
    files: {
      absolute,
      resolve,
      has: (path) => folders.has(absolute(path)) || Object.hasOwn(files, absolute(path)),
      read: (path) => Buffer.from(files[absolute(path)] ?? ''),
      repository: ({ url }) => clones[url],
      download: (url) => (downloads[url] === undefined ? undefined : Buffer.from(downloads[url])),
    },
    list: (folder) => [...folders, ...Object.keys(files)].filter(isIn(folder)).map(entryOf(folders)),
  }
}

function parents(path: string): string[] {
  const parts = path.split('/').slice(1, -1)
  return ['/', ...parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)]
}

function isIn(folder: string): (path: string) => boolean {
  return (path) => path !== '/' && joinPath(path, '..') === folder
}

function entryOf(folders: ReadonlySet<string>): (path: string) => FolderEntry {
  return (path) => ({ name: basePath(path), kind: folders.has(path) ? 'folder' : 'file' })
}
