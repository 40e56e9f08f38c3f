import type { OverlayFiles } from '#source'
import { type Loader, loaderFor } from '../load/loader.ts'
import { RemoteMissing } from '../load/missing.ts'
import type { EditWorld } from './edit.ts'

/** How a kustomization of a folder would load files and bases. */
export function editLoader(folder: string, files: OverlayFiles): Pick<EditWorld, 'load' | 'checkRoot'> {
  let loader: Loader | undefined
  const present = (): Loader => {
    loader ??= loaderFor(folder, { files, isUnrestricted: false })
    return loader
  }
  return { load: (path) => present().load(path), checkRoot: (path) => checkRoot(path, present()) }
}

// A repository is taken at its word: that it is there shows when it is built.
function checkRoot(path: string, loader: Loader): void {
  try {
    loader.open(path)
  } catch (error) {
    if (!(error instanceof RemoteMissing)) throw error
  }
}
