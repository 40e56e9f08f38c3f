import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stderr } from 'node:process'
import { startBuilt } from '../cluster/harness.ts'
import { runKubectlScript } from '../cluster/kubectl-runner.ts'
import { type Peer, peer } from '../peers.ts'
import { readArchive } from '../script/archive.ts'
import type { Verdict } from './verdict.ts'

const KUBECTLS: readonly Peer[] = ['kubectl-1.32', 'kubectl-1.34']
const WANTED = 250

/** Bar apiserver.1: at least 250 steps of the real kubectl hold, with each of two versions. */
export async function kubectlHolds(): Promise<Verdict> {
  const figures: string[] = []
  let holds = true
  for (const name of KUBECTLS) {
    const kubectl = peer(name)
    if (kubectl === undefined) throw new Error(`${name} is missing: run \`npm run peers\` first`)
    const { steps, failed } = await runAll(kubectl)
    holds &&= failed.length === 0 && steps >= WANTED
    figures.push(`${name}: ${steps} steps${failed.length === 0 ? '' : `, ${failed.length} scripts fail`}`)
  }
  return { holds, figure: figures.join('; ') }
}

async function runAll(kubectl: string): Promise<{ readonly steps: number; readonly failed: readonly string[] }> {
  const failed: string[] = []
  let steps = 0
  for (const file of globSync('test/cluster/scripts/*.txtar').sort()) {
    try {
      steps += await runOne(file, kubectl)
    } catch (error) {
      failed.push(file)
      stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  return { steps, failed }
}

async function runOne(file: string, kubectl: string): Promise<number> {
  const cluster = startBuilt('--store', 'memory')
  const folder = mkdtempSync(join(tmpdir(), 'berth-kubectl-'))
  try {
    const { kubeconfig } = cluster
    return await runKubectlScript(readArchive(readFileSync(file, 'utf8')), { kubectl, folder, kubeconfig })
  } finally {
    cluster.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
