/**
 * Records what Helm's own Sprig prints: `node test/parity/sprig-general-probe.ts` renders probe charts with the peers
 * and rewrites fixtures/sprig/general.json. Peers are found through `BERTH_PEERS`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Peer, peer } from '../peers.ts'
import { generalCases } from './sprig-general-cases.ts'
import { fileValues, generalRows, setValues } from './sprig-general-rows.ts'

/** What one template gave: its output (in base64 when it is no UTF-8), or the reason of its failure. */
interface Outcome {
  readonly output?: string
  readonly outputBase64?: string
  readonly error?: string
}

const BATCH = 60
const FIXTURE = 'fixtures/sprig/general.json'

const rows = generalRows(generalCases())
const helm4 = record('helm-4.1.4')
const helm3 = record('helm-3.17.2')
const fixture = {
  values: fileValues,
  set: Object.fromEntries(
    Object.entries(setValues).map(([key, value]) => [key, typeof value === 'bigint' ? `${value}` : value]),
  ),
  rows: rows.map((template, index) => {
    const differs = JSON.stringify(helm4[index]) !== JSON.stringify(helm3[index])
    return { template, ...helm4[index], ...(differs ? { helm3: helm3[index] } : {}) }
  }),
}
mkdirSync('fixtures/sprig', { recursive: true })
const lines = fixture.rows.map((row) => JSON.stringify(row)).join(',\n')
writeFileSync(
  FIXTURE,
  `{"values": ${JSON.stringify(fixture.values)},\n"set": ${JSON.stringify(fixture.set)},\n"rows": [\n${lines}\n]}\n`,
)
console.log(`${rows.length} rows, ${fixture.rows.filter((row) => row.error !== undefined).length} of them errors`)

function record(name: Peer): Outcome[] {
  const helm = peer(name)
  if (helm === undefined) throw new Error(`${name} is missing: run \`npm run peers\` first`)
  const outcomes: Outcome[] = []
  for (let start = 0; start < rows.length; start += BATCH)
    outcomes.push(...renderBatch(helm, rows.slice(start, start + BATCH)))
  return outcomes
}

/** Renders until no template of the batch fails; each failing one is recorded and left out. */
function renderBatch(helm: string, batch: readonly string[]): Outcome[] {
  const outcomes = new Map<number, Outcome>()
  for (;;) {
    const left = batch.map((template, index) => ({ template, index })).filter(({ index }) => !outcomes.has(index))
    if (left.length === 0) break
    const { status, stdout, stderr } = render(helm, left)
    if (status === 0) {
      for (const [, index, text] of stdout.matchAll(/^out(\d+): (.*)$/gm))
        outcomes.set(Number(index), outcome(text as string))
      break
    }
    const failed = /templates\/r(\d+)\.yaml/.exec(stderr)
    if (failed === null || outcomes.has(Number(failed[1]))) throw new Error(`probe cannot go on: ${stderr}`)
    outcomes.set(Number(failed[1]), { error: reason(stderr) })
  }
  return batch.map((template, index) => {
    const found = outcomes.get(index)
    if (found === undefined) throw new Error(`no outcome for ${template}`)
    return found
  })
}

function render(helm: string, left: readonly { readonly template: string; readonly index: number }[]) {
  const chart = mkdtempSync(join(tmpdir(), 'probe-'))
  try {
    mkdirSync(join(chart, 'templates'))
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: probe\nversion: 0.1.0\n')
    writeFileSync(join(chart, 'values.yaml'), JSON.stringify(fileValues))
    for (const { template, index } of left) {
      const text = `{{ define "p${index}" }}${template}{{ end }}out${index}: {{ include "p${index}" . | b64enc }}\n`
      writeFileSync(join(chart, 'templates', `r${index}.yaml`), text)
    }
    const sets = Object.entries(setValues).flatMap(([key, value]) => ['--set', `${key}=${value}`])
    const result = spawnSync(helm, ['template', 'probe', chart, ...sets], { encoding: 'utf8' })
    return { status: result.status, stdout: result.stdout, stderr: result.stderr }
  } finally {
    rmSync(chart, { recursive: true })
  }
}

function outcome(base64: string): Outcome {
  const bytes = Buffer.from(base64.trim(), 'base64')
  const output = bytes.toString('utf8')
  return Buffer.from(output).equals(bytes) ? { output } : { outputBase64: base64.trim() }
}

/** What stands behind the place of the innermost failure; Helm 4 breaks some messages into lines. */
function reason(stderr: string): string {
  const text = stderr
    .replace(/^Error: /, '')
    .replace(/\n\nUse --debug flag[\s\S]*$/, '')
    .trimEnd()
  const failed = /^execution error at \([^)]*\): ?([\s\S]*)$/.exec(text)
  if (failed !== null) return `error calling fail: ${failed[1]}`
  const places = [...text.matchAll(/>:(?: |\n +)/g)]
  const last = places[places.length - 1]
  return last === undefined ? text : text.slice(last.index + last[0].length)
}
