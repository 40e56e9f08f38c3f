/** A file of a plugin's own temporary folder, in memory. */
export interface MemoryFile {
  readonly kind: 'file'
  bytes: Uint8Array
}

/** A folder of it. */
export interface MemoryFolder {
  readonly kind: 'folder'
  readonly entries: Map<string, MemoryNode>
}

/** What a path may lead to. */
export type MemoryNode = MemoryFile | MemoryFolder

/** An empty folder. */
export function newFolder(): MemoryFolder {
  return { kind: 'folder', entries: new Map() }
}

/** Where a path leads: its folder, its last name, and what is there. Undefined where the way there is none, or leads out. */
export interface Place {
  readonly folder: MemoryFolder
  readonly name: string
  readonly node: MemoryNode | undefined
}

/** Follows a path from a folder; `..` is refused above it. */
export function findPlace(root: MemoryFolder, path: string): Place | undefined {
  const names = normalized(path)
  if (names === undefined) return undefined
  const name = names.pop() ?? ''
  let folder = root
  for (const step of names) {
    const next = folder.entries.get(step)
    if (next?.kind !== 'folder') return undefined
    folder = next
  }
  return { folder, name, node: name === '' ? folder : folder.entries.get(name) }
}

function normalized(path: string): string[] | undefined {
  const names: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') names.push(part)
    else if (names.pop() === undefined) return undefined
  }
  return names
}

/** A file's bytes, made longer with zeros or cut. Mutates. */
export function resizeFile(file: MemoryFile, size: number): void {
  if (size === file.bytes.length) return
  const resized = new Uint8Array(size)
  resized.set(file.bytes.subarray(0, size))
  file.bytes = resized
}
