import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuiltCluster, startBuilt } from '../../../cluster/harness.ts'
import type { Endpoint } from '../../../load/connection.ts'

/** A cluster to be attacked. */
export interface Target {
  readonly cluster: BuiltCluster
  readonly pid: number
  /** As the administrator, by certificate. */
  readonly endpoint: Endpoint
  readonly log: string
  /** Resident memory in MiB; 0 when the process is gone. */
  rss(): number
  close(): void
}

/** Users by their tokens: `TOKEN,USER,UID,"GROUPS"`. */
export const USERS: readonly string[] = [
  'fuzz,fuzz,1,"system:masters"',
  'noisy,noisy,2,"crowd"',
  'calm,calm,3,"crowd"',
  'nobody,nobody,4,',
]

/** Starts the built executable with users that prove themselves by token. */
export function startTarget(store = 'memory', users: readonly string[] = USERS): Target {
  const folder = mkdtempSync(join(tmpdir(), 'berth-attack-'))
  const tokens = join(folder, 'tokens.csv')
  writeFileSync(tokens, `${users.join('\n')}\n`)
  const cluster = startBuilt('--store', store, '--token-auth-file', tokens)
  const [{ server, pid }] = JSON.parse(cluster.berth('list', '-o', 'json')) as [{ server: string; pid: number }]
  const url = new URL(server)
  const home = join(cluster.folder, 'home/clusters/berth')
  return {
    cluster,
    pid,
    log: join(home, 'cluster.log'),
    endpoint: { host: url.hostname, port: Number(url.port), ...identity(cluster.kubeconfig) },
    rss: () => rssOf(pid),
    close: () => {
      cluster.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function identity(kubeconfig: string): Pick<Endpoint, 'ca' | 'cert' | 'key'> {
  const text = readFileSync(kubeconfig, 'utf8')
  const field = (name: string): string =>
    Buffer.from(new RegExp(`${name}: (\\S+)`).exec(text)?.[1] ?? '', 'base64').toString()
  return {
    ca: field('certificate-authority-data'),
    cert: field('client-certificate-data'),
    key: field('client-key-data'),
  }
}

function rssOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
