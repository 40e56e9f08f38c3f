import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What one template of the probe chart does with one input file. */
export type ProbeMode = 'fromYaml' | 'fromYamlArray' | 'reprint' | 'print' | 'pretty'

/** Template text of each mode; `.` is the text of the input. Each prints one JSON value. */
const TEMPLATES: Record<ProbeMode, string> = {
  fromYaml: 'fromYaml . | toJson',
  fromYamlArray: 'fromYamlArray . | toJson',
  reprint: 'fromYaml . | toYaml | toJson',
  print: '(fromJson .).v | toYaml | toJson',
  pretty: '(fromJson .).v | toYamlPretty | toJson',
}

/** Path of a real Helm, or undefined if it is not there. */
export function peer(name: 'helm-4.1.4' | 'helm-3.17.2'): string | undefined {
  const path = join(process.env['BERTH_PEERS'] ?? '.cache/peers', name)
  return existsSync(path) ? path : undefined
}

/** Runs Helm once on a chart that holds the inputs as files; returns what it makes of each, as parsed JSON. */
export function probe(helm: string, mode: ProbeMode, inputs: readonly (string | Uint8Array)[]): unknown[] {
  const chart = mkdtempSync(join(tmpdir(), 'yaml-probe-'))
  try {
    mkdirSync(join(chart, 'templates'))
    mkdirSync(join(chart, 'inputs'))
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: probe\nversion: 1.0.0\n')
    inputs.forEach((input, index) => {
      writeFileSync(join(chart, 'inputs', String(index)), input)
    })
    const row = `#@ {{ with $.Files.Get (printf "inputs/%d" $i) }}{{ ${TEMPLATES[mode]} | b64enc }}{{ end }}\n`
    writeFileSync(join(chart, 'templates/probe.yaml'), `{{- range $i := until ${inputs.length} }}\n${row}{{- end }}\n`)
    const output = execFileSync(helm, ['template', 'probe', chart], { encoding: 'utf8', maxBuffer: 1 << 30 })
    const rows = output.split('\n').filter((line) => line.startsWith('#@ '))
    return rows.map((line) => {
      const text = Buffer.from(line.slice(3), 'base64').toString('utf8')
      return text === '' ? undefined : JSON.parse(text)
    })
  } finally {
    rmSync(chart, { recursive: true, force: true })
  }
}
