import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executable } from '../peers.ts'

/** A cluster of the built executable, in a folder of its own. */
export interface BuiltCluster {
  /** A folder for the test's own files. */
  readonly folder: string
  readonly kubeconfig: string
  /** What programs that use the cluster are run with. */
  readonly environment: Readonly<Record<string, string>>
  /** What `berth cluster WORDS` says; throws when it fails. */
  berth(...words: readonly string[]): string
  close(): void
}

/** Starts a cluster on a free port. `flags` are further ones of `cluster start`. */
export function startBuilt(...flags: readonly string[]): BuiltCluster {
  const folder = mkdtempSync(join(tmpdir(), 'berth-cluster-'))
  const kubeconfig = join(folder, 'kubeconfig')
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    BERTH_HOME: join(folder, 'home'),
    KUBECONFIG: kubeconfig,
  }
  const berth = (...words: readonly string[]): string => {
    const result = spawnSync(executable(), ['cluster', ...words], {
      env: environment,
      encoding: 'utf8',
      timeout: 60_000,
    })
    if (result.status !== 0)
      throw new Error(`berth cluster ${words.join(' ')}: exit ${result.status}\n${result.stdout}${result.stderr}`)
    return result.stdout
  }
  const close = (): void => {
    spawnSync(executable(), ['cluster', 'delete'], { env: environment, timeout: 60_000 })
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    berth('start', '--port', '0', ...flags)
  } catch (error) {
    close()
    throw error
  }
  return { folder, kubeconfig, environment, berth, close }
}
