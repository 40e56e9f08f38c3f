import { describe, expect, test } from 'vitest'
import { assembleChart, type Chart, parseValues } from '#source'
import type { ValuesLayer } from '../../options.ts'
import { lintBeyond } from '../extra.ts'
import { rules } from './index.ts'

const encoder = new TextEncoder()

/** A chart from its files; Chart.yaml is there unless given. */
function chartOf(files: Readonly<Record<string, string>>): Chart {
  const all = { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', ...files }
  const list = Object.entries(all).map(([name, text]) => ({ name, data: encoder.encode(text) }))
  return assembleChart({ files: list, origin: 'charts/web' }, {})
}

interface Row {
  readonly files: Readonly<Record<string, string>>
  /** Content of a values file. */
  readonly given?: string
  readonly set?: string
  /** `file:line:column message` of each finding of the rule, `-` for no place. */
  readonly found: readonly string[]
}

function findingsOf(rule: string, { files, given, set }: Row): string[] {
  const layers: ValuesLayer[] = []
  if (given !== undefined) {
    layers.push({ origin: { kind: 'file', file: 'v.yaml' }, values: parseValues(given, { file: 'v.yaml' }) })
  }
  if (set !== undefined) layers.push({ origin: { kind: 'set' }, expression: set })
  const texts = new Map(given === undefined ? [] : [['v.yaml', given]])
  const findings = lintBeyond(chartOf(files), { layers, texts, compat: 'helm4' })
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ position: at, message }) => `${at ? `${at.file}:${at.line}:${at.column}` : '-'} ${message}`)
}

const image = { 'values.yaml': 'image:\n  tag: a\n', 'templates/a.yaml': '{{ .Values.image.tag }}' }

const tables: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'unknown-value': {
    'a slip in a file': {
      files: image,
      given: 'image:\n  tga: b\n',
      found: ['v.yaml:2:3 unknown value image.tga: no default, and no template reads it – did you mean image.tag'],
    },
    'a slip in a flag': {
      files: image,
      set: 'imag.tag=b',
      found: ['- unknown value imag: no default, and no template reads it – did you mean image'],
    },
    'nothing alike': {
      files: image,
      set: 'colour=red',
      found: ['- unknown value colour: no default, and no template reads it'],
    },
    'read by a template only': {
      files: { ...image, 'templates/b.yaml': '{{ .Values.host }}' },
      set: 'host=a',
      found: [],
    },
    'below a map used whole': {
      files: { 'values.yaml': 'labels:\n  a: b\n', 'templates/a.yaml': '{{ toYaml .Values.labels }}' },
      set: 'labels.c=d',
      found: [],
    },
    'below an empty default': {
      files: { 'values.yaml': 'free: {}\n', 'templates/a.yaml': '{{ if .Values.free }}x{{ end }}' },
      set: 'free.c=d',
      found: [],
    },
    'named by the schema': {
      files: { ...image, 'values.schema.json': '{"properties":{"colour":{"type":"string"}}}' },
      set: 'colour=red',
      found: [],
    },
    'all values taken at once': {
      files: { ...image, 'templates/b.yaml': '{{ toYaml .Values }}' },
      set: 'colour=red',
      found: [],
    },
    'a subchart that is not there': {
      files: {
        ...image,
        'Chart.yaml':
          'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.0.0, repository: "https://a.b"}\n',
      },
      set: 'db.any=1',
      found: [],
    },
    'a value of a subchart': {
      files: {
        ...image,
        'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
        'charts/db/values.yaml': 'port: 1\n',
        'charts/db/templates/a.yaml': '{{ .Values.port }}{{ .Values.global.zone }}',
      },
      given: 'db:\n  port: 2\n  prot: 3\nglobal:\n  zone: a\n',
      found: ['v.yaml:3:3 unknown value db.prot: no default, and no template reads it – did you mean db.port'],
    },
  },
  'unused-value': {
    'nobody reads it': {
      files: { ...image, 'values.yaml': 'image:\n  tag: a\n  old: b\nspare: 1\n' },
      found: [
        'charts/web/values.yaml:3:3 unused value image.old: no template reads it',
        'charts/web/values.yaml:4:1 unused value spare: no template reads it',
      ],
    },
    'through include, dict and with': {
      files: {
        'values.yaml': 'a: {b: 1, c: {d: 2}}\n',
        'templates/_h.tpl': '{{ define "h" }}{{ .x.b }}{{ with .root.Values.a.c }}{{ .d }}{{ end }}{{ end }}',
        'templates/a.yaml': '{{ include "h" (dict "x" .Values.a "root" $) }}',
      },
      found: [],
    },
    'through range, index, tpl and set': {
      files: {
        'values.yaml': "list: {a: {b: 1}}\nmap: {k: {z: 1}}\ntext: '{{ .Values.named }}'\nnamed: 1\nnode: {port: 1}\n",
        'templates/_h.tpl': '{{ define "h" }}{{ .node.port }}{{ end }}',
        'templates/a.yaml':
          '{{ range .Values.list }}x{{ end }}{{ index .Values "map" .Release.Name }}{{ tpl .Values.text . }}' +
          '{{ $s := deepCopy . }}{{ $_ := set $s "node" .Values.node }}{{ include "h" $s }}',
      },
      found: [],
    },
    'anchors and globals': {
      files: { ...image, 'values.yaml': 'base: &base {a: 1}\nimage:\n  tag: a\nglobal: {a: 1}\n' },
      found: [],
    },
    'a condition of Chart.yaml': {
      files: {
        ...image,
        'values.yaml': 'image: {tag: a}\ndb: {enabled: true}\n',
        'Chart.yaml':
          'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.0.0, condition: db.enabled}\n',
        'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      },
      found: [],
    },
  },
  'duplicate-key': {
    'in all files': {
      files: {
        ...image,
        'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nname: web\n',
        'values.yaml': 'image:\n  tag: a\n  tag: b\n',
      },
      given: 'a: 1\na: 2\n',
      found: [
        'charts/web/Chart.yaml:4:1 key name on line 4 stands on line 2 already: only the last one counts',
        'charts/web/values.yaml:3:3 key image.tag on line 3 stands on line 2 already: only the last one counts',
        'v.yaml:2:1 key a on line 2 stands on line 1 already: only the last one counts',
      ],
    },
  },
  'wrong-type': {
    'container and scalar': {
      files: { 'values.yaml': 'a: {b: 1}\nl: [1]\ns: x\nnum: 1\nt: true\ne: ""\n' },
      given: 'a: x\nl: x\ns: 1.5\nnum: many\nt: "yes"\ne: 5\n',
      found: [
        'v.yaml:1:1 value a is a string, its default a mapping',
        'v.yaml:2:1 value l is a string, its default a list',
        'v.yaml:3:1 value s is a number, its default a string – put it in quotes',
        'v.yaml:4:1 value num is a string, its default a number',
        'v.yaml:5:1 value t is a string, its default a boolean',
      ],
    },
    'null and numbers in quotes': { files: { 'values.yaml': 'a: 1\nb: {c: 1}\n' }, given: 'a: "5"\nb: ~\n', found: [] },
  },
  'missing-default': {
    'read but not named': {
      files: { ...image, 'templates/b.yaml': 'x\ny: {{ .Values.host }}' },
      found: ['charts/web/templates/b.yaml:2:14 value host is read here, but values.yaml does not name it'],
    },
    'named in a comment': {
      files: { ...image, 'values.yaml': 'image: {tag: a}\n# host: x\n', 'templates/b.yaml': '{{ .Values.host }}' },
      found: [],
    },
  },
}

describe.each(Object.entries(tables))('%s', (rule, rows) => {
  test.each(Object.entries(rows))('%s', (_, row) => expect(findingsOf(rule, row)).toEqual(row.found))
})

test('every rule has a table and says what it is for', () => {
  expect(rules.map(({ name }) => name).toSorted()).toEqual(Object.keys(tables).toSorted())
  for (const { docs } of rules) expect(docs.length).toBeGreaterThan(20)
})
