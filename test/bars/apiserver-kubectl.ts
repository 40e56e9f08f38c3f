import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { stderr } from 'node:process'
import { startBuilt } from '../cluster/harness.ts'
import { runKubectlScript, type ScriptResult } from '../cluster/kubectl-runner.ts'
import { flagsFor } from '../cluster/script-flags.ts'
import { type Peer, peer } from '../peers.ts'
import { readArchive } from '../script/archive.ts'
import type { Verdict } from './verdict.ts'

const KUBECTLS: readonly Peer[] = ['kubectl-1.32', 'kubectl-1.34']
const WANTED = 250

/** Bar apiserver.1: at least 250 steps of the real kubectl hold, with each of two versions; `part` picks scripts by name. */
export async function kubectlHolds(part = ''): Promise<Verdict> {
  const runs: Awaited<ReturnType<typeof runAll>>[] = []
  for (const name of KUBECTLS) runs.push(await runAll(name, part))
  const held = runs.reduce((sum, run) => sum + run.steps - run.failed, 0)
  const steps = runs.reduce((sum, run) => sum + run.steps, 0)
  const holds = held === steps && runs.every((run) => run.steps >= WANTED)
  const each = runs.map((run) => run.steps).join(' + ')
  return { holds, figure: `${held}/${steps} steps (${each}), kubectl 1.32 and 1.34` }
}

async function runAll(name: Peer, part: string): Promise<{ readonly steps: number; readonly failed: number }> {
  const kubectl = peer(name)
  if (kubectl === undefined) throw new Error(`${name} is missing: run \`npm run peers\` first`)
  let [steps, failed] = [0, 0]
  for (const file of globSync('test/cluster/scripts/*.txtar').sort()) {
    if (!basename(file).includes(part)) continue
    const result = await runOne(file, kubectl)
    steps += result.steps
    failed += result.failedSteps
    for (const fault of result.faults) stderr.write(`${name} ${basename(file)} ${fault}\n\n`)
  }
  return { steps, failed }
}

async function runOne(file: string, kubectl: string): Promise<ScriptResult> {
  const cluster = startBuilt(...flagsFor(file))
  const folder = mkdtempSync(join(tmpdir(), 'berth-kubectl-'))
  try {
    const { kubeconfig } = cluster
    return await runKubectlScript(readArchive(readFileSync(file, 'utf8')), { kubectl, folder, kubeconfig })
  } finally {
    cluster.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
