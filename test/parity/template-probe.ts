/**
 * Records in fixtures/template/*.json what Go's own text/template prints for the rows of template-rows.ts, by running
 * them through `tpl` in the peer helm: `node test/parity/template-probe.ts [exec|parse|printf|go123]`. `go123` records
 * what the engine of helm 3 (Go 1.23) does otherwise.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { peer } from '../peers.ts'
import { execRows } from './template-rows-exec.ts'
import { parseRows } from './template-rows-parse.ts'
import { printfRows } from './template-rows-printf.ts'

/** A template and what became of it: output, or the error text of the engine itself. */
export interface TemplateRow {
  readonly template: string
  readonly output?: string
  readonly error?: string
}

/** Runs templates against the values of fixtures/template/values.json in a real helm, `context` as their data; in order. */
export function probe(helm: string, templates: readonly string[], context = OBJECTS): TemplateRow[] {
  const chart = mkdtempSync(join(tmpdir(), 'template-probe-'))
  try {
    return new Probe(helm, chart, context).run(templates)
  } finally {
    rmSync(chart, { recursive: true })
  }
}

const OBJECTS = '(dict "Values" $.Values "Chart" $.Chart "Release" $.Release "Capabilities" $.Capabilities)'

/** The values that all rows see. */
export function fixtureValues(): Record<string, unknown> {
  return JSON.parse(readFileSync('fixtures/template/values.json', 'utf8')) as Record<string, unknown>
}

class Probe {
  private readonly helm: string
  private readonly chart: string

  private readonly context: string

  constructor(helm: string, chart: string, context: string) {
    this.context = context
    this.helm = helm
    this.chart = chart
    mkdirSync(join(chart, 'templates'))
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: p\nversion: 0.1.0\n')
  }

  run(templates: readonly string[]): TemplateRow[] {
    const errors = new Map<number, string | undefined>()
    writeFileSync(join(this.chart, 'values.yaml'), JSON.stringify(fixtureValues()))
    for (;;) {
      const outcome = this.attempt(templates, errors)
      if (outcome !== undefined) {
        return templates.flatMap((template, index) => {
          if (!errors.has(index)) return { template, output: outcome.get(index) as string }
          const error = errors.get(index)
          return error === undefined ? [] : { template, error }
        })
      }
    }
  }

  /** Renders all rows that have not failed; undefined when another one failed. */
  private attempt(
    templates: readonly string[],
    errors: Map<number, string | undefined>,
  ): Map<number, string> | undefined {
    const lines = templates.map((template, index) =>
      errors.has(index) ? '' : `r${index}: {{ tpl ${goString(template)} ${this.context} | b64enc | quote }}`,
    )
    writeFileSync(join(this.chart, 'templates', 'o.yaml'), `kind: A\n${lines.join('\n')}\n`)
    try {
      const out = execFileSync(this.helm, ['template', 'r', this.chart], { stdio: 'pipe', maxBuffer: 1 << 28 })
      return readOutputs(out.toString())
    } catch (error) {
      const text = String((error as { stderr: Buffer }).stderr)
      const line = Number(/o\.yaml:(\d+)/.exec(text)?.[1])
      if (!(line >= 2)) throw new Error(`cannot read: ${text.slice(0, 2000)}`)
      errors.set(line - 2, innerError(text))
      return undefined
    }
  }
}

function goString(text: string): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) as number
    return code < 0x20 || code > 0x7e || character === '"' || character === '\\'
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : character
  })
  return `"${escaped.join('')}"`
}

function readOutputs(text: string): Map<number, string> {
  const outputs = new Map<number, string>()
  for (const [, index, encoded] of text.matchAll(/^r(\d+): "(.*)"$/gm)) {
    outputs.set(Number(index), Buffer.from(encoded as string, 'base64').toString('latin1'))
  }
  return outputs
}

/** The text of the engine inside that of helm; undefined where helm hid it (`fail`, a panic). */
function innerError(text: string): string | undefined {
  if (text.startsWith('Error: execution error at')) return undefined
  const body = text.replace(/^Error: /, '').replace(/\n\nUse --debug flag[\s\S]*$/, '')
  const found = /(?:error during tpl function execution for|cannot parse template) "(?:[^"\\]|\\.)*": ([\s\S]*)$/.exec(
    body,
  )
  if (found === null) return undefined
  return Buffer.from(found[1] as string).toString('latin1')
}

function record(): void {
  const helm = peer('helm-4.1.4')
  if (helm === undefined) throw new Error('helm-4.1.4 is missing: run `npm run peers` first')
  const wanted = process.argv.slice(2)
  for (const [name, rows] of Object.entries({ exec: execRows, parse: parseRows, printf: printfRows })) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const unique = [...new Set(rows())]
    const lines = probe(helm, unique).map((row) => JSON.stringify(row))
    writeFileSync(`fixtures/template/${name}.json`, `[\n${lines.join(',\n')}\n]\n`)
    process.stdout.write(`${name}: ${lines.length} rows\n`)
  }
}

/** Keeps what an older engine does otherwise. */
function recordOlder(): void {
  const helm = peer('helm-3.17.2')
  if (helm === undefined) throw new Error('helm-3.17.2 is missing: run `npm run peers` first')
  const newer = ['parse', 'exec'].flatMap((name) => readRows(name))
  const known = new Map(newer.map((row) => [row.template, JSON.stringify(row)]))
  const steady = newer.map((row) => row.template).filter((template) => !/\.Chart|\.Capabilities/.test(template))
  const lines = probe(helm, steady)
    .map((row) => JSON.stringify(row))
    .filter((line) => known.get((JSON.parse(line) as TemplateRow).template) !== line)
  writeFileSync('fixtures/template/go123.json', `[\n${lines.join(',\n')}\n]\n`)
}

function readRows(name: string): TemplateRow[] {
  return JSON.parse(readFileSync(`fixtures/template/${name}.json`, 'utf8')) as TemplateRow[]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv[2] === 'go123') recordOlder()
  else record()
}
