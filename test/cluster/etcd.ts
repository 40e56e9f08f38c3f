import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreClock } from '#store'

/** The etcd of the machine; tests that need it are skipped where it is absent. */
export const etcdPath = '/usr/bin/etcd'
export const hasEtcd = existsSync(etcdPath)

/** Real time. */
export const realClock: StoreClock = {
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** One member of a running cluster. */
export interface Member {
  readonly name: string
  readonly endpoint: string
  /** Kills it without a word. */
  kill(): void
}

/** A cluster of real etcds on 127.0.0.1 with a folder of its own. */
export interface EtcdFixture {
  readonly members: readonly Member[]
  readonly endpoints: readonly [string, ...string[]]
  stop(): Promise<void>
}

/** Starts etcds and waits until they answer. */
export async function startEtcd(size: number): Promise<EtcdFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'etcd-'))
  const ports = await freePorts(size * 2)
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const names = Array.from({ length: size }, (_, at) => `m${at}`)
  const peers = names.map((name, at) => `${name}=${urls[size + at]}`).join(',')
  const processes = names.map((name, at) =>
    launch(folder, name, { client: urls[at] ?? '', peer: urls[size + at] ?? '', peers }),
  )
  const members = names.map((name, at) => ({
    name,
    endpoint: urls[at] ?? '',
    kill: () => void processes[at]?.kill('SIGKILL'),
  }))
  for (const { endpoint } of members) await untilHealthy(endpoint)
  const [first = '', ...others] = members.map((member) => member.endpoint)
  const stop = async () => {
    for (const process of processes) process.kill('SIGKILL')
    await Promise.all(processes.map(gone))
    rmSync(folder, { recursive: true, force: true })
  }
  return { members, endpoints: [first, ...others], stop }
}

/** The member that leads, asked of each through etcd's JSON gateway. */
export async function leaderOf(members: readonly Member[]): Promise<Member | undefined> {
  for (const member of members) {
    const answer = await fetch(`${member.endpoint}/v3/maintenance/status`, { method: 'POST', body: '{}' }).catch(
      () => undefined,
    )
    const status = (await answer?.json()) as { leader?: string; header?: { member_id?: string } } | undefined
    if (status?.leader !== undefined && status.leader === status.header?.member_id) return member
  }
  return undefined
}

function launch(
  folder: string,
  name: string,
  urls: { readonly client: string; readonly peer: string; readonly peers: string },
): ChildProcess {
  const flags = {
    name,
    'data-dir': join(folder, name),
    'listen-client-urls': urls.client,
    'advertise-client-urls': urls.client,
    'listen-peer-urls': urls.peer,
    'initial-advertise-peer-urls': urls.peer,
    'initial-cluster': urls.peers,
    'initial-cluster-token': folder,
  }
  return spawn(
    etcdPath,
    Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
    { stdio: 'ignore' },
  )
}

async function untilHealthy(endpoint: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`${endpoint}/health`).catch(() => undefined)
    if (answer?.ok === true) return
    await sleep(100)
  }
  throw new Error(`${endpoint} - does not answer - expected a healthy etcd`)
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => Number((server.address() as { port: number }).port))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function gone(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null)
    await new Promise((resolve) => process.once('exit', resolve))
}
