import { type MemoryFile, type MemoryFolder, newFolder } from './files.ts'

/** A standard stream. */
export interface StreamDescriptor {
  readonly kind: 'stream'
  readonly read: (into: Uint8Array) => number
  readonly write: (bytes: Uint8Array) => void
}

/** An open file; `at` is where it is read and written next. */
export interface FileDescriptor {
  readonly kind: 'file'
  readonly file: MemoryFile
  readonly appends: boolean
  at: number
}

/** An open folder; `path` is set where the plugin found it open. */
export interface FolderDescriptor {
  readonly kind: 'folder'
  readonly folder: MemoryFolder
  readonly path?: string
}

/** Anything open. */
export type Descriptor = StreamDescriptor | FileDescriptor | FolderDescriptor

/** What is open, by number. */
export type Descriptors = Map<number, Descriptor>

/** The most files that may be open. */
export const MAX_OPEN = 1024
/** The most bytes of all files. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024

/** The standard streams, and whether there is a folder. */
export interface OpenWorld {
  readonly hasTempFolder: boolean
  readonly read: (into: Uint8Array) => number
  readonly write: (descriptor: 1 | 2, bytes: Uint8Array) => void
}

/** What is open when a plugin starts: the standard streams, and `/tmp` where it has one. */
export function openDescriptors({ read, write, hasTempFolder }: OpenWorld): Descriptors {
  const silent = { read: () => 0, write: () => undefined }
  const descriptors: Descriptors = new Map<number, Descriptor>([
    [0, { kind: 'stream', ...silent, read }],
    [1, { kind: 'stream', ...silent, write: (bytes) => write(1, bytes) }],
    [2, { kind: 'stream', ...silent, write: (bytes) => write(2, bytes) }],
  ])
  if (hasTempFolder) descriptors.set(3, { kind: 'folder', folder: newFolder(), path: '/tmp' })
  return descriptors
}
