import type { Copy } from './copy.ts'
import type { BoundedLoader } from './loader.ts'
import type { FolderEntry } from './options.ts'

/** What all folders of a copy share. */
export interface World {
  readonly copy: Copy
  /** What has been copied to where: a base that is named twice is copied once. */
  readonly done: Set<string>
  /** What a folder holds. Throws `SourceError`. */
  readonly list: (folder: string) => readonly FolderEntry[]
  /** A file's bytes. Throws `SourceError`. */
  readonly read: (path: string) => Uint8Array
}

/** A kustomization that is being copied. */
export interface Folder {
  readonly loader: BoundedLoader
  /** Where it lies in the copy. */
  readonly path: string
  readonly world: World
}
