import { describe, expect, it } from 'vitest'
import type { Chart } from '#source'
import { load, type YamlMap } from '#yaml'
import type { HelmRenderOptions } from '../index.ts'
import { explainValue } from './explain.ts'
import { allFailures } from './failures.ts'
import { type LineOrigin, traceHelm } from './trace.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

interface Parts {
  readonly name?: string
  readonly templates: Readonly<Record<string, string>>
  readonly values: string
  readonly dependencies?: readonly Chart[]
}

function chart({ name = 'web', templates, values, dependencies = [] }: Parts): Chart {
  return {
    metadata: { name, version: '1.0.0', apiVersion: 'v2' },
    templates: Object.entries(templates).map(([file, text]) => ({ name: `templates/${file}`, data: encode(text) })),
    files: [],
    raw: [{ name: 'values.yaml', data: encode(values) }],
    values: load(values) as YamlMap,
    dependencies,
    origin: name === 'web' ? 'web' : `web/charts/${name}`,
  }
}

const base: HelmRenderOptions = {
  release: { name: 'rel', namespace: 'ns' },
  environment: { now: () => 0, randomBytes: (size) => new Uint8Array(size), timeZone: 'UTC' },
}

const helpers = '{{ define "labels" }}app: web\ntier: {{ .Values.tier }}\n{{ end }}'
const values =
  'tier: front\nports: [80, 81]\nresources:\n  limits:\n    cpu: 1\n    memory: 2Gi\ntext: "v: {{ .Values.tier }}"\n' +
  '# names\none: {name: same, x: 1}\ntwo: {name: same}\nlist: [{name: a, port: 1}, {name: b, port: 2}]\n'
const sub = chart({
  name: 'db',
  templates: { 'x.yaml': 'tag: {{ .Values.image.tag }}\n' },
  values: 'image:\n  tag: a\n',
})

interface Row {
  readonly rule: string
  readonly template: string
  readonly line: string
  readonly at: string
  readonly calls?: readonly string[]
  readonly values?: readonly string[]
}

const rows: readonly Row[] = [
  { rule: 'text', template: '\na: b\n', line: 'a: b', at: 'web/templates/a.yaml:2' },
  {
    rule: 'a value',
    template: 'a: {{ .Values.tier }}',
    line: 'a: front',
    at: 'web/templates/a.yaml:1',
    values: ['tier=web/values.yaml:1:1'],
  },
  {
    rule: 'include and nindent',
    template: 'a:\n  {{- include "labels" . | nindent 2 }}\n',
    line: '  tier: front',
    at: 'web/templates/_h.tpl:2',
    calls: ['labels'],
    values: ['tier=web/values.yaml:1:1'],
  },
  {
    rule: 'template action',
    template: 'a: b\n{{ template "labels" . }}',
    line: 'tier: front',
    at: 'web/templates/_h.tpl:2',
    calls: ['labels'],
    values: ['tier=web/values.yaml:1:1'],
  },
  {
    rule: 'a line of toYaml is the leaf',
    template: 'r:\n  {{- toYaml .Values.resources | nindent 2 }}\n',
    line: '    memory: 2Gi',
    at: 'web/templates/a.yaml:2',
    values: ['resources.limits.memory=web/values.yaml:6:5'],
  },
  {
    rule: 'with and a variable',
    template: '{{ $l := .Values.resources }}{{ with $l.limits }}\nr: {{ .cpu }}\n{{ end }}',
    line: 'r: 1',
    at: 'web/templates/a.yaml:2',
    values: ['resources.limits.cpu=web/values.yaml:5:5'],
  },
  {
    rule: 'range',
    template: 'a:\n{{ range .Values.ports }}- p: {{ . }}\n{{ end }}',
    line: '- p: 81',
    at: 'web/templates/a.yaml:2',
    values: ['ports[1]=web/values.yaml:2:13'],
  },
  {
    rule: 'tpl stands where it is called',
    template: 'x: y\n{{ tpl .Values.text . }}\n',
    line: 'v: front',
    at: 'web/templates/a.yaml:2',
    calls: ['tpl'],
    values: ['tier=web/values.yaml:1:1'],
  },
  {
    rule: 'a variable is followed to its declaration, not to an equal value',
    template: '{{ $a := .Values.one.name }}{{ $b := .Values.two.name }}n: {{ $a }}\nm: {{ $b }}\n',
    line: 'n: same',
    at: 'web/templates/a.yaml:1',
    values: ['one.name=web/values.yaml:9:7'],
  },
  {
    rule: 'a table in a variable is not taken for one with the same keys',
    template: '{{ $a := .Values.one }}{{ $b := .Values.two }}t:\n{{ toYaml (omit $a "x") | indent 2 }}\n',
    line: '  name: same',
    at: 'web/templates/a.yaml:2',
    values: ['one.name=web/values.yaml:9:7'],
  },
  {
    rule: 'the dot of a block',
    template: '{{ with .Values.one.name }}a: {{ . }}{{ end }}',
    line: 'a: same',
    at: 'web/templates/a.yaml:1',
    values: ['one.name=web/values.yaml:9:7'],
  },
  {
    rule: 'an item of a list in a table',
    template: 'l:\n{{ toYaml .Values.list }}\n',
    line: '  port: 2',
    at: 'web/templates/a.yaml:2',
    values: ['list[1].port=web/values.yaml:11:38'],
  },
]

async function originOf(template: string, line: string): Promise<LineOrigin | undefined> {
  const templates = { 'a.yaml': template, '_h.tpl': helpers }
  const trace = await traceHelm(chart({ templates, values, dependencies: [sub] }), base)
  const at = trace.manifest?.split('\n').lastIndexOf(line) ?? -1
  return trace.line(trace.manifest ?? '', at + 1)
}

describe('traceHelm', () => {
  it.each(rows)('$rule', async ({ template, line, at, calls = [], values: uses = [] }) => {
    const origin = await originOf(template, line)
    expect(`${origin?.position.file}:${origin?.position.line}`).toBe(at)
    expect(origin?.calls.map((call) => call.template)).toEqual(calls)
    expect(origin?.values.map(({ path, origin: from }) => `${path}=${from?.text}`)).toEqual(uses)
  })

  it("tells a subchart's path from the root and as the chart writes it", async () => {
    const origin = await originOf('a: b', 'tag: a')
    expect(origin?.values[0]).toMatchObject({ path: 'db.image.tag', localPath: 'image.tag' })
    expect(origin?.values[0]?.origin?.text).toBe('web/charts/db/values.yaml:2:3')
  })
})

describe('explainValue', () => {
  it('does not show what was decrypted, and knows what stands above files', () => {
    const layers = [
      { origin: { kind: 'from', file: '--values-from env:X' }, values: new Map([['tier', 'from']]) },
      {
        origin: { kind: 'file', file: 's.yaml', isSecret: true },
        values: new Map([
          ['tier', 'file'],
          ['text', 'sealed'],
        ]),
      },
    ] as const
    const options = { ...base, layers }
    expect(explainValue(chart({ templates: {}, values }), options, 'text').value).toBe('(hidden)')
    const { value, writers } = explainValue(chart({ templates: {}, values }), options, 'tier')
    expect(value).toBe('from')
    expect(writers.map((writer) => [writer.value, writer.isWinner])).toContainEqual(['(hidden)', false])
    expect(writers).toContainEqual(expect.objectContaining({ text: '--values-from env:X', isWinner: true }))
  })

  it('lists writers from the lowest, with the one that wins', () => {
    const layers = [{ origin: { kind: 'set' }, expression: 'db.image.tag=b' }] as const
    const parent = chart({ templates: {}, values: 'db:\n  image: {tag: c}\n', dependencies: [sub] })
    const { writers, value } = explainValue(parent, { ...base, layers }, 'db.image.tag')
    expect(value).toBe('b')
    expect(writers.map(({ text, isWinner }) => [text, isWinner])).toEqual([
      ['web/charts/db/values.yaml:2:3', false],
      ['web/values.yaml:2:11', false],
      ['--set db.image.tag=b', true],
    ])
  })

  it('shows a null that deletes', () => {
    const layers = [{ origin: { kind: 'set' }, expression: 'resources.limits=null' }] as const
    const { value, writers } = explainValue(
      chart({ templates: {}, values }),
      { ...base, layers },
      'resources.limits.cpu',
    )
    expect(value).toBeUndefined()
    expect(writers.at(-1)).toMatchObject({ deletes: 'resources.limits', isWinner: true })
  })

  it('names the nearest path', () => {
    expect(explainValue(chart({ templates: {}, values }), base, 'resource.limits.cpu').nearest).toBe(
      'resources.limits.cpu',
    )
  })
})

describe('allFailures', () => {
  it('goes on with the other templates', () => {
    const templates = {
      'a.yaml': '{{ fail "one" }}',
      'b.yaml': '{{ .Values.x.y }}',
      'c.yaml': 'a: b\n c: d',
      'd.yaml': '{{ nope }}',
    }
    const codes = allFailures(chart({ templates, values }), base).map(({ code }) => code)
    expect(codes.toSorted()).toEqual(['manifest', 'template', 'template', 'template-parse'])
  })
})
