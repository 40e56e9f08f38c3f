import { Disk } from './disk.ts'
import type { OverlayFiles } from './files.ts'

/** Files of one build on this machine; whatever is remote counts as not fetched. */
export function localFiles(): OverlayFiles {
  const disk = new Disk()
  return {
    absolute: (path) => disk.absolute(path),
    resolve: (path) => disk.resolve(path),
    has: (path) => disk.has(path),
    names: (folder) => disk.names(folder),
    read: (path) => disk.read(path),
    repository: () => undefined,
    download: () => undefined,
  }
}
