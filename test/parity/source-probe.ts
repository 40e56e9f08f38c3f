/**
 * Records what Helm says: `node test/parity/source-probe.ts` runs both versions on the tables of source-cases.ts and
 * writes fixtures/source/. The binaries are found in `BERTH_PEERS` (default `.cache/peers`).
 */
import { deepStrictEqual } from 'node:assert'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ignoreCases, ignoreFolder, loadCases } from './source-cases.ts'
import { recordDependencies } from './source-dependency-probe.ts'
import { writeFolder } from './source-folder.ts'

const peers = resolve(process.env.BERTH_PEERS ?? '.cache/peers')
const binaries = { helm4: join(peers, 'helm-4.1.4'), helm3: join(peers, 'helm-3.17.2') } as const
const output = resolve('fixtures/source')

/** What one version prints on standard error when it loads, the folder's own path cut. */
function loadText(compat: keyof typeof binaries, folder: string): string {
  const run = spawnSync(binaries[compat], ['template', 'x'], { cwd: folder, encoding: 'utf8' })
  return run.stderr.replaceAll(`${folder}/x`, 'x').replaceAll(folder, '.').trimEnd()
}

function recordLoads(root: string): object[] {
  return loadCases.map(({ name, files }, index) => {
    const folder = join(root, `load-${index}`)
    writeFolder(join(folder, 'x'), files)
    return { name, helm4: loadText('helm4', folder), helm3: loadText('helm3', folder) }
  })
}

function listing(archive: string): string[] {
  return execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n')
}

function recordIgnores(root: string): object[] {
  return ignoreCases.map(({ rules }, index) => {
    const folder = join(root, `ignore-${index}`)
    writeFolder(join(folder, 'x'), { ...ignoreFolder, '.helmignore': rules })
    const run = spawnSync(binaries.helm4, ['package', 'x', '-d', '.'], { cwd: folder, encoding: 'utf8' })
    if (run.status !== 0) return { rules, error: run.stderr.replaceAll(`${folder}/x`, 'x').trimEnd() }
    return { rules, files: listing(join(folder, 'a-1.0.0.tgz')) }
  })
}

/** Each file of a folder by the SHA-256 of its bytes. */
function hashAll(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(files.sort().map((path) => [path.slice(folder.length + 1), hash(path)]))
}

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

function recordCreate(root: string): object {
  const created = Object.entries(binaries).map(([compat, binary]) => {
    const folder = join(root, `create-${compat}`)
    mkdirSync(folder)
    execFileSync(binary, ['create', 'my-app'], { cwd: folder })
    return [compat, hashAll(join(folder, 'my-app'))]
  })
  return Object.fromEntries(created)
}

const root = mkdtempSync(join(tmpdir(), 'source-probe-'))
try {
  mkdirSync(output, { recursive: true })
  const dependency = recordDependencies(join(root, 'dependency-4'), binaries.helm4)
  deepStrictEqual(recordDependencies(join(root, 'dependency-3'), binaries.helm3), dependency, 'the versions differ now')
  const tables = { load: recordLoads(root), ignore: recordIgnores(root), create: recordCreate(root), dependency }
  for (const [name, table] of Object.entries(tables)) {
    writeFileSync(join(output, `${name}.json`), `${JSON.stringify(table, null, 2)}\n`)
  }
} finally {
  rmSync(root, { recursive: true, force: true })
}
