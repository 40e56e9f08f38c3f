import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, nameOf, type Rules, refused, text, type World } from './world.ts'

const paths = ({ namespace }: World) => ({
  core: `/api/v1/namespaces/${namespace}/events`,
  all: '/api/v1/events',
  own: `/apis/events.k8s.io/v1/namespaces/${namespace}/events`,
  ownAll: '/apis/events.k8s.io/v1/events',
})

/** Events as both groups have them. */
export const events: Rules = {
  'Events should manage the lifecycle of an event': async (world) => {
    const { api, json, namespace } = world
    const { core, all } = paths(world)
    const labelSelector = `testevent-constant=${namespace}`
    const made = await api.post(core, coreEvent(world, 'event-test'))
    assert.deepEqual((await api.list(all, { labelSelector })).map(nameOf), ['event-test'])
    const patched = await api.patch(`${core}/event-test`, 'strategic', { message: 'This is a test event - patched' })
    holds(patched, { message: 'This is a test event - patched' })
    holds(await api.get(`${core}/event-test`), { message: 'This is a test event - patched' })
    const updated = await api.update(`${core}/event-test`, (event) => {
      event['series'] = { count: 100, lastObservedTime: '2014-01-01T00:00:00.123456Z' }
    })
    holds(updated, { series: { count: 100, lastObservedTime: '2014-01-01T00:00:00.123456Z' } })
    assert.equal(text(updated, 'metadata.uid'), text(made, 'metadata.uid'))
    holds(await json.get(`${core}/event-test`), { series: { count: 100 } })
    await api.remove(`${core}/event-test`)
    assert.equal((await api.list(all, { labelSelector })).length, 0)
  },
  'Events should delete a collection of events': async (world) => {
    const { api } = world
    const { core } = paths(world)
    const labelSelector = `testevent-constant=${world.namespace}`
    for (const name of ['test-event-1', 'test-event-2', 'test-event-3']) await api.post(core, coreEvent(world, name))
    assert.equal((await api.list(core, { labelSelector })).length, 3)
    await api.remove(core, {}, { labelSelector })
    await eventually(async () => assert.equal((await api.list(core, { labelSelector })).length, 0))
  },
  'Events API should ensure that an event can be fetched, patched, deleted, and listed': async (world) => {
    const { api } = world
    const { own, ownAll, core } = paths(world)
    const made = await api.post(own, ownEvent(world, 'event-test'))
    holds(made, { reportingController: 'test-controller', reason: 'Test', eventTime: '2017-09-19T13:49:16.000000Z' })
    const labelSelector = `testevent-set=${world.namespace}`
    assert.deepEqual((await api.list(own, { labelSelector })).map(nameOf), ['event-test'])
    assert.deepEqual((await api.list(ownAll, { labelSelector })).map(nameOf), ['event-test'])
    assert.ok((await api.list(own, { fieldSelector: 'reportingController=test-controller' })).length > 0)
    const before = await api.get(`${own}/event-test`)
    const patch = { series: { count: 2, lastObservedTime: '2017-09-19T13:49:17.000000Z' } }
    await api.patch(`${own}/event-test`, 'merge', patch)
    const after = await api.get(`${own}/event-test`)
    const bare = (event: Obj): Obj => ({
      ...event,
      metadata: { ...(event['metadata'] as Obj), resourceVersion: '', managedFields: [] },
    })
    assert.deepEqual(bare(after), { ...bare(before), ...patch })
    holds(await api.get(`${core}/event-test`), {
      involvedObject: { kind: 'Pod' },
      reportingComponent: 'test-controller',
      message: 'n',
    })
    const updated = await api.update(`${own}/event-test`, (event) => {
      event['series'] = { count: 100, lastObservedTime: '2014-01-01T00:00:00.123456Z' }
    })
    holds(updated, { series: { count: 100 } })
    await api.remove(`${own}/event-test`)
    await refused(404, 'NotFound', api.get(`${own}/event-test`))
    assert.equal((await api.list(own, { labelSelector })).length, 0)
    assert.equal((await api.list(core, { labelSelector })).length, 0)
  },
  'Events API should delete a collection of events': async (world) => {
    const { api } = world
    const { own } = paths(world)
    const labelSelector = `testevent-set=${world.namespace}`
    for (const name of ['test-event-1', 'test-event-2', 'test-event-3']) await api.post(own, ownEvent(world, name))
    assert.equal((await api.list(own, { labelSelector })).length, 3)
    await api.remove(own, {}, { labelSelector })
    await eventually(async () => assert.equal((await api.list(own, { labelSelector })).length, 0))
    assert.equal(at({}, 'x'), undefined)
  },
}

function coreEvent({ namespace }: World, name: string): Obj {
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name, labels: { 'testevent-constant': namespace } },
    message: 'This is a test event',
    reason: 'Test',
    type: 'Normal',
    count: 1,
    involvedObject: { namespace },
  }
}

function ownEvent({ namespace }: World, name: string): Obj {
  return {
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    metadata: { name, labels: { 'testevent-set': namespace } },
    regarding: { kind: 'Pod', namespace, name: 'x' },
    eventTime: '2017-09-19T13:49:16.000000Z',
    note: 'n',
    action: 'Do',
    type: 'Normal',
    reason: 'Test',
    reportingController: 'test-controller',
    reportingInstance: 'test-node',
  }
}
