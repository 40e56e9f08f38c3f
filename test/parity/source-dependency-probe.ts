import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dependencyCases } from './source-dependency-cases.ts'
import { writeFolder } from './source-folder.ts'

/** What `list`, `build` and `update` print in turn, and what is on disk in the end. */
export interface DependencyRow {
  readonly name: string
  readonly listed: string
  readonly built: string
  readonly updated: string
  readonly relisted: string
  readonly charts: readonly string[]
  /** The lock file without its time. */
  readonly lock: string
}

/** Names in `charts/`, sorted. */
export function chartsOf(folder: string): string[] {
  return existsSync(join(folder, 'x/charts')) ? readdirSync(join(folder, 'x/charts')).sort() : []
}

/** The text of the lock file, its time left out; empty when there is none. */
export function lockOf(folder: string): string {
  const path = ['Chart.lock', 'requirements.lock']
    .map((name) => join(folder, 'x', name))
    .find((each) => existsSync(each))
  return path === undefined ? '' : readFileSync(path, 'utf8').replace(/^generated: .*\n/m, '')
}

/** Runs one version of Helm on the table of cases. */
export function recordDependencies(root: string, binary: string): DependencyRow[] {
  return dependencyCases.map(({ name, files }, index) => {
    const folder = join(root, String(index))
    writeFolder(folder, files)
    const run = (verb: string) => {
      const args = ['dependency', verb, 'x', '--repository-config', join(folder, 'repositories.yaml')]
      const { stdout, stderr } = spawnSync(binary, args, { cwd: folder, encoding: 'utf8' })
      return (stdout + stderr).replaceAll(folder, '.').trimEnd()
    }
    const [listed = '', built = '', updated = '', relisted = ''] = ['list', 'build', 'update', 'list'].map(run)
    return { name, listed, built, updated, relisted, charts: chartsOf(folder), lock: lockOf(folder) }
  })
}
