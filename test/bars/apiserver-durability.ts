import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { openSqliteStore, type Store } from '#store'
import { hasEtcd } from '../cluster/etcd.ts'
import { loseLeader } from '../cluster/leader-loss.ts'
import { apiKillRound, newApiKillRun } from './apiserver-kill.ts'
import { serverFillsDisk, serverLosesLeader } from './apiserver-trouble.ts'
import { fillDisk } from './store-full-disk.ts'
import { killRound, newKillRun } from './store-kill.ts'
import type { Verdict } from './verdict.ts'

/** apiserver.5: kills, leader loss, full disk and clock jumps, of the store alone and of a whole server over HTTPS. */
export async function nothingIsLost(): Promise<Verdict> {
  const parts: Readonly<Record<string, () => Promise<Verdict>>> = {
    'server killed': () => serverSurvivesKill(200),
    'server on etcd': serverSurvivesLeaderLoss,
    'server on a full disk': serverSurvivesFullDisk,
    'store killed': () => storeSurvivesKill(100),
    'store on a full disk': storeSurvivesFullDisk,
    'store and clock': storeIgnoresClock,
    'store on etcd': storeSurvivesLeaderLoss,
  }
  const figures: string[] = []
  let holds = true
  for (const [name, part] of Object.entries(parts)) {
    const verdict = await part()
    holds &&= verdict.holds
    figures.push(`${name}: ${verdict.figure}`)
    stdout.write(`${verdict.holds ? 'ok   ' : 'short'} ${name}: ${verdict.figure}\n`)
  }
  return { holds, figure: figures.join('; ') }
}

/** Kills the executable's cluster while eight clients write over HTTPS, again and again, and looks at every object after the restart. */
export async function serverSurvivesKill(rounds: number): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'))
  try {
    const run = newApiKillRun(folder)
    for (let round = 0; round < rounds; round++) await apiKillRound(run, round, 50 + Math.random() * 350)
    report(run.faults)
    const figure = `${rounds} kills, ${run.acknowledged} acknowledged, ${run.faults.length} faults, restart <= ${run.slowestStartMs.toFixed(0)} ms`
    return { holds: run.faults.length === 0 && run.acknowledged > 0 && run.slowestStartMs < 1000, figure }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Kills the leader of three real etcds under a server that is written to. */
export async function serverSurvivesLeaderLoss(): Promise<Verdict> {
  if (!hasEtcd) return { holds: false, figure: 'no /usr/bin/etcd here' }
  const { faults, acknowledged } = await serverLosesLeader()
  report(faults)
  return { holds: faults.length === 0, figure: `${acknowledged} acknowledged, ${faults.length} faults` }
}

/** Fills the disk under a server and frees it again. */
export async function serverSurvivesFullDisk(): Promise<Verdict> {
  const faults = await serverFillsDisk()
  if (faults === undefined) return { holds: false, figure: 'may not mount a small disk here' }
  report(faults)
  return { holds: faults.length === 0, figure: `${faults.length} faults` }
}

/** Kills a process that writes, again and again: nothing acknowledged is lost, nothing half is seen, opening takes < 1 s. */
export async function storeSurvivesKill(rounds: number): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'))
  try {
    const run = newKillRun(join(folder, 'store.db'))
    for (let round = 0; round < rounds; round++) await killRound(run, round, Math.random() * 250)
    report(run.faults)
    const figure = `${rounds} kills, ${run.acknowledged} acknowledged, ${run.faults.length} faults, open <= ${run.slowestOpenMs.toFixed(0)} ms`
    return { holds: run.faults.length === 0 && run.acknowledged > 0 && run.slowestOpenMs < 1000, figure }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fills the disk and frees it again. Does not hold where no disk of our own can be made. */
export async function storeSurvivesFullDisk(): Promise<Verdict> {
  const faults = await fillDisk()
  if (faults === undefined) return { holds: false, figure: 'may not mount a small disk here' }
  report(faults)
  return { holds: faults.length === 0, figure: `full disk: ${faults.length} faults` }
}

/** Sets the clock to and fro while a store is written to and compacts itself: revisions go on as if nothing were. */
export async function storeIgnoresClock(): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'))
  const { now } = Date
  const faults: string[] = []
  try {
    const path = join(folder, 'store.db')
    const open = () => openSqliteStore({ path, history: { rows: 200, bytes: 2 ** 20 } })
    let store = open()
    for (let turn = 0; turn < 20; turn++) {
      Date.now = () => (turn % 2 === 0 ? 0 : 8.64e15)
      await writeTurn(store, turn, faults)
      await store.close()
      store = open()
      if ((await store.revision()) !== (turn + 1) * 100)
        faults.push(`revision ${await store.revision()} after turn ${turn}`)
    }
    await store.close()
  } finally {
    Date.now = now
    rmSync(folder, { recursive: true, force: true })
  }
  report(faults)
  return { holds: faults.length === 0, figure: `clock jumps: ${faults.length} faults` }
}

/** Kills the leader of three real etcds under load. */
export async function storeSurvivesLeaderLoss(): Promise<Verdict> {
  if (!hasEtcd) return { holds: false, figure: 'no /usr/bin/etcd here' }
  const { acknowledged, listed, watched } = await loseLeader()
  const there = new Set(listed)
  const told = new Set(watched)
  const lost = acknowledged.filter((write) => !there.has(write) || !told.has(write))
  const isExact = listed.length === acknowledged.length && watched.length === acknowledged.length
  return {
    holds: lost.length === 0 && isExact,
    figure: `leader lost: ${acknowledged.length} acknowledged, ${lost.length} lost`,
  }
}

async function writeTurn(store: Store, turn: number, faults: string[]): Promise<void> {
  for (let at = 0; at < 100; at++) {
    const present = await store.get('/lease')
    const revision = await store.write('/lease', Buffer.from(`${turn}-${at}`), present?.revision ?? 0)
    if (revision !== turn * 100 + at + 1) faults.push(`write ${turn}-${at} got revision ${revision}`)
  }
}

function report(faults: readonly string[]): void {
  for (const fault of faults.slice(0, 20)) stdout.write(`${fault}\n`)
}
