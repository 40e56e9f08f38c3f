/**
 * Records what helm 3.17.2 and helm 4.1.4 say about each case of schema-cases.ts into fixtures/schema/table.json.
 *   node test/parity/schema-probe.ts        peers from BERTH_PEERS, default .cache/peers
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schemaCases } from './schema-cases.ts'

const peers = process.env['BERTH_PEERS'] ?? '.cache/peers'
const HEAD = "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nprobe:\n"

function probe(helm: string, chart: string): string {
  const run = spawnSync(join(peers, helm), ['template', 'r', chart], { encoding: 'utf8', timeout: 20_000 })
  if (run.status === 0) return ''
  if (run.stderr.includes('stack overflow')) return 'crash'
  if (!run.stderr.startsWith(HEAD)) return `other: ${run.stderr}`
  return run.stderr.slice(HEAD.length).replace(/\n$/, '')
}

const folder = mkdtempSync(join(tmpdir(), 'schema-probe-'))
mkdirSync(join(folder, 'templates'))
writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: probe\nversion: 0.1.0\n')
writeFileSync(join(folder, 'templates/a.yaml'), 'a: 1\n')
const rows = schemaCases().map((row) => {
  writeFileSync(join(folder, 'values.schema.json'), row.schema)
  writeFileSync(join(folder, 'values.yaml'), row.values)
  return { ...row, helm3: probe('helm-3.17.2', folder), helm4: probe('helm-4.1.4', folder) }
})
rmSync(folder, { recursive: true })
writeFileSync('fixtures/schema/table.json', `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
process.stdout.write(`${rows.length} rows\n`)
