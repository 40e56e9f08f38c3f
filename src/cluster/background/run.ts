import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { readFile, rename, stat } from 'node:fs/promises'
import { ClusterError } from '../error.ts'
import { ioError, makeFolder } from '../state/file.ts'
import type { ClusterFolder } from '../state/folder.ts'
import { type Owner, readOwner, runningAlready } from '../state/lock.ts'

/** The program that runs a cluster in the foreground, and what it is told. */
export interface Program {
  readonly path: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** How long a start is waited for. */
export interface Patience {
  readonly timeoutMs: number
  /** Ends the wait, and what was started. */
  readonly signal: AbortSignal
}

/** A log longer than this is put aside at the next start. */
const MAX_LOG_BYTES = 10 * 1024 * 1024
const LOOK_MS = 15
/** How long a cluster that is given up may take to stop. */
const STOP_MS = 2000

/**
 * Starts a cluster as a process of its own that outlives this one, and waits until it answers. Throws ClusterError
 * `running`, `interrupted`, and `start-failed` and `timeout` with the log's last lines.
 */
export async function runInBackground(
  folder: ClusterFolder,
  program: Program,
  { timeoutMs, signal }: Patience,
): Promise<Owner> {
  const already = await readOwner(folder)
  if (already !== undefined) throw runningAlready(folder, already)
  await makeFolder(folder.path)
  await rotate(folder.log)
  const before = await sizeOf(folder.log)
  const child = launch(folder, program)
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended ??= signal === null ? `exit code ${code}` : `signal ${signal}`))
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += LOOK_MS) {
    const owner = await readOwner(folder)
    if (owner?.pid === child.pid && owner?.address !== undefined) {
      child.unref()
      return owner
    }
    if (ended !== undefined)
      throw await failure(folder, before, { code: 'start-failed', text: `ended before it was ready (${ended})` })
    if (signal.aborted) throw await givenUp(folder, child)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  await endOf(child)
  throw await failure(folder, before, { code: 'timeout', text: 'was not ready in time' })
}

async function givenUp({ name }: ClusterFolder, child: ChildProcess): Promise<ClusterError> {
  await endOf(child)
  return new ClusterError('interrupted', `interrupted: cluster "${name}" is stopped again`)
}

/** Stops a process that has not come far; what it has written stays whole however it ends. */
async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  child.kill('SIGTERM')
  await ended
  clearTimeout(impatient)
}

function launch(folder: ClusterFolder, { path, args, environment }: Program): ChildProcess {
  const log = openLog(folder.log)
  // what changes the runtime itself is not handed on
  const { BUN_BE_BUN: _, BUN_OPTIONS: __, ...env } = environment
  return spawn(path, [...args], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: env as NodeJS.ProcessEnv,
  })
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a', 0o600)
  } catch (error) {
    throw ioError(error, path)
  }
}

interface Failure {
  readonly code: 'start-failed' | 'timeout'
  readonly text: string
}

async function failure(folder: ClusterFolder, from: number, { code, text }: Failure): Promise<ClusterError> {
  const log = (await readFile(folder.log).catch(() => Buffer.alloc(0))).subarray(from).toString('utf8').trim()
  const last = log === '' ? [] : log.split('\n').slice(-10)
  return new ClusterError(code, [`cluster "${folder.name}" ${text}`, ...last].join('\n'), {
    hint: last.length === 0 ? `its log says nothing: is there room in ${folder.path}?` : `its log: ${folder.log}`,
  })
}

async function rotate(log: string): Promise<void> {
  if ((await sizeOf(log)) > MAX_LOG_BYTES) await rename(log, `${log}.1`)
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}
