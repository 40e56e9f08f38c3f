import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#cluster'
import { giveAddresses } from '../../src/cli/chart-test/load-balancer.ts'
import { makeStandIns } from '../../src/cli/chart-test/stand-ins.ts'
import { fastClock } from '../cluster/fast-clock.ts'

/** What helm is asked to do. */
export interface HelmCase {
  readonly helm: string
  readonly chart: string
  readonly values: readonly string[]
}

/** Helm's clock is the wall's, the cluster's is faster: so many times. */
const FASTER = 8
const TIMEOUT = '60s'

/** Installs, upgrades, tests and uninstalls a chart with a real helm on a cluster like that of `chart test`; what failed, with its text. */
export async function helmVerdict({
  helm,
  chart,
  values,
}: HelmCase): Promise<{ step: string; text: string } | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-helm-'))
  const clock = fastClock(FASTER)
  const cluster = await startCluster({
    store: 'memory',
    nodes: 3,
    port: 0,
    metrics: true,
    endsTasks: true,
    allowsWebhooks: true,
    clock,
  })
  const { client } = cluster
  const extras = [giveAddresses(client, clock), makeStandIns({ client, clock, tell: () => undefined })]
  try {
    const kubeconfig = join(folder, 'kubeconfig')
    writeFileSync(kubeconfig, JSON.stringify(cluster.kubeconfig))
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig }
    const wait = ['--wait', '--timeout', TIMEOUT]
    const given = values.flatMap((file) => ['-f', file])
    const steps = [
      ['install', 'r', chart, '--create-namespace', ...wait, ...given],
      ['upgrade', 'r', chart, ...wait, ...given],
      ['test', 'r', '--timeout', TIMEOUT],
      ['uninstall', 'r', ...wait],
    ]
    for (const words of steps) {
      const { status, text } = await run(helm, [...words, '-n', 'ns'], env)
      if (status !== 0) return { step: words[0] ?? '', text }
    }
    return undefined
  } finally {
    await Promise.all(extras.map((extra) => extra.close()))
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    let text = ''
    const child = spawn(program, words, { env })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status: status ?? -1, text }))
  })
}
