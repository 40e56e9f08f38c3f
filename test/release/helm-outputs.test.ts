import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltCluster, startBuilt } from '../cluster/harness.ts'
import { executable, peer } from '../peers.ts'

const LEVELS = [
  { level: 'helm3', helm: peer('helm-3.17.2') },
  { level: 'helm4', helm: peer('helm-4.1.4') },
] as const

/** Steps of one life, in order: each is run by both, in a namespace of its own. */
const STEPS: readonly (readonly string[])[] = [
  ['install', 'web', 'CHART', '--create-namespace', '--set', 'x=5,y=yes', '--labels', 'a=b'],
  ['install', 'web', 'CHART'],
  ['install'],
  // what is wrong with values is told before the name is looked for
  ['install', 'web', 'CHART', '--set', 'x'],
  ['install', 'web', 'CHART', '--set-file', 'x=nowhere'],
  ['install', 'web', 'CHART', '--kubeconfig', '/nowhere'],
  ['install', 'web', 'CHART', '--wait=soon'],
  ['install', 'other', 'CHART', '--dry-run=client', '-o', 'json'],
  ['install', 'other', 'CHART', '--dry-run=server', '--set-string', 'x=5', '-o', 'yaml'],
  ['install', 'Bad_Name', 'CHART'],
  ['install', 'other', 'CHART', '-o', 'xml'],
  ['upgrade', 'web', 'CHART', '--set', 'x=6', '-o', 'json'],
  ['upgrade', 'web', 'CHART', '--reuse-values', '--set', 'z=1', '-o', 'yaml'],
  ['upgrade', 'web', 'CHART', '--reset-then-reuse-values', '--set', 'y=null', '-o', 'json'],
  ['upgrade', 'web', 'CHART', '--reset-values', '--hide-notes', '--description', 'said'],
  ['upgrade', 'none', 'CHART'],
  ['upgrade', 'Bad_Name', 'CHART', '--install'],
  ['upgrade', 'new', 'CHART', '--install', '--dry-run=client'],
  ['upgrade', 'new', 'CHART', '--install'],
  ['rollback', 'web', '1'],
  ['rollback', 'web', '99'],
  ['rollback', 'web', 'one'],
  ['rollback', 'web', '99999999999999999999'],
  ['test', 'web', '--filter', 'name=nothing'],
  ['uninstall', 'web', '--cascade', 'sideways'],
  ['uninstall', 'web', '--keep-history'],
  ['install', 'web', 'CHART', '--replace'],
  ['uninstall', 'web'],
  ['uninstall', 'new'],
  ['uninstall', 'new', '--ignore-not-found'],
  ['delete', 'none'],
]

let cluster: BuiltCluster
let chart: string

describe.skipIf(LEVELS.some(({ helm }) => helm === undefined))('what commands print', () => {
  beforeAll(() => {
    cluster = startBuilt('--store', 'memory')
    chart = writeChart(cluster.folder)
  })
  afterAll(() => cluster.close())

  describe.each(LEVELS)('as $level', ({ level, helm = '' }) => {
    test.each(STEPS.map((words) => [words.join(' '), words] as const))('%s', (_, words) => {
      const theirs = told(helm, words, `${level}-theirs`)
      const ours = told(executable(), ['helm', '--compat', level, ...words], `${level}-ours`)
      expect(ours).toEqual(theirs)
    })
  })
})

interface Told {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function told(program: string, words: readonly string[], namespace: string): Told {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: cluster.folder,
    KUBECONFIG: cluster.kubeconfig,
    TZ: 'UTC',
  }
  const given = words.map((word) => (word === 'CHART' ? chart : word))
  const options = { env: environment, encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr } = spawnSync(program, [...given, '-n', namespace], options)
  return { code: status, stdout: steady(stdout, namespace), stderr: steady(stderr, namespace) }
}

/** Times and the namespace are not the same twice; nor are the times of the chart's files known to be. */
function steady(text: string, namespace: string): string {
  return text
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, 'TIME')
    .replaceAll(/[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}/g, 'TIME')
}

/** A chart with a subchart under an alias, hooks, notes, a schema and files. */
function writeChart(folder: string): string {
  const root = join(folder, 'umbrella')
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

const FILES: Readonly<Record<string, string>> = {
  'Chart.yaml': `apiVersion: v2
name: umbrella
version: 1.2.3
appVersion: "7"
description: <of> & all
dependencies:
  - {name: sub, version: 0.1.0, repository: "", alias: one, import-values: [data]}
  - {name: sub, version: 0.1.0, repository: "", alias: two, condition: two.enabled}
`,
  'values.yaml': 'x: 1\ny: 2\nbig: 1000000\nports: {"8080": a, "9": b, x: c}\nnothing: null\ntwo: {enabled: false}\n',
  'values.schema.json': '{"type": "object"}',
  'file.txt': 'text',
  'templates/NOTES.txt': 'Hello {{ .Release.Name }}, revision {{ .Release.Revision }}\n',
  'templates/map.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
data:
  x: "{{ .Values.x }}"
  y: "{{ .Values.y }}"
  imported: "{{ .Values.imported }}"
  isUpgrade: "{{ .Release.IsUpgrade }}"
  found: {{ (lookup "v1" "Namespace" "" .Release.Namespace).kind | default "none" }}
  known: "{{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }}"
`,
  'templates/hook.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: "{{ .Release.Name }}-hook"
  annotations: {helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "3"}
data: {ran: "yes"}
`,
  'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
  'charts/sub/values.yaml': 'exports: {data: {imported: 3}}\nown: 1.5\n',
  'charts/sub/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-{{ .Chart.Name }}"}\ndata: {own: "{{ .Values.own }}"}\n',
}
