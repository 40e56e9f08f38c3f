import { expect, test } from 'vitest'
import { createObjectCache, type Informer, type ObjectEvent } from '#client'
import type { JsonObject, KubeObject } from '#kube'
import type { Context } from '#reconcile'
import { createMembership } from './membership.ts'

const cache = createObjectCache()
const context = { informer: () => ({ cache }) as unknown as Informer } as unknown as Context

function pod(name: string, app: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'ns', labels: { app } } }
}

function budget(name: string, selector: JsonObject, generation = 1): KubeObject {
  const metadata = { name, namespace: 'ns', uid: name, generation }
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { selector } }
}

test('budgets know their pods from change to change', () => {
  const members = createMembership()
  const namesOf = (name: string) =>
    members.podsOf({ namespace: 'ns', name }, context).map(({ metadata }) => metadata.name)
  const change = (type: ObjectEvent['type'], object: KubeObject) => {
    if (type === 'DELETED') cache.drop(object)
    else cache.put(object)
    return members.podChanged({ type, object }).map(({ name }) => name)
  }
  cache.put(pod('a', 'x'))
  members.budgetChanged({ type: 'ADDED', object: budget('one', { matchLabels: { app: 'x' } }) }, context)
  members.budgetChanged({ type: 'ADDED', object: budget('all', {}) }, context)
  members.budgetChanged({ type: 'ADDED', object: budget('broken', { matchExpressions: [{ key: 'a' }] }) }, context)
  expect([namesOf('one'), namesOf('all'), namesOf('broken')]).toEqual([['a'], ['a'], []])
  expect(change('ADDED', pod('b', 'y'))).toEqual(['all'])
  expect(change('MODIFIED', pod('b', 'x'))).toEqual(['one', 'all'])
  expect(change('MODIFIED', pod('a', 'y'))).toEqual(['one', 'all'])
  expect(namesOf('one')).toEqual(['b'])
  const [old, changed] = [budget('one', { matchLabels: { app: 'x' } }), budget('one', { matchLabels: { app: 'y' } }, 2)]
  members.budgetChanged({ type: 'MODIFIED', object: changed, previous: old }, context)
  expect(namesOf('one')).toEqual(['a'])
  expect(change('DELETED', pod('a', 'y'))).toEqual(['one', 'all'])
  members.budgetChanged({ type: 'DELETED', object: changed }, context)
  expect([namesOf('one'), namesOf('all')]).toEqual([[], ['b']])
})
