import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RepoError } from './error.ts'

/** The text of a file; undefined when there is none. Throws RepoError `io`. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  return (await readBytesIfPresent(path))?.toString('utf8')
}

/** The bytes of a file; undefined when there is none. Throws RepoError `io`. */
export async function readBytesIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw ioError(error, path)
  }
}

/** Replaces a file in one step, so that a reader sees the old or the new content, never half of it. */
export async function writeAtomic(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o755 })
    const file = await open(draft, 'wx', mode)
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
    await chmod(draft, mode)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw ioError(error, path)
  }
}

/** The lock beside a file: `repositories.yaml` is guarded by `repositories.lock`. */
function lockPathOf(path: string): string {
  const extension = extname(path)
  return `${extension === '' ? path : path.slice(0, -extension.length)}.lock`
}

const LOCK_STALE_MS = 60_000
const LOCK_WAIT_MS = 30_000
const LOCK_STEP_MS = 50

/**
 * Runs `work` while no other process of ours does so for the same file. The lock is a file of its own beside Helm's, which
 * is an advisory `flock` that Node cannot take; one that is older than a minute was left by a dead process.
 * Throws RepoError `locked` after 30 seconds.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${lockPathOf(path)}.berth`
  await mkdir(dirname(lock), { recursive: true })
  for (let waitedMs = 0; !(await tryLock(lock)); waitedMs += LOCK_STEP_MS) {
    if (waitedMs > LOCK_WAIT_MS) {
      throw new RepoError('locked', `${path} – held by another process`, { hint: `if none runs, delete ${lock}` })
    }
    await sleep(LOCK_STEP_MS)
  }
  try {
    return await work()
  } finally {
    await unlink(lock)
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600)
    await file.close()
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw ioError(error, lock)
    await dropStale(lock)
    return false
  }
}

async function dropStale(lock: string): Promise<void> {
  const probe = `${lock}.${randomBytes(6).toString('hex')}`
  try {
    const { mtimeMs } = await stat(lock)
    const file = await open(probe, 'wx', 0o600)
    const { mtimeMs: nowMs } = await file.stat()
    await file.close()
    if (nowMs - mtimeMs > LOCK_STALE_MS) await rm(lock, { force: true })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw ioError(error, lock)
  } finally {
    await rm(probe, { force: true })
  }
}

/** An error of the operating system, in Go's words: `open PATH: no such file or directory`. */
export function ioError(error: unknown, path: string): RepoError {
  if (error instanceof RepoError) return error
  const code = codeOf(error)
  const text = OS_TEXT[code] ?? (error instanceof Error ? error.message : String(error))
  return new RepoError('io', `open ${path}: ${text}`, { cause: error })
}

const OS_TEXT: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
}

/** The `code` of a system error; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
