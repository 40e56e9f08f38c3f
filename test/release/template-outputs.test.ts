import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltCluster, startBuilt } from '../cluster/harness.ts'
import { executable, peer } from '../peers.ts'

const LEVELS = [
  { level: 'helm3', helm: peer('helm-3.17.2') },
  { level: 'helm4', helm: peer('helm-4.1.4') },
] as const

/** What asks a cluster, and what does not. */
const ASKING = ['--validate', '--dry-run=server'] as const

/** Command lines behind `template`, each with all of ASKING. */
const ASKED: readonly (readonly string[])[] = [
  ['web', 'CHART'],
  ['web', 'CHART', '--kube-version', '1.20', '--api-versions', 'made/v1'],
  ['web', 'CHART', '--include-crds', '--skip-crds', '--no-hooks'],
  ['web', 'CHART', '--skip-tests', '--skip-crds'],
  ['web', 'CHART', '-n', 'elsewhere'],
  ['CHART', '--name-template', 'named'],
  ['web', 'CHART', '-s', 'templates/map.yaml'],
  ['web', 'CHART', '-s', 'templates/none.yaml'],
  ['web', 'CHART', '--output-dir', 'OUT', '--release-name'],
  ['web', 'CHART', '--output-dir', 'OUT', '--set', 'extra=unknown'],
  ['taken', 'CHART'],
  ['taken', 'CHART', '--is-upgrade', '--no-hooks'],
  ['taken', 'CHART', '--take-ownership'],
  ['taken', 'CHART', '-n', 'elsewhere'],
  ['taken', 'CHART', '--kubeconfig', 'ELSEWHERE'],
  ['web', 'CHART', '--set', 'extra=unknown'],
  ['web', 'CHART', '--set', 'extra=unknown', '--disable-openapi-validation'],
  ['web', 'CHART', '--set', 'extra=field'],
  ['web', 'CHART', '--set', 'extra=own'],
  ['web', 'CHART', '--set', 'extra=nameless'],
  ['web', 'CHART', '--set', 'extra=kindless'],
  ['web', 'CHART', '--set', 'extra=twice'],
  ['web', 'CHART', '--set', 'extra=broken'],
  ['web', 'CHART', '--set', 'extra=fails'],
  ['web', 'CHART', '--set', 'extra=forbidden', '--kube-as-user', 'nobody'],
  ['web', 'CHART', '--set', 'x'],
  ['Bad_Name', 'CHART'],
  ['web', 'CHART', '--kubeconfig', '/nowhere'],
  ['web', 'CHART', '--kube-context', 'none'],
  ['web', 'CHART', '--atomic'],
]

/** Further command lines, whole. */
const OTHERS: readonly (readonly string[])[] = [
  ...['client', 'none', 'false', 'true', 'nonsense', '', 'F', '1'].map((value) => [`--dry-run=${value}`]),
  ['--dry-run'],
  ['--validate', '--dry-run=server'],
  ['--validate', '--dry-run=client'],
  ['--validate=false'],
  ['--validate', '--kube-apiserver', 'https://127.0.0.1:1'],
  ['--validate', '--set', 'extra=fails', '--kube-apiserver', 'https://127.0.0.1:1'],
  // nothing is asked of a cluster, but its context names the namespace
  ['--kubeconfig', 'ELSEWHERE'],
  ['--kubeconfig', 'ELSEWHERE', '-n', 'here'],
  ['--kubeconfig', 'ELSEWHERE', '--kube-context', 'none'],
  ['--kubeconfig', '/nowhere'],
].map((words) => ['web', 'CHART', ...words])

const ROWS = [...ASKED.flatMap((words) => ASKING.map((flag) => [...words, flag])), ...OTHERS]

let cluster: BuiltCluster

describe.skipIf(LEVELS.some(({ helm }) => helm === undefined))('what template prints with a cluster', () => {
  beforeAll(() => {
    cluster = startBuilt('--store', 'memory')
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(cluster.folder, name, '..'), { recursive: true })
      writeFileSync(join(cluster.folder, name), text)
    }
    const context = readFileSync(cluster.kubeconfig, 'utf8').replace(
      /(\n +)cluster: (?=.*\n +user)/,
      '$1namespace: elsewhere$&',
    )
    writeFileSync(join(cluster.folder, 'elsewhere'), context)
    run(executable(), ['install', 'other', join(cluster.folder, 'taken'), '--create-namespace', '-n', 'elsewhere'])
    run(executable(), ['install', 'other', join(cluster.folder, 'taken'), '-n', 'default'])
  })
  afterAll(() => cluster.close())

  describe.each(LEVELS)('as $level', ({ level, helm = '' }) => {
    test.each(ROWS.map((words) => [words.join(' '), words] as const))('%s', (_, words) => {
      const theirs = run(helm, ['template', ...words])
      const ours = run(executable(), ['helm', '--compat', level, 'template', ...words])
      expect(ours).toEqual(theirs)
    })
  })

  test.each<[rule: string, words: readonly string[], code: number, said: RegExp]>([
    ['an overlay is asked about', ['fresh', 'OVERLAY', '--dry-run=server'], 0, /kind: ConfigMap/],
    [
      'its objects may be somebody else’s',
      ['web', 'OVERLAY-taken', '--dry-run=server'],
      1,
      /"taken" in namespace "default" exists/,
    ],
    ['an upgrade finds them there', ['web', 'OVERLAY-taken', '--dry-run=server', '--is-upgrade'], 0, /name: taken/],
    ['its kinds may come with it', ['web', 'OVERLAY-kinds', '--dry-run=server'], 0, /kind: Brought/],
    ['its kinds may be unknown', ['web', 'OVERLAY-unknown', '--validate'], 1, /no matches for kind "Unknown"/],
    ['nothing is asked without', ['web', 'OVERLAY-unknown'], 0, /kind: Unknown/],
    [
      'files are checked before they are written',
      ['web', 'CHART', '--set', 'extra=unknown', '--dry-run=server', '--output-dir', 'OUT'],
      1,
      /no matches/,
    ],
    [
      'what the cluster says is not said twice',
      ['web', 'CHART', '--dry-run=server', '--kube-version', '1.20'],
      0,
      /--kube-version is left out/,
    ],
  ])('%s', (_, words, code, said) => {
    const told = run(executable(), ['template', ...words])
    expect(told.stdout + told.stderr).toMatch(said)
    expect(told.code).toBe(code)
  })

  test('explain asks the cluster, too', () => {
    const { stdout } = run(executable(), ['explain', ':10', 'web', 'CHART', '--dry-run=server'])
    expect(stdout).toContain('found: Namespace')
  })
})

interface Told {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly written: boolean
}

function run(program: string, words: readonly string[]): Told {
  const { folder, kubeconfig } = cluster
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig, TZ: 'UTC' }
  const out = join(folder, 'out')
  rmSync(out, { recursive: true, force: true })
  const given = words.map((word) => {
    if (word === 'CHART') return join(folder, 'chart')
    if (word === 'OUT') return out
    if (word === 'ELSEWHERE') return join(folder, 'elsewhere')
    return word.startsWith('OVERLAY') ? join(folder, word.toLowerCase()) : word
  })
  const { status, stdout, stderr } = spawnSync(program, given, { env, encoding: 'utf8', timeout: 60_000 })
  return { code: status, stdout, stderr, written: existsSync(out) }
}

const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`
const unknown = 'apiVersion: made.example.com/v1\nkind: Unknown\nmetadata: {name: one}\n'
const definition = (kind: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${kind.toLowerCase()}s.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: ${kind}, plural: ${kind.toLowerCase()}s}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`

const FILES: Readonly<Record<string, string>> = {
  'taken/Chart.yaml': 'apiVersion: v2\nname: taken\nversion: 1.0.0\n',
  'taken/templates/map.yaml': map('taken'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'extra: none\n',
  'chart/crds/one.yaml': definition('One'),
  'chart/templates/map.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
data:
  namespace: {{ .Release.Namespace }}
  isUpgrade: "{{ .Release.IsUpgrade }}"
  version: {{ .Capabilities.KubeVersion.Version }}
  found: {{ (lookup "v1" "Namespace" "" "kube-system").kind | default "none" }}
  known: "{{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }} {{ .Capabilities.APIVersions.Has "made/v1" }}"
`,
  'chart/templates/extra.yaml': `{{- if eq .Values.extra "unknown" }}
${unknown}
{{- else if eq .Values.extra "field" }}
${map('field')}made: up
data: {a: 1}
{{- else if eq .Values.extra "own" }}
apiVersion: example.com/v1
kind: One
metadata: {name: one}
{{- else if eq .Values.extra "nameless" }}
apiVersion: v1
kind: ConfigMap
{{- else if eq .Values.extra "kindless" }}
metadata: {name: one}
{{- else if eq .Values.extra "twice" }}
${unknown}---
${unknown.replace('Unknown', 'Other')}
{{- else if eq .Values.extra "broken" }}
a: {b
{{- else if eq .Values.extra "fails" }}
{{ fail "said no" }}
{{- else if eq .Values.extra "forbidden" }}
{{ lookup "v1" "Secret" "kube-system" "" }}
{{- end }}
`,
  'chart/templates/test.yaml':
    'apiVersion: v1\nkind: Nonsense\nmetadata: {name: test, annotations: {helm.sh/hook: test}}\n',
  'overlay/kustomization.yaml': 'resources: [map.yaml]\n',
  'overlay/map.yaml': map('fresh'),
  'overlay-taken/kustomization.yaml': 'resources: [map.yaml]\n',
  'overlay-taken/map.yaml': map('taken'),
  'overlay-unknown/kustomization.yaml': 'resources: [one.yaml]\n',
  'overlay-unknown/one.yaml': unknown,
  'overlay-kinds/kustomization.yaml': 'resources: [kind.yaml, one.yaml]\n',
  'overlay-kinds/kind.yaml': definition('Brought'),
  'overlay-kinds/one.yaml': 'apiVersion: example.com/v1\nkind: Brought\nmetadata: {name: one}\n',
}
