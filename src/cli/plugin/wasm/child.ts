import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { programWith } from '../../cluster/program.ts'
import type { Session } from '../../frame/session.ts'
import { answerFile, FETCH_WORD, requestFile, type WasmFetch, type WasmFetched, type WasmRequest } from './request.ts'
import { runModule } from './run-module.ts'
import { sleep } from './wasi.ts'

/** Runs the plugin that a folder's request describes, and leaves the answer there. Gives the exit code of the process. */
export function runChild(folder: string, session: Session): number {
  const request = JSON.parse(readFileSync(join(folder, requestFile), 'utf8')) as WasmRequest
  const answer = runModule(readFileSync(request.runtime.file), request, {
    now: session.now,
    randomBytes: session.randomBytes,
    read: readInput,
    write: writeAll,
    fetchNow: (wanted) => fetchNow(wanted, folder, session),
  })
  writeFileSync(join(folder, answerFile), JSON.stringify(answer))
  return 0
}

const POLL_MS = 10

/** Waits for input: a pipe may be set not to block by whoever has its other end. */
function readInput(into: Uint8Array): number {
  for (;;) {
    try {
      return into.length === 0 ? 0 : readSync(0, into)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      sleep(POLL_MS)
    }
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      sleep(POLL_MS)
    }
  }
}

/** Asks a server while the plugin waits: in a process of its own, since the thread is the plugin's. */
function fetchNow(wanted: WasmFetch, parent: string, session: Session): WasmFetched {
  const folder = mkdtempSync(join(parent, 'fetch-'))
  try {
    writeFileSync(join(folder, requestFile), JSON.stringify(wanted))
    const { path, args } = programWith([FETCH_WORD, folder], session)
    spawnSync(path, args, { env: { ...session.environment }, stdio: 'ignore' })
    return JSON.parse(readFileSync(join(folder, answerFile), 'utf8')) as WasmFetched
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
