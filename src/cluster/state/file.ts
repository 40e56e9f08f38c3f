import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ClusterError } from '../error.ts'

/** The `code` of a system error; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** The text of a file; undefined when there is none. Throws ClusterError `io`. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw ioError(error, path)
  }
}

/** Replaces a file in one step that a power cut cannot halve; its folders are made. Only its owner may read it. Throws ClusterError `io`. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw ioError(error, path)
  }
}

/** Takes a file away, if it is there. Throws ClusterError `io`. */
export async function removeIfPresent(path: string): Promise<void> {
  try {
    await rm(path, { force: true })
  } catch (error) {
    throw ioError(error, path)
  }
}

/** Makes a folder for its owner only, and those above it. Throws ClusterError `io`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw ioError(error, path)
  }
}

/** Ways out of what the operating system refuses. */
const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'choose a folder that you may write to with --data-dir or BERTH_HOME',
  EPERM: 'choose a folder that you may write to with --data-dir or BERTH_HOME',
  EROFS: 'the file system is read-only: choose another folder with --data-dir or BERTH_HOME',
  ENOTDIR: 'a file stands in the way: choose another folder with --data-dir or BERTH_HOME',
  ENOSPC: 'the disk is full: make room, then start again; nothing that was acknowledged is lost',
  EDQUOT: 'your disk quota is used up: make room, then start again; nothing that was acknowledged is lost',
}

/** An error of the operating system with the path it is about. */
export function ioError(error: unknown, path: string): ClusterError {
  if (error instanceof ClusterError) return error
  const message = `${path} – ${error instanceof Error ? error.message : String(error)}`
  return new ClusterError('io', message, { hint: HINTS[codeOf(error)], cause: error })
}
