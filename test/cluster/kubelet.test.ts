import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, coreType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'

const pods = coreType('pods', 'Pod')
const events = coreType('events', 'Event')
const accounts = coreType('serviceaccounts', 'ServiceAccount')
const nodes = coreType('nodes', 'Node', false)
const soon = { timeout: 20_000, interval: 50 }

let folder: string
let cluster: Cluster
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubelet-'))
  cluster = await startCluster({ home: folder, listens: false, nodes: 3 })
  const { client } = cluster
  const isThere = () => client.get(accounts, { namespace: 'default', name: 'default' }).catch(() => undefined)
  while ((await isThere()) === undefined) await sleep(50)
})
afterAll(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

function create(name: string, spec: JsonObject, annotations: JsonObject = {}): Promise<KubeObject> {
  const metadata = { name, namespace: 'default', annotations } as unknown as KubeObject['metadata']
  return cluster.client.create(pods, { apiVersion: 'v1', kind: 'Pod', metadata, spec })
}

const get = (name: string, client: Client = cluster.client): Promise<KubeObject> =>
  client.get(pods, { namespace: 'default', name })

/** `PHASE READY REASON RESTARTS` of a pod with one container. */
async function summary(name: string): Promise<string> {
  const pod = await get(name)
  const conditions = valueAt(pod, 'status', 'conditions') as JsonObject[]
  const ready = conditions.find(({ type }) => type === 'Ready')
  const [status] = (valueAt(pod, 'status', 'containerStatuses') ?? [{}]) as JsonObject[]
  const [state = ''] = Object.keys((status?.['state'] ?? {}) as JsonObject)
  const reason = textAt(status, 'state', state, 'reason')
  return [
    textAt(pod, 'status', 'phase'),
    textAt(ready, 'status'),
    state,
    reason,
    JSON.stringify(status?.['restartCount']),
  ].join(' ')
}

const one = (more: JsonObject): JsonObject => ({ containers: [{ name: 'c', image: 'nginx:1', ...more }] })
const sh = (script: string): JsonObject => one({ image: 'busybox:1', command: ['sh', '-c', script] })

test.each<readonly [string, JsonObject, JsonObject, RegExp]>([
  ['runs', one({}), {}, /^Running True running {2}0$/],
  ['ends well', { ...sh('exit 0'), restartPolicy: 'Never' }, {}, /^Succeeded False terminated Completed 0$/],
  ['fails', { ...sh('exit 2'), restartPolicy: 'Never' }, {}, /^Failed False terminated Error 0$/],
  ['crashes', sh('exit 2'), {}, /^Running False waiting CrashLoopBackOff 1$/],
  [
    'out of memory',
    one({}),
    { 'simulated.berth.dev/exit-reason': 'OOMKilled' },
    /^Running False waiting CrashLoopBackOff 1$/,
  ],
  ['flaky', one({}), { 'simulated.berth.dev/crashes': '1' }, /^Running True running {2}1$/],
  ['no image', one({}), { 'simulated.berth.dev/pull-error': 'denied' }, /^Pending False waiting ImagePullBackOff 0$/],
  [
    'bad data',
    one({}),
    { 'simulated.berth.dev/exit-code': 'x' },
    /^Pending False waiting CreateContainerConfigError 0$/,
  ],
  [
    'not ready',
    one({ readinessProbe: { tcpSocket: { port: 1 } } }),
    { 'simulated.berth.dev/ready-after': '1h' },
    /^Running False running {2}0$/,
  ],
  [
    'no volume',
    { ...one({}), volumes: [{ name: 'v', secret: { secretName: 'none' } }] },
    {},
    /^Pending False waiting ContainerCreating 0$/,
  ],
  [
    'init first',
    { ...one({}), initContainers: [{ name: 'i', image: 'busybox:1', command: ['sleep', '1'] }] },
    {},
    /^Running True running {2}0$/,
  ],
  [
    'init fails',
    { ...one({}), restartPolicy: 'Never', initContainers: [{ name: 'i', image: 'busybox:1', command: ['false'] }] },
    {},
    /^Failed /,
  ],
  [
    'sidecar',
    {
      ...sh('exit 0'),
      restartPolicy: 'Never',
      initContainers: [{ name: 's', image: 'nginx:1', restartPolicy: 'Always' }],
    },
    {},
    /^Succeeded False terminated Completed 0$/,
  ],
  ['too late', { ...one({}), activeDeadlineSeconds: 1 }, {}, /^Failed False terminated Error 0$/],
])('%s', async (name, spec, annotations, expected) => {
  const id = name.replaceAll(' ', '-')
  await create(id, spec, annotations)
  await expect.poll(() => summary(id), soon).toMatch(expected)
})

test('a container that is not alive runs again, and an Event says why', async () => {
  const livenessProbe = { httpGet: { port: 80, path: '/' }, periodSeconds: 1, failureThreshold: 1 }
  await create('dead', one({ livenessProbe }), { 'simulated.berth.dev/live-for': '1s' })
  await expect.poll(() => summary('dead'), soon).toMatch(/ 1$/)
  const { items } = await cluster.client.list(events, { fieldSelector: 'involvedObject.name=dead' })
  const texts = items.map((event) => `${textAt(event, 'reason')}: ${textAt(event, 'message')}`)
  expect(texts).toContain('Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 503')
  expect(texts).toContain('Killing: Container c failed liveness probe, will be restarted')
})

test('a container whose image changed is made anew, whatever its policy', async () => {
  await create('changed', { ...one({}), restartPolicy: 'Never' }, {})
  await expect.poll(() => summary('changed'), soon).toMatch(/^Running True/)
  const body = { spec: { containers: [{ name: 'c', image: 'nginx:2' }] } }
  await cluster.client.patch(pods, { namespace: 'default', name: 'changed' }, { type: 'strategic', body })
  await expect.poll(() => summary('changed'), soon).toMatch(/^Running True running {2}1$/)
})

test('pods have addresses of their own, in the range of their node', async () => {
  const { items } = await cluster.client.list(pods)
  const addresses = items.map((pod) => textAt(pod, 'status', 'podIP')).filter((one) => one !== '')
  expect(new Set(addresses).size).toBe(addresses.length)
  for (const pod of items.filter((each) => textAt(each, 'status', 'podIP') !== '')) {
    const node = await cluster.client.get(nodes, { name: textAt(pod, 'spec', 'nodeName') })
    const range = textAt(node, 'spec', 'podCIDR').replace(/\.0\/24$/, '.')
    expect(textAt(pod, 'status', 'podIP').startsWith(range)).toBe(true)
  }
})

test('a pod that goes takes its grace, ends its phase and is gone', async () => {
  await create('going', one({}), { 'simulated.berth.dev/stop-after': '300ms', 'simulated.berth.dev/stop-code': '0' })
  await expect.poll(() => summary('going'), soon).toMatch(/^Running True/)
  const phases: string[] = []
  const stop = new AbortController()
  const following = (async () => {
    const options = { namespace: 'default', fieldSelector: 'metadata.name=going', signal: stop.signal }
    for await (const { type, object } of cluster.client.watch(pods, options)) {
      phases.push(`${type} ${textAt(object, 'status', 'phase')}`)
      if (type === 'DELETED') return
    }
  })()
  await cluster.client.remove(pods, { namespace: 'default', name: 'going' })
  await following
  stop.abort()
  expect(phases.at(-1)).toBe('DELETED Succeeded')
  expect(phases).toContain('MODIFIED Succeeded')
})

test('after a restart what ran runs on, with the same containers', async () => {
  const before = await get('runs')
  await cluster.stop()
  cluster = await startCluster({ home: folder, listens: false, nodes: 2 })
  await expect.poll(async () => (await cluster.client.list(nodes)).items.length, soon).toBe(2)
  const after = await get('runs').catch(() => undefined)
  // its node may be the one that is gone
  if (after !== undefined) expect(valueAt(after, 'status')).toEqual(valueAt(before, 'status'))
})
