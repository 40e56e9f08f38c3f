// Writes the tables of the built-in API types (src/kinds/schema/tables), their descriptions (…/descriptions), and the Go
// names behind the hash of a pod template (src/kinds/dump) from the Go sources of Kubernetes. `npm run generate -- DIR…`:
// each DIR is a folder that holds `k8s.io/…` packages; without one, the Debian packages that carry them are fetched with
// apt into a temporary folder.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printGoNames } from './generate/go-names.mjs'
import { readPackage } from './generate/go-package.mjs'
import { packages } from './generate/packages.mjs'
import { printDescriptions, printTable } from './generate/print.mjs'
import { tableOf } from './generate/table.mjs'

const debs = ['golang-k8s-api-dev', 'golang-k8s-apimachinery-dev', 'golang-k8s-apiextensions-apiserver-dev']
const room = 'src/kinds/schema'

const roots = process.argv.length > 2 ? process.argv.slice(2) : [unpackDebs()]
const read = new Map()
for (const row of packages) {
  const folder = roots.map((root) => join(root, row.path)).find((path) => existsSync(path))
  if (folder === undefined) process.stderr.write(`${row.key} – ${row.path} is in no folder: its table stays as it is\n`)
  else read.set(row.path, { ...row, ...readPackage(folder) })
}
for (const folder of ['tables', 'descriptions']) mkdirSync(join(room, folder), { recursive: true })
for (const source of read.values()) {
  if (source.hasNoTable) continue
  const table = tableOf(source, read)
  const name = source.key.replaceAll('/', '-').toLowerCase()
  writeFileSync(join(room, 'tables', `${name}.ts`), printTable(source, table))
  writeFileSync(join(room, 'descriptions', `${name}.ts`), printDescriptions(source, table))
}
const dump = 'src/kinds/dump/go-types.ts'
const core = 'k8s.io/api/core/v1'
if (read.has(core)) writeFileSync(dump, printGoNames(read, [core, 'PodTemplateSpec']))
execFileSync('npx', ['biome', 'check', '--write', `${room}/tables`, `${room}/descriptions`, dump], { stdio: 'inherit' })

function unpackDebs() {
  const folder = mkdtempSync(join(tmpdir(), 'berth-generate-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  execFileSync('apt-get', ['download', ...debs], { cwd: folder, stdio: 'inherit' })
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', file, '.'], { cwd: folder })
  return join(folder, 'usr/share/gocode/src')
}
