import { describe, expect, test } from 'vitest'
import type { StackRelease } from './contract.ts'
import { loadStack } from './index.ts'
import { type Files, plain, worldOf } from './testing-world.ts'

interface Given {
  readonly environment?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly overrides?: ReadonlyMap<string, string>
}

async function read(files: Files, { environment = 'default', variables, overrides = new Map() }: Given = {}) {
  const [first = ''] = Object.keys(files)
  const stack = await loadStack(
    `/s/${first}`,
    { environment, overrides: new Map(overrides) },
    worldOf(files, variables),
  )
  const whole = stack.releases.map((release) => stack.chosen.find(({ id }) => id === release.id) ?? release)
  return { ...stack, releases: whole }
}

/** What a test says of a release: all values merged at the top, and what it names. */
function short(release: StackRelease): Record<string, unknown> {
  return {
    id: release.id,
    source: release.source,
    values: Object.assign({}, ...release.values.map(({ values }) => plain(values))),
  }
}

describe('a stack of our own', () => {
  const files = {
    'stack.yaml': `
environments:
  staging: { values: [env/staging.yaml] }
  production: { values: [env/production.yaml, { size: 5 }] }
values: [{ size: 1, domain: example.com, db: { enabled: true } }]
defaults: { namespace: apps, wait: true, timeout: 2m }
labels: { team: one }
releases:
  - name: web
    source: ./charts/web
    version: 1.20
    values: [web.yaml, 'web-{{ .Environment.Name }}.yaml', extra.yaml.gotmpl, { replicas: '{{ .Values.size }}', host: 'web.{{ .Values.domain }}' }]
    set: { image.tag: '{{ .Release.Name }},1', list: [a, b], deep: { a: [1] } }
    valuesFrom: ['configmap/shared:values.yaml']
    needs: [db]
    createNamespace: false
    fieldPolicy: ['.spec.replicas=leave']
  - { name: db, source: overlays/db, namespace: data, when: db.enabled, labels: { tier: data } }
  - { name: old, source: x.yaml, installed: false }
`,
    'env/staging.yaml': 'size: 2',
    'env/production.yaml': 'size: 3\ndb: { enabled: false }',
    'web.yaml': 'a: 1\nhost: none',
    'web-staging.yaml': 'a: 2',
    'web-production.yaml': 'sealed',
    'extra.yaml.gotmpl': 'from: {{ .Values.size }}\nname: {{ .Release.Namespace }}/{{ .Release.Name }}',
    'charts/web/Chart.yaml': '',
    'overlays/db/kustomization.yaml': '',
  }

  test.each([
    ['staging', { a: 2, replicas: 2, host: 'web.example.com', from: 2, name: 'apps/web' }, true],
    [
      'production',
      { a: 1, password: 'opened', replicas: 5, host: 'web.example.com', from: 5, name: 'apps/web' },
      false,
    ],
  ])('in %s', async (environment, values, hasDb) => {
    const { releases } = await read(files, { environment })
    const [web, db, old] = releases
    expect(short(web as StackRelease)).toEqual({ id: 'apps/web', source: '/s/charts/web', values })
    expect(web).toMatchObject({
      version: '1.2',
      needs: hasDb ? ['data/db'] : [],
      valuesFrom: ['configmap/shared:values.yaml'],
      labels: { team: 'one', name: 'web', namespace: 'apps', chart: 'web' },
      sets: [
        { kind: 'set', expression: 'image.tag=web\\,1' },
        { kind: 'set', expression: 'list={a,b}' },
        { kind: 'set-json', expression: 'deep={"a":[1]}' },
      ],
      flags: [
        ['create-namespace', false],
        ['wait', true],
        ['timeout', '2m'],
        ['field-policy', '.spec.replicas=leave'],
        ['reset-values', true],
      ],
    })
    expect(db).toMatchObject({ source: '/s/overlays/db', isEnabled: hasDb, labels: { tier: 'data', team: 'one' } })
    expect(old).toMatchObject({ isWanted: false })
  })

  test('with values from outside above all', async () => {
    const { releases } = await read(files, { environment: 'staging', overrides: new Map([['domain', 'x.org']]) })
    expect(short(releases[0] as StackRelease)).toMatchObject({ values: { host: 'web.x.org' } })
  })

  test('with stacks of its own, each with values', async () => {
    const nested = {
      'stack.yaml':
        'stacks: [a.yaml, { path: b.yaml, values: [{ x: 1 }] }]\nreleases: [{ name: c, source: c, needs: [b] }]',
      'a.yaml': 'releases: [{ name: a, source: a }]',
      'b.yaml': "values: [{ x: 0 }]\nreleases: [{ name: b, source: b, values: [{ x: '{{ .Values.x }}' }] }]",
    }
    const { releases } = await read(nested)
    expect(releases.map(({ id, stage }) => [id, stage])).toEqual([
      ['/a', 0],
      ['/b', 0],
      ['/c', 0],
    ])
    expect(short(releases[1] as StackRelease)).toMatchObject({ values: { x: 1 } })
  })
})

describe('a helmfile', () => {
  const files = {
    'helmfile.yaml.gotmpl': `
bases: [base.yaml]
environments:
  default: { values: [{ region: none }] }
  prod:
    values: [prod.yaml.gotmpl]
    secrets: [secrets.yaml]
---
repositories:
  - { name: stable, url: 'https://charts.example.com', username: '{{ requiredEnv "USER_NAME" }}' }
  - { name: reg, url: registry.example.com/charts, oci: true }
releases:
{{- range $name := list "one" "two" }}
  - name: {{ $name }}
    chart: stable/{{ $name }}
    version: ~1.0
    inherit: [{ template: usual }]
    values:
      - ./{{ $name }}.yaml
      - region: {{ $.Values.region }}
        password: {{ $.Values | get "password" "none" }}
    set: [{ name: a.b, value: "x,y" }, { name: c, values: [1, 2] }, { name: d, file: d.txt }]
    setString: [{ name: e, value: 1 }]
{{- end }}
  - name: three
    chart: reg/three
    namespace: other
    condition: three.enabled
    needs: [apps/one]
    missingFileHandler: Warn
    values: [nowhere.yaml]
`,
    'base.yaml':
      'helmDefaults: { timeout: 600, atomic: true }\ntemplates:\n  usual:\n    namespace: apps\n    labels: { tier: "{{ .Release.Name }}-tier" }\n    values: [common.yaml]\nvalues: [{ three: { enabled: true } }]',
    'prod.yaml.gotmpl': 'region: {{ env "REGION" }}-{{ .Environment.Name }}',
    'secrets.yaml': 'sealed',
    'common.yaml': 'common: true',
    'one.yaml': 'count: 1',
    'two.yaml': 'count: 2',
  }

  test('of the common shape', async () => {
    const { releases } = await read(files, { environment: 'prod', variables: { REGION: 'eu', USER_NAME: 'me' } })
    expect(releases.map(short)).toEqual([
      { id: 'apps/one', source: 'one', values: { common: true, count: 1, region: 'eu-prod', password: 'opened' } },
      { id: 'apps/two', source: 'two', values: { common: true, count: 2, region: 'eu-prod', password: 'opened' } },
      { id: 'other/three', source: 'oci://registry.example.com/charts/three', values: {} },
    ])
    expect(releases[0]).toMatchObject({
      repository: { url: 'https://charts.example.com', flags: [['username', 'me']] },
      labels: { tier: 'one-tier' },
      flags: [
        ['create-namespace', true],
        ['timeout', '600s'],
        ['rollback-on-failure', true],
        ['reset-values', true],
      ],
      sets: [
        { kind: 'set', expression: 'a.b=x\\,y' },
        { kind: 'set', expression: 'c={1,2}' },
        { kind: 'set-file', expression: 'd=/s/d.txt' },
        { kind: 'set-string', expression: 'e=1' },
      ],
    })
    expect(releases[2]).toMatchObject({ needs: ['apps/one'], isEnabled: true })
  })

  test.each<readonly [string, string, readonly string[]]>([
    [
      'plain, with texts that are templates',
      'releases: [{ name: "a-{{ .Environment.Name }}", chart: ./c }]',
      ['/a-default'],
    ],
    [
      'of before 1.0, which is YAML only when it was run',
      'releases:\n{{ if true }}\n- name: a\n  chart: ./c\n{{ end }}',
      ['/a'],
    ],
    [
      'of before 1.0, with templates inside',
      'releases:\n- name: a\n  namespace: "{{`{{ .Release.Name }}`}}-ns"\n  chart: ./c',
      ['a-ns/a'],
    ],
    [
      'that uses what it declares itself',
      'environments:\n  default:\n    values: [{ x: { z: one } }]\nreleases:\n- name: {{ .Values.x.z }}\n  chart: ./c',
      ['/one'],
    ],
    ['with templates of its folder', 'releases: [{ name: \'{{ include "n" "x" }}\', chart: ./c }]', ['/pre-x']],
    ['with a namespace for all', 'namespace: all\nreleases: [{ name: a, chart: ./c, namespace: x }]', ['all/a']],
    ['with an installed template', "releases: [{ name: a, chart: ./c, installedTemplate: '{{ eq 1 1 }}' }]", ['/a']],
  ])('%s', async (_, text, ids) => {
    const { releases } = await read({ 'helmfile.yaml': text, '_n.tpl': '{{ define "n" }}pre-{{ . }}{{ end }}' })
    expect(releases.map(({ id }) => id)).toEqual(ids)
  })

  test('with others below it, one after the other', async () => {
    const { releases } = await read({
      'helmfile.yaml':
        'helmfiles: [sub/*.yaml, { path: one/helmfile.yaml, selectors: [keep=yes] }]\nreleases: [{ name: z, chart: ./z }]',
      'sub/a.yaml': 'commonLabels: {}\nreleases: [{ name: a, chart: ./a }]',
      'sub/b.yaml': 'commonLabels: {}\nenvironments: { other: {} }\nreleases: [{ name: b, chart: ./b }]',
      'one/helmfile.yaml': 'releases: [{ name: c, chart: ./c, labels: { keep: "yes" } }, { name: d, chart: ./d }]',
    })
    expect(releases.map(({ name, stage, source }) => [name, stage, source])).toEqual([
      ['a', 0, '/s/sub/a'],
      ['b', 1, '/s/sub/b'],
      ['c', 2, '/s/one/c'],
      ['z', 3, '/s/z'],
    ])
  })

  test('hands down what others inherit', async () => {
    const { releases } = await read({
      'helmfile.yaml': `
environments: { default: { values: [{ word: down }] } }
helmDefaults: { timeout: 7 }
repositories: [{ name: r, url: 'https://r' }]
helmfiles: [{ path: sub/helmfile.yaml.gotmpl, inherits: [environments, helmDefaults, repositories] }]
`,
      'sub/helmfile.yaml.gotmpl': 'releases: [{ name: {{ .Values.word }}, chart: r/x }]',
    })
    expect(releases[0]).toMatchObject({
      name: 'down',
      repository: { url: 'https://r' },
      flags: [
        ['create-namespace', true],
        ['timeout', '7s'],
        ['reset-values', true],
      ],
    })
  })

  test('tells what it leaves out', async () => {
    const text =
      'odd: 1\nhelmfiles: [no.yaml]\nreleases: [{ name: a, chart: ./c, recreatePods: true, needs: [b] }, { name: b, chart: ./c, installed: false }]'
    expect((await read({ 'helmfile.yaml': text })).warnings).toEqual([
      '/s/helmfile.yaml:1: odd is not known and left out',
      '/s/helmfile.yaml: no matches for path: no.yaml',
      '/s/helmfile.yaml: recreatePods of release a is gone from Helm and left out',
      '/s/helmfile.yaml: release a needs b, which has installed: false',
    ])
  })
})

/** Nine to the power of seven values, by aliases. */
const BOMB = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  .map(
    (name, at, all) =>
      `${name}: &${name} [${Array(9)
        .fill(at === 0 ? 'x' : `*${all[at - 1]}`)
        .join()}]`,
  )
  .join('\n')

describe('is refused', () => {
  test.each<readonly [string, Files, string, object]>([
    ['without a file', { x: '' }, 'missing-file', {}],
    [
      'with an unknown field',
      { 'stack.yaml': 'releases:\n  - name: a\n    souce: x' },
      'bad-stack',
      { position: { line: 3, column: 5 } },
    ],
    ['with a wrong type', { 'stack.yaml': 'releases: [{ name: a, source: x, wait: maybe }]' }, 'bad-stack', {}],
    ['that is a list', { 'stack.yaml': '- a' }, 'bad-stack', {}],
    ['that is no YAML', { 'stack.yaml': 'a: [' }, 'bad-stack', {}],
    ['with a wrong type in a helmfile', { 'helmfile.yaml': 'releases: { a: b }' }, 'bad-stack', {}],
    ['with a missing key', { 'stack.yaml': "releases: [{ name: '{{ .Values.x }}', source: x }]" }, 'template', {}],
    [
      'with tpl that never ends',
      { 'helmfile.yaml.gotmpl': '{{ define "x" }}{{ template "x" }}{{ end }}{{ template "x" }}' },
      'template',
      {},
    ],
    [
      'with a values file that is not there',
      { 'stack.yaml': 'releases: [{ name: a, source: x, values: [n.yaml] }]' },
      'missing-file',
      {},
    ],
    ['with a values file that is a list', { 'stack.yaml': 'values: [v.yaml]', 'v.yaml': '- a' }, 'bad-values', {}],
    ['with values without end', { 'stack.yaml': 'values: [v.yaml]', 'v.yaml': BOMB }, 'bad-values', {}],
    [
      'with values too deep',
      { 'stack.yaml': 'values: [v.yaml]', 'v.yaml': `a: ${'['.repeat(300)}${']'.repeat(300)}` },
      'bad-values',
      {},
    ],
    ['with a remote values file', { 'stack.yaml': "values: ['git::https://x/y']" }, 'unsupported', {}],
    [
      'with an unknown need',
      { 'stack.yaml': 'releases:\n  - { name: a, source: x, needs: [b] }' },
      'unknown-need',
      { position: { file: '/s/stack.yaml', line: 2, column: 5 } },
    ],
    [
      'with a circle',
      { 'stack.yaml': 'releases: [{ name: a, source: x, needs: [b] }, { name: b, source: x, needs: [a] }]' },
      'cycle',
      {},
    ],
    [
      'with one release twice',
      { 'stack.yaml': 'releases: [{ name: a, source: x }, { name: a, source: z }]' },
      'duplicate',
      {},
    ],
    [
      'with a template that is not there',
      { 'helmfile.yaml': 'releases: [{ name: a, chart: ./c, inherit: [{ template: t }] }]' },
      'unknown-template',
      {},
    ],
    [
      'with a condition of another form',
      { 'helmfile.yaml': 'releases: [{ name: a, chart: ./c, condition: a.b }]' },
      'bad-condition',
      {},
    ],
    ['that names itself', { 'stack.yaml': 'stacks: [stack.yaml]' }, 'bad-stack', {}],
    ['with another environment', { 'stack.yaml': 'environments: { a: {} }' }, 'unknown-environment', {}],
  ])('%s', async (...[, files, code, more]) => {
    const given = code === 'unknown-environment' ? { environment: 'b' } : {}
    const [first = ''] = Object.keys(files)
    const path = first === 'x' ? { 'stack.yaml': undefined as unknown as string } : files
    await expect(read(path, given)).rejects.toMatchObject({ code, ...more })
  })
})
