import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  const destroyed = await berth('stack', 'destroy', '-e', 'one', '--concurrency', '1')
  expect(destroyed.out.split('\n').filter((line) => line.startsWith('apps/web') || line.startsWith('data/db'))).toEqual(
    ['apps/web: uninstalled', 'data/db: uninstalled'],
  )
})

test('a failure says what is done and what is not', async () => {
  write({
    ...chart,
    'bad/helmfile.yaml': `
releases:
- { name: first, namespace: bad, chart: ../chart }
- { name: second, namespace: bad, chart: ../nowhere, needs: [first] }
- { name: third, namespace: bad, chart: ../chart, needs: [second] }
`,
  })
  const { code, err } = await berth('stack', 'apply', 'bad')
  expect(code).toBe(1)
  expect(err).toContain('hint: done: bad/first; failed: bad/second; not started: bad/third')
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
