import { type Dirent, readdirSync } from 'node:fs'
import type { FolderEntry } from '#render'
import { SourceError } from '#source'

/** What a folder holds, sorted by name; devices and sockets are left out. Throws `SourceError`. */
export function listFolder(folder: string): FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .flatMap(entryOf)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    throw new SourceError('io', (error as Error).message, { cause: error })
  }
}

function entryOf(entry: Dirent): FolderEntry[] {
  const { name } = entry
  if (entry.isSymbolicLink()) return [{ name, kind: 'link' }]
  if (entry.isDirectory()) return [{ name, kind: 'folder' }]
  return entry.isFile() ? [{ name, kind: 'file' }] : []
}
