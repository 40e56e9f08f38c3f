/** Records what Helm prints for templates; the `sprig-*-probe.ts` scripts of the functions with a fixture of their own use it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peer } from '../peers.ts'

interface Outcome {
  readonly output?: string
  readonly error?: string
}

interface Chart {
  readonly templates: readonly string[]
  readonly timeZone: string
  /** values.yaml as JSON. */
  readonly values: string
  /** Templates rendered at once; one failure makes the others run again. */
  readonly batch: number
}

interface Options {
  readonly timeZone?: string
  readonly values?: object
  /** Templates rendered at once. */
  readonly batch?: number
  /** Leave out Helm 3. */
  readonly onlyHelm4?: boolean
}

/** Renders every template with both peers and writes fixtures/sprig/NAME.json. */
export function recordFixture(
  name: string,
  templates: readonly string[],
  { timeZone = 'UTC', values = {}, batch = 20, onlyHelm4 = false }: Options = {},
): void {
  const chart = { templates, timeZone, values: JSON.stringify(values), batch }
  const helm4 = renderAll('helm-4.1.4', chart)
  const helm3 = onlyHelm4 ? helm4 : renderAll('helm-3.17.2', chart)
  const rows = templates.map((template, index) => {
    const differs = JSON.stringify(helm4[index]) !== JSON.stringify(helm3[index])
    return JSON.stringify({ template, ...helm4[index], ...(differs ? { helm3: helm3[index] } : {}) })
  })
  mkdirSync('fixtures/sprig', { recursive: true })
  const head = `{"timeZone": "${timeZone}", "values": ${JSON.stringify(values)}, "rows": [`
  writeFileSync(`fixtures/sprig/${name}.json`, `${head}\n${rows.join(',\n')}\n]}\n`)
  console.log(`${name}: ${rows.length} rows, ${helm4.filter((row) => row.error !== undefined).length} of them errors`)
}

function renderAll(name: 'helm-4.1.4' | 'helm-3.17.2', chart: Chart): Outcome[] {
  const helm = peer(name)
  if (helm === undefined) throw new Error(`${name} is missing`)
  const outcomes = new Map<number, Outcome>()
  const indices = chart.templates.map((_, index) => index)
  for (;;) {
    const left = indices.filter((index) => !outcomes.has(index)).slice(0, chart.batch)
    if (left.length === 0) break
    const { status, stdout, stderr } = render(helm, chart, left)
    if (status === 0) {
      for (const [, index, text] of stdout.matchAll(/^out(\d+):(.*)$/gm)) {
        outcomes.set(Number(index), { output: Buffer.from((text as string).trim(), 'base64').toString('utf8') })
      }
      continue
    }
    const failed = Number(/templates\/r(\d+)\.yaml/.exec(stderr)?.[1])
    if (Number.isNaN(failed) || outcomes.has(failed)) throw new Error(`probe cannot go on: ${stderr}`)
    outcomes.set(failed, { error: reason(stderr, failed) })
  }
  return chart.templates.map((template, index) => {
    const found = outcomes.get(index)
    if (found === undefined) throw new Error(`no outcome for ${template}`)
    return found
  })
}

function render(helm: string, { templates, timeZone, values }: Chart, left: readonly number[]) {
  const chart = mkdtempSync(join(tmpdir(), 'probe-'))
  try {
    mkdirSync(join(chart, 'templates'))
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: probe\nversion: 0.1.0\n')
    writeFileSync(join(chart, 'values.yaml'), values)
    for (const index of left) {
      const text = `{{ define "p${index}" }}${templates[index]}{{ end }}out${index}: {{ include "p${index}" . | b64enc }}\n`
      writeFileSync(join(chart, 'templates', `r${index}.yaml`), text)
    }
    return spawnSync(helm, ['template', 'probe', chart], { encoding: 'utf8', env: { ...process.env, TZ: timeZone } })
  } finally {
    rmSync(chart, { recursive: true })
  }
}

/** What stands behind the place of the failure, from `error calling` on. */
function reason(stderr: string, index: number): string {
  const text = stderr.replace(/\n(\nUse --debug flag[\s\S]*)?$/, '')
  const inner = text.slice(Math.max(text.lastIndexOf(`executing "p${index}" at <`), 0))
  const place = />:\s+/.exec(inner)
  return place === null ? text.replace(/^Error: /, '') : inner.slice(place.index + place[0].length)
}
