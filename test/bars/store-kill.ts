import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { execPath } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqliteStore, type Store } from '#store'
import { numberOf } from './store-value.ts'

/** What is known of one key: the last write that was acknowledged, and the one that was asked for since. */
interface Known {
  acknowledged: { readonly number: string; readonly revision: number }
  asked: string
}

/** State of the world over all rounds. */
export interface KillRun {
  readonly path: string
  readonly known: Map<string, Known>
  acknowledged: number
  slowestOpenMs: number
  readonly faults: string[]
}

/** A run that starts with an empty file. */
export function newKillRun(path: string): KillRun {
  return { path, known: new Map(), acknowledged: 0, slowestOpenMs: 0, faults: [] }
}

/** Lets a process write, kills it after `lifeMs` of writing, opens the file and looks at every key (mutates `run`). */
export async function killRound(run: KillRun, round: number, lifeMs: number): Promise<void> {
  for (const line of await writeUntilKilled(run.path, round, lifeMs)) learn(run, line)
  const start = performance.now()
  const store = openSqliteStore({ path: run.path })
  await store.get('/k/0/0')
  run.slowestOpenMs = Math.max(run.slowestOpenMs, performance.now() - start)
  await checkKeys(run, store, round)
  await checkHistory(run, store, round)
  await store.close()
}

async function writeUntilKilled(path: string, round: number, lifeMs: number): Promise<readonly string[]> {
  const main = new URL('store-writer-main.ts', import.meta.url).pathname
  const diary = `${path}.diary`
  rmSync(diary, { force: true })
  const child = spawn(execPath, [main, path, diary, `${round}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  await Promise.race([ready, closed])
  await sleep(lifeMs)
  child.kill('SIGKILL')
  await closed
  if (child.signalCode !== 'SIGKILL') throw new Error(`the writer ended by itself with ${child.exitCode}`)
  const text = readFileSync(diary, 'utf8')
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
}

function learn(run: KillRun, line: string): void {
  const [mark, key = '', number = '-', revision] = line.split(' ')
  const known = run.known.get(key) ?? { acknowledged: { number: '-', revision: 0 }, asked: '-' }
  run.known.set(key, known)
  known.asked = number
  if (mark !== '!') return
  known.acknowledged = { number, revision: Number(revision) }
  run.acknowledged++
}

/** Each key is as its last acknowledged write left it, or as the write that was under way would. */
async function checkKeys(run: KillRun, store: Store, round: number): Promise<void> {
  const { entries } = await store.list('/k/')
  const present = new Map(entries.map((entry) => [entry.key, entry]))
  for (const [key, known] of run.known) {
    const entry = present.get(key)
    const number = entry === undefined ? '-' : `${numberOf(key, entry.value) ?? 'half a write'}`
    const isKept =
      number === known.acknowledged.number && (entry === undefined || entry.revision === known.acknowledged.revision)
    if (!isKept && number !== known.asked) {
      run.faults.push(
        `round ${round}: ${key} is ${number}, acknowledged ${known.acknowledged.number}, asked ${known.asked}`,
      )
    }
    known.acknowledged = { number, revision: entry?.revision ?? 0 }
    known.asked = number
  }
  for (const key of present.keys())
    if (!run.known.has(key)) run.faults.push(`round ${round}: ${key} was never asked for`)
}

/** History has every revision there was, up to the newest. */
async function checkHistory(run: KillRun, store: Store, round: number): Promise<void> {
  const newest = await store.revision()
  let last = await store.compacted()
  if (last === newest) return
  const stop = new AbortController()
  for await (const change of store.watch('', last, stop.signal)) {
    if (change.revision !== last + 1) run.faults.push(`round ${round}: revision ${change.revision} follows ${last}`)
    last = change.revision
    if (last >= newest) stop.abort()
  }
}
