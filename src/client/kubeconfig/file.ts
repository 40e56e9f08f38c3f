import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, realpath, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '#kube'
import { ClientError, codeOf, messageOf } from '../error.ts'

/** With what a lock is waited for. */
export interface LockOptions {
  readonly clock: Clock
}

const WAIT_MS = 10_000
const STEP_MS = 50
/** A lock so old was left by a dead process. */
const STALE_MS = 60_000

/** Runs `work` while nobody else writes the file: the lock is `FILE.lock`, the one that kubectl takes. Throws ClientError `locked`, `io`. */
export async function withFileLock<T>(file: string, { clock }: LockOptions, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`
  await makeFolder(dirname(file))
  for (let waitedMs = 0; !(await tryLock(lock, clock)); waitedMs += STEP_MS) {
    if (waitedMs >= WAIT_MS) {
      throw new ClientError('locked', `${file} – held by another process`, { hint: `if none runs, delete ${lock}` })
    }
    await new Promise<void>((resolve) => clock.setTimer(STEP_MS, resolve))
  }
  try {
    return await work()
  } finally {
    await unlink(lock).catch(() => undefined)
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o755 })
  } catch (error) {
    throw new ClientError('io', `${path} – ${messageOf(error)}`, { cause: error })
  }
}

async function tryLock(lock: string, clock: Clock): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw new ClientError('io', `${lock} – ${messageOf(error)}`, { cause: error })
  }
  const made = await stat(lock).catch(() => undefined)
  if (made !== undefined && clock.now() - made.mtimeMs > STALE_MS) await rm(lock, { force: true })
  return false
}

/**
 * Replaces a file in one step, readable by its owner only unless it was there with another mode; what a link points to is
 * replaced, not the link. Throws ClientError `io`.
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const file = await realpath(path).catch(() => path)
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const mode = (await stat(file).catch(() => undefined))?.mode ?? 0o600
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await chmod(draft, mode & 0o777)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw new ClientError('io', `${file} – ${messageOf(error)}`, { cause: error })
  }
}
