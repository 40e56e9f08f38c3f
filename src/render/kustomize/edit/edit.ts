import { within } from '../error.ts'
import { fixKustomization } from '../file/fix.ts'
import { type KustomizationText, parseKustomization } from '../file/read.ts'
import type { Kustomization } from '../file/types.ts'
import { printKustomization } from './commented-fields.ts'

/** What an operation may see of the world besides the kustomization file. Paths are relative to its folder. */
export interface EditWorld {
  /** Files and folders that a pattern names, sorted; hidden ones only for a pattern that is hidden. */
  glob(pattern: string): readonly string[]
  exists(path: string): boolean
  /** What a folder holds, sorted by name; undefined where there is no folder. */
  list(path: string): readonly { readonly name: string; readonly isFolder: boolean }[] | undefined
  /** The content of a file, wherever it lies. Throws if it cannot be read. */
  read(path: string): Uint8Array
  /** The content of a file that the kustomization may use. Throws `KustomizeError`. */
  load(path: string): Uint8Array
  /** Throws `KustomizeError` if a path names neither a repository nor a folder that may be a base. */
  checkRoot(path: string): void
  /** A remark for the user. */
  log(line: string): void
}

/** Arguments and flags of an operation. */
export interface EditRequest {
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
}

/** What is left to do once the arguments are known to be good. */
export interface Edit {
  /** The changed file; undefined leaves it alone. `name` is its file name. Throws `KustomizeError`. */
  readonly change: (file: Kustomization, name: string) => Kustomization | undefined
  /** What errors are prefixed with, by where they come from. */
  readonly context?: { readonly find: string; readonly read: string }
}

/** One operation; undefined if there is nothing to do. Throws `KustomizeError` for wrong arguments. */
export type EditOperation = (request: EditRequest, world: EditWorld) => Edit | undefined

/** The text of a kustomization file after an edit; undefined if it stays as it is. Throws `KustomizeError`. */
export function editKustomization(source: KustomizationText, edit: Edit): string | undefined {
  const name = source.file.slice(source.file.lastIndexOf('/') + 1)
  const read = (): Kustomization => fixKustomization(parseKustomization(source))
  const file = edit.context === undefined ? read() : within(edit.context.read, read)
  const changed = edit.change(file, name)
  return changed && printKustomization(source.text, changed)
}
