import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Peer, peer } from '../peers.ts'
import { readArchive } from '../script/archive.ts'
import { startBuilt } from './harness.ts'
import { runKubectlScript } from './kubectl-runner.ts'
import { flagsFor } from './script-flags.ts'

const scripts = globSync('test/cluster/scripts/*.txtar').sort()
const kubectls: readonly Peer[] = ['kubectl-1.32', 'kubectl-1.34']

test('there are scripts', () => expect(scripts.length).toBeGreaterThan(3))

describe.each(kubectls.map((name) => [name, peer(name)] as const))('%s', (name, kubectl) => {
  test.skipIf(kubectl === undefined)(`${name} is in the peers`, () => expect(kubectl).toBeDefined())

  test.skipIf(kubectl === undefined).each(scripts.map((file) => [basename(file, '.txtar'), file]))(
    '%s',
    async (_, file) => {
      const cluster = startBuilt(...flagsFor(file ?? ''))
      const folder = mkdtempSync(join(tmpdir(), 'berth-kubectl-'))
      try {
        const archive = readArchive(readFileSync(file ?? '', 'utf8'))
        const stage = { kubectl: kubectl ?? '', folder, kubeconfig: cluster.kubeconfig }
        expect((await runKubectlScript(archive, stage)).faults).toEqual([])
      } finally {
        cluster.close()
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})
