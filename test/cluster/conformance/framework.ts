import assert from 'node:assert/strict'
import { at, createNamespace, eventually, listAt, nameOf, refused, type World } from './world.ts'

/** What the suite's own framework asks before its tests and around each of them. */
export async function frameworkHolds(world: World): Promise<void> {
  await nodesAreReady(world)
  await systemIsRunning(world)
  await initialEventsEnd(world)
  await namespacesComeAndGo(world)
}

async function nodesAreReady({ api }: World): Promise<void> {
  const nodes = await api.list('/api/v1/nodes', { resourceVersion: '0', fieldSelector: 'spec.unschedulable=false' })
  assert.ok(nodes.length > 0, 'no node is schedulable')
  for (const node of nodes) {
    const ready = listAt(node, 'status.conditions').find(({ type }) => type === 'Ready')
    assert.equal(ready?.['status'], 'True', nameOf(node))
    assert.ok(!listAt(node, 'spec.taints').some(({ effect }) => effect === 'NoSchedule'))
  }
}

async function systemIsRunning({ api, json }: World): Promise<void> {
  for (const path of ['/apis/apps/v1/namespaces/kube-system/daemonsets', '/api/v1/namespaces/kube-system/pods'])
    assert.ok(Array.isArray(await api.list(path)))
  assert.match(String((await json.get('/version'))['gitVersion']), /^v1\.\d+\.\d+/)
  for (const path of ['/healthz', '/readyz', '/livez']) assert.equal((await json.send('GET', path)).status, 200)
}

/** A watch that begins with everything there is, as informers of Go open it. */
async function initialEventsEnd({ api, namespace }: World): Promise<void> {
  const watch = await api.watch(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: true,
    fieldSelector: 'metadata.name=default',
    timeoutSeconds: 300,
  })
  const first = await watch.next()
  assert.equal(first?.type, 'ADDED')
  assert.equal(nameOf(first?.object), 'default')
  const mark = await watch.until('BOOKMARK')
  assert.equal(at(mark, ['metadata', 'annotations', 'k8s.io/initial-events-end']), 'true')
  watch.stop()
}

async function namespacesComeAndGo({ api, namespace }: World): Promise<void> {
  const name = `${namespace}-framework`
  const path = `/api/v1/namespaces/${name}`
  await createNamespace(api, name)
  await api.post(`${path}/configmaps`, { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'left' } })
  await api.remove(path)
  await eventually(() => refused(404, 'NotFound', api.get(path)))
}
