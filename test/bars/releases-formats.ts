import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { type BuiltCluster, startBuilt } from '../cluster/harness.ts'
import { executable, peer } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** Bar releases.7: the life of a release that is no chart, checked on the live objects after each step. */
export async function formatsHold(): Promise<Verdict> {
  const cluster = startBuilt('--store', 'memory')
  try {
    const checks = FORMATS.flatMap((format) => lifeOf(format, cluster))
    for (const { text } of checks.filter(({ isOk }) => !isOk)) stdout.write(`${text}\n`)
    const held = checks.filter(({ isOk }) => isOk).length
    const figure = `${held}/${checks.length} checks, ${FORMATS.map(({ name }) => name).join(', ')}`
    return await Promise.resolve({ holds: held === checks.length, figure })
  } finally {
    cluster.close()
  }
}

interface Format {
  readonly name: string
  /** Writes one state of the source below a folder and gives what `install` is told. */
  readonly write: (folder: string, state: State) => string
}

/** What the objects of a source say: a colour, and whether the second ConfigMap and a custom resource are there. */
interface State {
  readonly colour: string
  readonly hasSecond: boolean
}

const configMap = (name: string, colour: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  colour: ${colour}\n`

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: main
          image: nginx:1.27
`

const hook = `apiVersion: v1
kind: ConfigMap
metadata:
  name: hook
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
data:
  ran: "yes"
`

/** A definition, and an object of the kind that it defines. */
const paint = (colour: string): string => `apiVersion: bar.example.com/v1
kind: Paint
metadata:
  name: own
spec:
  colour: ${colour}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: paints.bar.example.com
spec:
  group: bar.example.com
  scope: Namespaced
  names: { kind: Paint, listKind: PaintList, plural: paints, singular: paint }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                colour: { type: string }
`

function documents({ colour, hasSecond }: State): readonly string[] {
  const second = hasSecond ? [configMap('second', colour)] : []
  return [configMap('first', colour), ...second, deployment, hook, paint(colour)]
}

const FORMATS: readonly Format[] = [
  {
    name: 'kustomization',
    write: (folder, { colour, hasSecond }) => {
      const base = join(folder, 'base')
      const overlay = join(folder, 'overlay')
      for (const place of [base, overlay]) mkdirSync(place, { recursive: true })
      const files = ['first.yaml', 'web.yaml', 'hook.yaml', 'paint.yaml', ...(hasSecond ? ['second.yaml'] : [])]
      writeFileSync(join(base, 'kustomization.yaml'), `resources:\n${files.map((file) => `  - ${file}\n`).join('')}`)
      writeFileSync(join(base, 'first.yaml'), configMap('first', 'base'))
      writeFileSync(join(base, 'second.yaml'), configMap('second', colour))
      writeFileSync(join(base, 'web.yaml'), deployment)
      writeFileSync(join(base, 'hook.yaml'), hook)
      writeFileSync(join(base, 'paint.yaml'), paint(colour))
      const patch = `patches:\n  - patch: |-\n${configMap('first', colour).replaceAll(/^/gm, '      ').trimEnd()}\n`
      writeFileSync(join(overlay, 'kustomization.yaml'), `resources:\n  - ../base\n${patch}`)
      return overlay
    },
  },
  {
    name: 'folder',
    write: (folder, state) => {
      mkdirSync(join(folder, 'deeper'), { recursive: true })
      const [first = '', ...others] = documents(state)
      writeFileSync(join(folder, 'first.yaml'), first)
      writeFileSync(join(folder, 'deeper', 'others.yml'), others.join('---\n'))
      return folder
    },
  },
  {
    name: 'file',
    write: (folder, state) => {
      mkdirSync(folder, { recursive: true })
      const file = join(folder, 'all.yaml')
      writeFileSync(file, documents(state).join('---\n'))
      return file
    },
  },
]

interface Check {
  readonly text: string
  readonly isOk: boolean
}

interface Place {
  readonly cluster: BuiltCluster
  /** Namespace of the format, and name of its release. */
  readonly namespace: string
  readonly checks: Check[]
}

function lifeOf({ name, write }: Format, cluster: BuiltCluster): readonly Check[] {
  const place: Place = { cluster, namespace: name, checks: [] }
  const folder = join(cluster.folder, name)
  const before: State = { colour: 'red', hasSecond: true }
  const after: State = { colour: 'blue', hasSecond: false }
  berth(place, 'install', 'rel', write(folder, before), '--create-namespace', '--wait', '--timeout', '2m')
  expectLive(place, 'installed', { first: 'red', second: 'red', web: '1', hook: 'yes', paint: 'red' })
  expectRecords(place, '1:deployed')
  const source = write(folder, after)
  const plan = berth(place, 'plan', 'rel', source)
  expect(place, 'the plan names what changes and what goes', plan.includes('first') && plan.includes('second'))
  expectLive(place, 'planned, nothing done', { first: 'red', second: 'red' })
  berth(place, 'upgrade', 'rel', source)
  expectLive(place, 'upgraded, pruned', { first: 'blue', second: '', web: '1', paint: 'blue' })
  kubectl(place, 'patch', 'configmap', 'first', '--type=merge', '-p', '{"data":{"colour":"green"}}')
  berth(place, 'rollback', 'rel', '1', '--force-conflicts')
  expectLive(place, 'rolled back', { first: 'red', second: 'red', web: '1', paint: 'red' })
  expectRecords(place, '1:superseded 2:superseded 3:deployed')
  expectHelmAgrees(place)
  berth(place, 'uninstall', 'rel', '--wait', '--timeout', '2m')
  expectLive(place, 'uninstalled', { first: '', second: '', web: '' })
  expectRecords(place, '')
  return place.checks
}

function expectLive(place: Place, step: string, wanted: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(wanted)) {
    const [kind, object, path] = QUERIES[name] ?? ['configmap', name, '{.data.*}']
    const found = kubectl(place, 'get', kind, object, '--ignore-not-found', '-o', `jsonpath=${path}`)
    expect(
      place,
      `${step}: ${kind}/${object} is ${JSON.stringify(found)}, wanted ${JSON.stringify(value)}`,
      found === value,
    )
  }
}

/** What is asked of objects that are no ConfigMaps. */
const QUERIES: Readonly<Record<string, readonly [kind: string, name: string, path: string]>> = {
  web: ['deployment', 'web', '{.spec.replicas}'],
  paint: ['paint', 'own', '{.spec.colour}'],
}

/** The revisions and their states, as the records' labels say. */
function expectRecords(place: Place, wanted: string): void {
  const path = '{range .items[*]}{.metadata.labels.version}:{.metadata.labels.status} {end}'
  const found = kubectl(place, 'get', 'secret', '-l', 'owner=helm', '-o', `jsonpath=${path}`).trim()
  expect(place, `records ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`, found === wanted)
}

/** A real Helm lists the release and reads its manifest. */
function expectHelmAgrees(place: Place): void {
  const helm = peer('helm-4.1.4')
  if (helm === undefined) return
  const listed = start(place, helm, ['list', '-q'])
  expect(place, `helm lists ${JSON.stringify(listed)}`, listed.trim() === 'rel')
  const ours = start(place, executable(), ['get', 'manifest', 'rel'])
  expect(place, 'helm reads the same manifest', start(place, helm, ['get', 'manifest', 'rel']) === ours && ours !== '')
}

function expect({ namespace, checks }: Place, text: string, isOk: boolean): void {
  checks.push({ text: `${namespace}: ${text}`, isOk })
}

function berth(place: Place, ...words: readonly string[]): string {
  return start(place, executable(), words)
}

function kubectl(place: Place, ...words: readonly string[]): string {
  const program = peer('kubectl-1.34')
  if (program === undefined) throw new Error('kubectl-1.34 is missing: run `npm run peers` first')
  return start(place, program, words)
}

/** Runs a program in the place's namespace; a failure is a check that does not hold. */
function start(place: Place, program: string, words: readonly string[]): string {
  const { kubeconfig, folder } = place.cluster
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig }
  const result = spawnSync(program, [...words, '-n', place.namespace], {
    env: environment,
    encoding: 'utf8',
    timeout: 180_000,
  })
  if (result.status !== 0) expect(place, `${words.join(' ')}: exit ${result.status} ${result.stderr}`, false)
  return result.stdout
}
