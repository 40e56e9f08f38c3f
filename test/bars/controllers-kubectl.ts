import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stderr } from 'node:process'
import { startBuilt } from '../cluster/harness.ts'
import { runKubectlScript } from '../cluster/kubectl-runner.ts'
import { flagsFor } from '../cluster/script-flags.ts'
import { type Peer, peer } from '../peers.ts'
import { readArchive } from '../script/archive.ts'
import type { Verdict } from './verdict.ts'

/** One thing that the bar demands: kubectl scripts that show it, run with each kubectl against a cluster of its own. */
interface Demand {
  readonly name: string
  /** Globs of `test/cluster/scripts`, without the ending. */
  readonly scripts: readonly string[]
}

/** What bar controllers.1 demands, and the scripts that show it. */
const demands: readonly Demand[] = [
  { name: 'rolling update, undo, pause and resume, cascade deletes', scripts: ['rollout*'] },
  { name: 'ordered and partitioned update of a StatefulSet', scripts: ['stateful-set*'] },
  { name: 'DaemonSet on 100 nodes', scripts: ['daemon-set*'] },
  { name: 'Job of every policy', scripts: ['job*'] },
  { name: 'CronJob', scripts: ['cron-job*'] },
  { name: 'namespace deletion with finalizers', scripts: ['namespaces*'] },
  { name: 'node lost and back', scripts: ['node-*'] },
  { name: 'eviction and drain respect a PDB', scripts: ['drain*', 'eviction*'] },
  { name: 'HPA up and down with stabilisation', scripts: ['autoscale*', 'hpa*'] },
  { name: 'quota under parallel creators', scripts: ['quota*'] },
  { name: 'claims and volumes', scripts: ['volumes*'] },
]

const KUBECTLS: readonly Peer[] = ['kubectl-1.32', 'kubectl-1.34']

/** Bar controllers.1: every demand has a script, and each of its steps holds with both kubectls. `part` picks demands by name. */
export async function controllersHold(part = ''): Promise<Verdict> {
  let [steps, failed, unshown] = [0, 0, 0]
  for (const demand of demands.filter(({ name }) => name.includes(part))) {
    const files = demand.scripts.flatMap((script) => globSync(`test/cluster/scripts/${script}.txtar`)).sort()
    if (files.length === 0) {
      unshown++
      stderr.write(`nothing shows: ${demand.name}\n`)
    }
    for (const file of files) {
      const counts = await runWithEach(file)
      steps += counts.steps
      failed += counts.failed
    }
  }
  const figure = `${steps - failed}/${steps} steps, ${demands.length - unshown}/${demands.length} demands shown`
  return { holds: failed === 0 && unshown === 0, figure }
}

async function runWithEach(file: string): Promise<{ readonly steps: number; readonly failed: number }> {
  let [steps, failed] = [0, 0]
  for (const name of KUBECTLS) {
    const kubectl = peer(name)
    if (kubectl === undefined) throw new Error(`${name} is missing: run \`npm run peers\` first`)
    const cluster = startBuilt(...flagsFor(file))
    const folder = mkdtempSync(join(tmpdir(), 'berth-kubectl-'))
    try {
      const stage = { kubectl, folder, kubeconfig: cluster.kubeconfig }
      const result = await runKubectlScript(readArchive(readFileSync(file, 'utf8')), stage)
      steps += result.steps
      failed += result.failedSteps
      for (const fault of result.faults) stderr.write(`${name} ${file} ${fault}\n\n`)
    } finally {
      cluster.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { steps, failed }
}
