import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath, stderr } from 'node:process'
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
  /** Globs of `test/cluster`, without the ending: what needs every event of a watch, or a clock of its own. */
  readonly tests?: readonly string[]
}

/** What bar controllers.1 demands, and the scripts and tests that show it. */
const demands: readonly Demand[] = [
  { name: 'rolling update, undo, pause and resume, cascade deletes', scripts: ['rollout*'], tests: ['rollout'] },
  { name: 'ordered and partitioned update of a StatefulSet', scripts: ['stateful-set*'], tests: ['stateful-set*'] },
  { name: 'DaemonSet on 100 nodes', scripts: ['daemon-set*'], tests: ['daemon-set*'] },
  { name: 'Job of every policy', scripts: ['job*'], tests: ['job*'] },
  { name: 'CronJob', scripts: ['cron-job*'], tests: ['cron-job*'] },
  { name: 'namespace deletion with finalizers', scripts: ['namespaces*'] },
  { name: 'node lost and back', scripts: ['node-*'], tests: ['nodes'] },
  { name: 'eviction and drain respect a PDB', scripts: ['drain*', 'eviction*'], tests: ['budgets'] },
  { name: 'HPA up and down with stabilisation', scripts: ['autoscale*', 'hpa*'], tests: ['autoscale*', 'hpa*'] },
  { name: 'quota under parallel creators', scripts: ['quota*'], tests: ['quota*'] },
  { name: 'claims and volumes', scripts: ['volumes*'], tests: ['volumes'] },
]

const KUBECTLS: readonly Peer[] = ['kubectl-1.32', 'kubectl-1.34']

/** Bar controllers.1: every demand is shown, and each step of its scripts holds with both kubectls. `part` picks demands by name. */
export async function controllersHold(part = ''): Promise<Verdict> {
  const chosen = demands.filter(({ name }) => name.includes(part))
  let [steps, tests, failed, unshown] = [0, 0, 0, 0]
  for (const demand of chosen) {
    const scripts = filesOf(demand.scripts, 'test/cluster/scripts', '.txtar')
    const files = filesOf(demand.tests ?? [], 'test/cluster', '.test.ts')
    if (scripts.length + files.length === 0) {
      unshown++
      stderr.write(`nothing shows: ${demand.name}\n`)
    }
    for (const file of scripts) {
      const counts = await runWithEach(file)
      steps += counts.steps
      failed += counts.failed
    }
    const counts = files.length === 0 ? { steps: 0, failed: 0 } : runTests(files)
    tests += counts.steps
    failed += counts.failed
  }
  const figure = `${steps} steps and ${tests} tests, ${failed} do not hold, ${chosen.length - unshown}/${chosen.length} demands shown`
  return { holds: failed === 0 && unshown === 0, figure }
}

function filesOf(names: readonly string[], folder: string, ending: string): readonly string[] {
  return names.flatMap((name) => globSync(join(folder, `${name}${ending}`))).sort()
}

interface Counts {
  readonly steps: number
  readonly failed: number
}

function runTests(files: readonly string[]): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tests-'))
  const report = join(folder, 'report.json')
  try {
    const words = ['run', '--project', 'cluster', '--reporter=default', '--reporter=json', `--outputFile=${report}`]
    spawnSync(execPath, ['node_modules/vitest/vitest.mjs', ...words, ...files], { stdio: ['ignore', 2, 2] })
    const found = JSON.parse(readFileSync(report, 'utf8')) as { numTotalTests: number; numPassedTests: number }
    return { steps: found.numTotalTests, failed: found.numTotalTests - found.numPassedTests }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runWithEach(file: string): Promise<Counts> {
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
