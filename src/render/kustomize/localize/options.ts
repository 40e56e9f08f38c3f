import type { OverlayFiles } from '#source'

/** An entry of a folder. */
export interface FolderEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link'
}

/** What is to be made local, and where it shall lie. */
export interface LocalizeOptions {
  readonly files: OverlayFiles
  /** What a folder holds. Throws `SourceError`. */
  readonly list: (folder: string) => readonly FolderEntry[]
  /** The folder of a kustomization, or the address of one in a repository. */
  readonly target: string
  /** The folder outside of which nothing is taken; empty for the target's own. */
  readonly scope: string
  /** The new folder; empty for a name made of the target's. */
  readonly destination: string
  /** Takes lines that the reference logs. */
  readonly log?: ((line: string) => void) | undefined
}

/** A localized copy that has not been written yet. */
export interface LocalizedCopy {
  /** The absolute path of the new folder. */
  readonly destination: string
  /** Where in it the copy of the target lies; empty where it is the folder itself. */
  readonly target: string
  /** Folders to be made, relative to the new one, outer ones first. */
  readonly folders: readonly string[]
  /** Files by their paths, relative to the new folder. */
  readonly files: ReadonlyMap<string, Uint8Array | string>
}
