import { expect, test } from 'vitest'
import { forbidden, type KubeObject } from '#kube'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { expireEvents } from './expire-events.ts'
import { bodyOf, objectIn, openBench, testKind } from './testing.ts'

function recorder(told: string[]): AdmissionPlugin {
  return {
    name: 'recorder',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    admit: (request) => {
      told.push(`admit ${request.operation} ${request.name} ${request.dryRun}`)
      if (request.object !== undefined) request.object.metadata['labels'] = { admitted: 'yes' }
    },
    validate: ({ operation, object, oldObject }) => {
      told.push(
        `validate ${operation} ${object === undefined ? 'none' : 'new'} ${oldObject === undefined ? 'none' : 'old'}`,
      )
    },
  }
}

test('defaults, admission, preparation and validation run in this order', async () => {
  const told: string[] = []
  const step = (name: string) => (object: KubeObject) => {
    told.push(`${name} ${object.metadata['labels'] === undefined ? 'bare' : 'labelled'}`)
  }
  const kind = testKind({
    strategy: {
      defaults: step('defaults'),
      prepareForCreate: step('prepareForCreate'),
      validate: (object) => {
        step('check')(object)
        return []
      },
    },
  })
  const { api, call } = await openBench({ kinds: [kind], admission: [recorder(told)] })
  const body = bodyOf({ metadata: { name: 'a' } })
  expect(objectIn(await api.verbs.create(call(kind, {}), body))).toMatchObject({
    metadata: { labels: { admitted: 'yes' } },
  })
  expect(told).toEqual([
    'defaults bare',
    'admit CREATE a false',
    'prepareForCreate labelled',
    'check labelled',
    'validate CREATE new none',
  ])
  told.length = 0
  await api.verbs.remove(call(kind, { name: 'a', query: 'dryRun=All' }))
  expect(told).toEqual(['admit DELETE a true', 'validate DELETE none old'])
})

test('a plugin that refuses leaves nothing', async () => {
  const kind = testKind()
  const refuse: AdmissionPlugin = {
    name: 'refuse',
    operations: ['CREATE', 'DELETE'],
    validate: ({ name }) => {
      throw forbidden({ group: '', resource: 'configmaps' }, name, 'no')
    },
  }
  const { api, call } = await openBench({ kinds: [kind], admission: [refuse] })
  const work = api.verbs.create(call(kind, {}), bodyOf({ metadata: { name: 'a' } }))
  await expect(work).rejects.toThrow('configmaps "a" is forbidden: no')
  expect(api.registry.readAll(kind)).toEqual([])
})

test('a write of the server itself asks nobody', async () => {
  const told: string[] = []
  const kind = testKind()
  const { api } = await openBench({ kinds: [kind], admission: [recorder(told)] })
  const options = { user: { name: 'system:apiserver', groups: [] }, isInternal: true }
  const target = { kind, namespace: 'default', name: 'a' }
  await api.registry.create(target, { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a' } }, options)
  const seen: string[] = []
  const stop = api.registry.observe(kind, ({ type }) => seen.push(type))
  await api.registry.update(target, (object) => ({ ...object, data: { x: 'y' } }), options)
  await api.registry.update(target, () => undefined, options)
  expect(api.registry.read(kind, 'default', 'a')).toMatchObject({ data: { x: 'y' } })
  await api.registry.remove(target, options)
  stop()
  expect([seen, told]).toEqual([['ADDED', 'MODIFIED', 'DELETED'], []])
})

test('events go an hour after they were written last', async () => {
  const events = testKind({ kind: 'Event', listKind: 'EventList', plural: 'events' })
  const { api, call, clock } = await openBench({ kinds: [events] })
  const write = (name: string) => api.verbs.create(call(events, {}), bodyOf({ kind: 'Event', metadata: { name } }))
  const stop = expireEvents(api.core)
  await write('a')
  clock.advance(60_000)
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(1_740_000)
  await new Promise((resolve) => setImmediate(resolve))
  await write('b')
  clock.advance(1_861_000)
  while (api.registry.readAll(events).length > 1) await new Promise((resolve) => setImmediate(resolve))
  stop()
  expect(api.registry.readAll(events).map(({ metadata }) => metadata.name)).toEqual(['b'])
})
