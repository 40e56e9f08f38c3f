import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Session } from '#cli'
import { textOfDocument } from '#client'
import { type Cluster, startCluster } from '#cluster'

let cluster: Cluster
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'))
  cluster = await startCluster({ store: 'memory', listens: true, port: 0, home: join(folder, 'home') })
  writeFileSync(join(folder, 'kubeconfig'), textOfDocument(cluster.kubeconfig))
})
afterAll(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process, against the test's cluster. */
async function berth(...words: readonly string[]): Promise<Said> {
  const said = { out: '', err: '' }
  const output = (key: 'out' | 'err'): Session['stdout'] => ({
    write: (text) => {
      said[key] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
    },
    writeParts: (parts) => {
      said[key] += parts.map((part) => (typeof part === 'string' ? part : Buffer.from(part).toString('utf8'))).join('')
    },
    isTerminal: false,
    stream: process.stderr,
  })
  const session: Session = {
    persona: 'berth',
    environment: { KUBECONFIG: join(folder, 'kubeconfig'), TOKEN: 'from the environment' },
    cwd: folder,
    home: folder,
    platform: process.platform,
    stdin: process.stdin,
    stdout: output('out'),
    stderr: output('err'),
    now: Date.now,
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
    timeZone: () => 'UTC',
    signal: new AbortController().signal,
  }
  return { code: await run(words, session), ...said }
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`
const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/templates/map.yaml': `${map('{{ .Release.Name }}')}data: { size: "{{ .Values.size }}", token: "{{ .Values.token }}" }\n`,
}

test('a stack is planned, applied, applied again without changes, and destroyed', async () => {
  write({
    ...chart,
    'stack.yaml': `
environments: { one: { values: [{ size: 3 }] } }
defaults: { namespace: apps }
releases:
  - { name: web, source: ./chart, needs: [rules, db], values: [{ size: '{{ .Values.size }}' }], valuesFrom: ['env:TOKEN=token'] }
  - { name: db, source: ./chart, namespace: data, values: [{ size: 1 }] }
  - { name: rules, source: ./overlay }
  - { name: plain, source: plain.yaml }
  - { name: gone, source: ./chart, installed: false }
`,
    'overlay/kustomization.yaml': 'resources: [map.yaml]',
    'overlay/map.yaml': map('rules'),
    'plain.yaml': map('plain'),
  })
  const planned = await berth('stack', 'plan', '-e', 'one', '--detailed-exitcode', '--output', 'json')
  expect(planned.code).toBe(2)
  const plans = JSON.parse(planned.out) as { release: string; plan?: object }[]
  expect(plans.map(({ release, plan }) => [release, plan !== undefined])).toEqual([
    ['apps/rules', true],
    ['data/db', true],
    ['apps/web', true],
    ['apps/plain', true],
    ['apps/gone', false],
  ])
  const applied = await berth('stack', 'apply', '-e', 'one')
  expect(applied.code, applied.err).toBe(0)
  expect(applied.out.trim().split('\n').at(-1)).toBe('apps/web: deployed, revision 1')
  const web = await berth('get', 'manifest', 'web', '-n', 'apps')
  expect(web.out).toContain('data: { size: "3", token: "from the environment" }')
  expect((await berth('stack', 'plan', '-e', 'one', '--detailed-exitcode')).code).toBe(0)
  const again = (...flags: string[]): Promise<readonly string[]> =>
    berth('stack', 'apply', '-e', 'one', ...flags).then(({ out }) => out.trim().split('\n').sort())
  const same = (status: string): readonly string[] => [
    `apps/plain: ${status}`,
    `apps/rules: ${status}`,
    `apps/web: ${status}`,
    `data/db: ${status}`,
  ]
  expect(await again()).toEqual(['apps/gone: not there', ...same('unchanged, revision 1')])
  expect(await again('--include-unchanged')).toEqual(['apps/gone: not there', ...same('deployed, revision 2')])
  const destroyed = await berth('stack', 'destroy', '-e', 'one', '--concurrency', '1')
  expect(destroyed.out.split('\n').filter((line) => line.startsWith('apps/web') || line.startsWith('data/db'))).toEqual(
    ['apps/web: uninstalled', 'data/db: uninstalled'],
  )
})

test('a failure says what is done and what is not; what does not need it goes on', async () => {
  write({
    ...chart,
    'bad/helmfile.yaml': `
releases:
- { name: first, namespace: bad, chart: ../chart }
- { name: second, namespace: bad, chart: ../nowhere, needs: [first] }
- { name: third, namespace: bad, chart: ../chart, needs: [second] }
- { name: fourth, namespace: bad, chart: ../chart, needs: [first] }
`,
  })
  const { code, err } = await berth('stack', 'apply', 'bad')
  expect(code).toBe(1)
  expect(err).toContain('hint: done: bad/first, bad/fourth; failed: bad/second; not started: bad/third')
})

const RECORD =
  'echo {{`{{ .Event.Name }} {{ .Release.Name }} {{ .Environment.Name }}{{ if .Event.Error }} failed{{ end }}`}} >> log'

test('a helmfile has hooks, patches, subcharts and references', async () => {
  write({
    ...chart,
    'whole/side/Chart.yaml': 'apiVersion: v2\nname: side\nversion: 0.1.0\n',
    'whole/side/templates/map.yaml': `${map('side')}data: { word: "{{ .Values.word }}" }\n`,
    'whole/word.yaml': 'deep: { word: found }',
    'whole/late.yaml.gotmpl': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { late: '{{ .Values.size }}' }\n`,
    'whole/helmfile.yaml': `
values: [{ size: 4 }]
hooks:
- { events: [prepare, cleanup], command: sh, args: [-c, "echo {{\`{{ .Event.Name }}\`}} all >> log"] }
templates:
  usual:
    namespace: whole
    hooks: [{ events: [prepare, preapply, presync, postsync, preuninstall, postuninstall, cleanup], command: sh, args: [-c, "${RECORD}"] }]
releases:
- name: web
  inherit: [{ template: usual }]
  chart: ../chart
  dependencies: [{ chart: ./side, alias: other }]
  values: [{ size: 5, other: { word: 'ref+file://word.yaml#/deep/word' } }]
  strategicMergePatches: [late.yaml.gotmpl]
  jsonPatches: [{ target: { kind: ConfigMap, name: web }, patch: [{ op: add, path: /data/json, value: 'yes' }] }]
  transformers:
  - { apiVersion: builtin, kind: AnnotationsTransformer, metadata: { name: x }, annotations: { by: stack }, fieldSpecs: [{ path: metadata/annotations, create: true }] }
- { name: bad, inherit: [{ template: usual }], chart: ../nowhere, needs: [web] }
- { name: gone, inherit: [{ template: usual }], chart: ../chart, installed: false }
`,
  })
  const log = (): string[] => readFileSync(join(folder, 'whole/log'), 'utf8').trim().split('\n')
  expect((await berth('stack', 'apply', 'whole', '-l', 'name=web', '--dry-run')).code).toBe(0)
  expect(log()).toEqual(['prepare all', 'prepare web default', 'cleanup web default', 'cleanup all'])
  rmSync(join(folder, 'whole/log'))
  const applied = await berth('stack', 'apply', 'whole')
  expect(applied.err).toContain('done: whole/web, whole/gone; failed: whole/bad; not started: none')
  expect(log()).toEqual([
    'prepare all',
    ...['prepare web default', 'prepare bad default'],
    ...['preapply web default', 'preapply bad default', 'preapply gone default'],
    ...['presync gone default', 'postsync gone default', 'cleanup gone default'],
    ...['presync web default', 'postsync web default', 'cleanup web default'],
    ...['presync bad default', 'postsync bad default failed', 'cleanup bad default'],
    'cleanup all',
  ])
  const { out } = await berth('get', 'manifest', 'web', '-n', 'whole')
  for (const text of ['word: found', 'late: "5"', 'json: "yes"', 'by: stack', 'size: "5"']) expect(out).toContain(text)
  rmSync(join(folder, 'whole/log'))
  expect((await berth('stack', 'apply', 'whole', '-l', 'name=web')).out).toBe('whole/web: unchanged, revision 1\n')
  expect(log()).toEqual(['prepare all', 'prepare web default', 'cleanup web default', 'cleanup all'])
  rmSync(join(folder, 'whole/log'))
  await berth('stack', 'destroy', 'whole', '-l', 'name=web')
  expect(log()).toEqual([
    ...['prepare all', 'prepare web default', 'preuninstall web default'],
    ...['postuninstall web default', 'cleanup web default', 'cleanup all'],
  ])
})

test('what needs a release that changes is asked again when it has changed', async () => {
  const stack = (word: string): void =>
    write({
      ...chart,
      'given/Chart.yaml': 'apiVersion: v2\nname: given\nversion: 1.0.0\n',
      'given/templates/map.yaml': `${map('source')}data: { word: "{{ .Values.word }}" }\n`,
      'order.yaml': `
defaults: { namespace: order }
releases:
  - { name: late, source: ./chart, needs: [first], valuesFrom: ['configmap/source:word=token'] }
  - { name: other, source: ./chart, needs: [first] }
  - { name: first, source: ./given, values: [{ word: ${word} }] }
`,
    })
  stack('one')
  expect((await berth('stack', 'apply', 'order.yaml')).code).toBe(0)
  stack('two')
  const { out, err } = await berth('stack', 'apply', 'order.yaml')
  expect(out.trim().split('\n').sort(), err).toEqual([
    'order/first: deployed, revision 2',
    'order/late: deployed, revision 2',
    'order/other: unchanged, revision 1',
  ])
})

test('values come from objects of the cluster', async () => {
  write({ ...chart, 'given.yaml': `${map('given')}data: { values.yaml: 'size: 9', text: word }\n` })
  expect((await berth('install', 'given', 'given.yaml')).code).toBe(0)
  const sources = ['--values-from', 'configmap/given', '--values-from', 'configmap/given:text=token']
  const { out } = await berth('template', 'x', join(folder, 'chart'), ...sources, '--set', 'token=set')
  expect(out).toContain('data: { size: "9", token: "set" }')
  const missing = await berth('template', 'x', join(folder, 'chart'), '--values-from', 'secret/none')
  expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('--values-from secret/none')])
})
