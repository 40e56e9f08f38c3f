import { existsSync, type FSWatcher, statSync, watch } from 'node:fs'
import { dirname } from 'node:path'

/** How long it must be quiet before a change counts: editors write in several steps. */
const DEBOUNCE_MS = 50

/** Waits for changes below folders. What happens while nobody waits is kept. Ends by its signal. */
export class FolderWatch {
  readonly #signal: AbortSignal
  readonly #watchers = new Map<string, Watched>()
  #timer: NodeJS.Timeout | undefined
  #isDue = false
  #wake: (() => void) | undefined

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.close(), { once: true })
  }

  /** Watches the folders of these paths, and all that is in these trees; no others any more. */
  follow(paths: Iterable<string>, trees: Iterable<string>): void {
    const wanted = new Map<string, boolean>()
    for (const path of paths) wanted.set(nearestFolder(dirname(path)), false)
    for (const tree of trees) wanted.set(nearestFolder(tree), true)
    for (const [folder, { watcher, inode }] of this.#watchers) {
      // a folder that was taken away and made again is another one
      if (wanted.has(folder) && inode === inodeOf(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    for (const [folder, isTree] of wanted) if (!this.#watchers.has(folder)) this.#add(folder, isTree)
  }

  /** Until something has happened and it is quiet again; false once the signal has come. */
  async next(): Promise<boolean> {
    if (!this.#isDue && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#isDue = false
    return !this.#signal.aborted
  }

  /** Ends all watching. */
  close(): void {
    clearTimeout(this.#timer)
    for (const { watcher } of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
    this.#wake?.()
  }

  #add(folder: string, isTree: boolean): void {
    if (this.#signal.aborted) return
    const watcher = watch(folder, { recursive: isTree }, () => this.#happened())
    // a folder that is taken away: its parent is watched after the next build
    watcher.on('error', () => this.#happened())
    this.#watchers.set(folder, { watcher, inode: inodeOf(folder) })
  }

  #happened(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#isDue = true
      this.#wake?.()
    }, DEBOUNCE_MS)
  }
}

interface Watched {
  readonly watcher: FSWatcher
  readonly inode: number | undefined
}

function inodeOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino
}

/** The folder itself, or the one above it that is there. */
function nearestFolder(path: string): string {
  let folder = path
  while (folder !== dirname(folder) && !isFolder(folder)) folder = dirname(folder)
  return folder
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
