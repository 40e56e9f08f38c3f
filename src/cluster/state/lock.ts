import { link, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { ClusterError } from '../error.ts'
import { codeOf, ioError, makeFolder, readIfPresent, writeDurably } from './file.ts'
import type { ClusterFolder } from './folder.ts'

/** Who runs a cluster, and how far it is. */
export interface Owner {
  readonly pid: number
  /** When the process started, in the kernel's count: a number that is used again is not it. */
  readonly startTime: string
  readonly startedAt: number
  /** `https://host:port`, once it answers. */
  readonly address?: string
}

/** A lock that is held. */
export interface Lock {
  /** Tells others that the cluster answers. */
  announce(address: string): Promise<void>
  release(): Promise<void>
}

/** Takes the cluster for this process. Throws ClusterError `running` when a living process has it, `io`. */
export async function takeLock(folder: ClusterFolder, now: number): Promise<Lock> {
  const own: Owner = { pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '', startedAt: now }
  await makeFolder(folder.path)
  for (let turn = 0; !(await tryTake(folder, own)); turn++) {
    const owner = await readOwner(folder)
    if (owner !== undefined || turn > 3) throw runningAlready(folder, owner)
  }
  return {
    announce: (address) => writeDurably(folder.lock, JSON.stringify({ ...own, address })),
    release: () => rm(folder.lock, { force: true }),
  }
}

/** What a start is told where the cluster runs. */
export function runningAlready({ name }: ClusterFolder, owner: Owner | undefined): ClusterError {
  const who = owner === undefined ? '' : ` as process ${owner.pid}`
  return new ClusterError('running', `cluster "${name}" is running already${who}`, {
    hint: `berth cluster stop --name ${name}`,
  })
}

/** Who runs the cluster; undefined when nobody does. A lock of a process that is gone is taken away. */
export async function readOwner(folder: ClusterFolder): Promise<Owner | undefined> {
  const text = await readIfPresent(folder.lock)
  if (text === undefined) return undefined
  const owner = parse(text)
  if (owner !== undefined && (await isAlive(owner))) return owner
  // only what we looked at is taken away: somebody may have taken the lock meanwhile
  if ((await readIfPresent(folder.lock)) === text) await rm(folder.lock, { force: true })
  return undefined
}

/** A link is made in one step and with its content: nobody sees an empty lock. */
async function tryTake(folder: ClusterFolder, own: Owner): Promise<boolean> {
  const draft = `${folder.lock}.${own.pid}`
  try {
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
    await link(draft, folder.lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw ioError(error, folder.lock)
  } finally {
    await unlink(draft).catch(() => undefined)
  }
}

function parse(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner> | null
    return typeof owner?.pid === 'number' ? (owner as Owner) : undefined
  } catch {
    return undefined
  }
}

async function isAlive({ pid, startTime }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  const current = await startTimeOf(pid)
  return current === undefined || startTime === '' || current === startTime
}

/** Field 22 of `/proc/PID/stat`; undefined where there is no such file. A zombie counts as gone. */
async function startTimeOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // the second field is a name in parentheses that may hold anything
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields?.[0] === 'Z' ? 'gone' : fields?.[19]
}
