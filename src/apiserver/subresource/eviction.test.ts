import { expect, test } from 'vitest'
import { schemaOf } from '#kinds'
import { type JsonObject, type KubeObject, type StatusError, valueAt } from '#kube'
import type { ApiRequest } from '../contract/http.ts'
import { type Bench, bodyOf, openBench, testKind } from '../registry/testing.ts'
import { bindingEndpoints } from './binding.ts'
import { evictionEndpoint } from './eviction.ts'

const pods = testKind({
  kind: 'Pod',
  listKind: 'PodList',
  plural: 'pods',
  get schema() {
    return schemaOf('io.k8s.api.core.v1.Pod')
  },
})
const budgets = testKind({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  listKind: 'PodDisruptionBudgetList',
  plural: 'poddisruptionbudgets',
  get schema() {
    return schemaOf('io.k8s.api.policy.v1.PodDisruptionBudget')
  },
})

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }

async function bench(status: JsonObject, allowed?: JsonObject): Promise<Bench> {
  const on = await openBench({ kinds: [pods, budgets] })
  const pod = { metadata: { name: 'p', labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] }, status }
  await on.api.verbs.create(on.call(pods, {}), bodyOf(pod))
  if (allowed === undefined) return on
  const budget = { metadata: { name: 'x' }, spec: { selector: { matchLabels: { a: 'b' } } }, status: allowed }
  await on.api.verbs.create(on.call(budgets, {}), bodyOf(budget))
  return on
}

function post(on: Bench, object: JsonObject, dryRun = false) {
  const endpoint = object['kind'] === 'Binding' ? bindingEndpoints(on.api.core)[0] : evictionEndpoint(on.api.core)
  const { context } = on.call(pods, {})
  const call = {
    object: object as KubeObject,
    namespace: 'default',
    name: 'p',
    options: { dryRun, fieldManager: '' },
    context,
  }
  return endpoint?.create?.({ ...call, request: {} as ApiRequest })
}

const eviction = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name: 'p' } }
const refusal = (work: Promise<unknown> | undefined) =>
  work?.then(
    () => undefined,
    (cause: StatusError) => cause.status,
  )
const left = (on: Bench) => on.api.registry.readAll(pods).length

test.each<[rule: string, status: JsonObject, budget: JsonObject | undefined, code: number | undefined, why: string]>([
  ['no budget', ready, undefined, undefined, ''],
  ['a budget that allows it', ready, { disruptionsAllowed: 1 }, undefined, ''],
  [
    'a budget that is spent',
    ready,
    { disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1 },
    429,
    'The disruption budget x needs 1 healthy pods and has 1 currently',
  ],
  ['a pod that is done', { phase: 'Succeeded' }, { disruptionsAllowed: 0 }, undefined, ''],
  ['a pod that has not begun', { phase: 'Pending' }, { disruptionsAllowed: 0 }, undefined, ''],
  [
    'a pod that is not ready, others being enough',
    { phase: 'Running' },
    { disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1 },
    undefined,
    '',
  ],
])('an eviction with %s', async (...row) => {
  const [, status, budget, code, why] = row
  const on = await bench(status, budget)
  const refused = await refusal(post(on, eviction))
  expect(refused?.code).toBe(code)
  expect(refused?.details?.causes?.[0]?.message ?? '').toBe(why)
  expect(left(on)).toBe(code === undefined ? 0 : 1)
})

test('an eviction takes one disruption of the budget, a dry run none', async () => {
  const on = await bench(ready, { disruptionsAllowed: 2 })
  const status = () => on.api.registry.read(budgets, 'default', 'x')?.['status']
  await post(on, eviction, true)
  expect(status()).toEqual({ disruptionsAllowed: 2 })
  await post(on, eviction)
  expect(status()).toMatchObject({ disruptionsAllowed: 1, disruptedPods: { p: '2026-01-02T03:04:05Z' } })
})

test('a binding puts a pod on a node, once', async () => {
  const on = await bench({ phase: 'Pending' })
  const binding = { kind: 'Binding', apiVersion: 'v1', metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } }
  expect(await post(on, binding)).toMatchObject({ status: 201 })
  const pod = on.api.registry.read(pods, 'default', 'p')
  expect(valueAt(pod, 'spec', 'nodeName')).toBe('n')
  expect(valueAt(pod, 'status', 'conditions')).toMatchObject([{ type: 'PodScheduled', status: 'True' }])
  const again = await refusal(post(on, binding))
  expect(again).toMatchObject({ code: 409 })
  expect(again?.message).toContain('pod p is already assigned to node "n"')
})
