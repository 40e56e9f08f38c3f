import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { readFile, rename, stat } from 'node:fs/promises'
import { ClusterError } from '../error.ts'
import { ioError, makeFolder } from '../state/file.ts'
import type { ClusterFolder } from '../state/folder.ts'
import { type Owner, readOwner } from '../state/lock.ts'

/** The program that runs a cluster in the foreground, and what it is told. */
export interface Program {
  readonly path: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** A log longer than this is put aside at the next start. */
const MAX_LOG_BYTES = 10 * 1024 * 1024
const LOOK_MS = 15

/**
 * Starts a cluster as a process of its own that outlives this one, and waits until it answers. Throws ClusterError
 * `start-failed` with the log's last lines, `timeout`.
 */
export async function runInBackground(folder: ClusterFolder, program: Program, timeoutMs: number): Promise<Owner> {
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
    if (ended !== undefined) throw await failure(folder, before, ended)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  child.kill('SIGTERM')
  throw new ClusterError('timeout', `cluster "${folder.name}" was not ready in time`, {
    hint: `its log: ${folder.log}`,
  })
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

async function failure(folder: ClusterFolder, from: number, how: string): Promise<ClusterError> {
  const text = (await readFile(folder.log).catch(() => Buffer.alloc(0))).subarray(from).toString('utf8').trim()
  const last = text.split('\n').slice(-10).join('\n')
  return new ClusterError(
    'start-failed',
    `cluster "${folder.name}" ended before it was ready (${how})${last === '' ? '' : `\n${last}`}`,
    {
      hint: `its log: ${folder.log}`,
    },
  )
}

async function rotate(log: string): Promise<void> {
  if ((await sizeOf(log)) > MAX_LOG_BYTES) await rename(log, `${log}.1`)
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}
