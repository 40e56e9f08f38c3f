import { beforeEach, describe, expect, test } from 'vitest'
import { kindTable } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { Answer, ApiRequest, Handler, RequestInfo, WholeAnswer } from '../contract/http.ts'
import type { Registry } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'
import { type Bench, openBench } from '../registry/testing.ts'
import { createFlow, type FlowService } from './create.ts'
import { deal } from './queue-set.ts'

const GROUP = 'flowcontrol.apiserver.k8s.io'
const kindOf = (plural: string) => kindTable.find((kind) => kind.plural === plural && kind.version === 'v1')!
const admin: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] }

let bench: Bench
let registry: Registry
let flow: FlowService
beforeEach(async () => {
  bench = await openBench({ kinds: kindTable })
  registry = bench.api.registry
  flow = createFlow(registry, { clock: bench.clock, seats: 12 })
  await flow.start()
})

const given = (plural: string, name: string, spec: JsonObject): Promise<KubeObject> => {
  const kind = kindOf(plural)
  const object = { apiVersion: `${GROUP}/v1`, kind: kind.kind, metadata: { name }, spec }
  return registry.create({ kind, namespace: '', name }, object, { user: admin, isInternal: true })
}
const uidOf = (plural: string, name: string): unknown => registry.read(kindOf(plural), '', name)!.metadata['uid']

const info = (more: Partial<RequestInfo> = {}): RequestInfo => ({
  ...{ isResource: true, verb: 'get', group: '', version: 'v1', resource: 'pods', subresource: '' },
  ...{ namespace: 'a', name: 'p', rest: '', ...more },
})
const send = (
  user: User,
  next: Handler,
  more: { info?: RequestInfo; path?: string; signal?: AbortSignal } = {},
): Promise<Answer> => {
  const request = {
    method: 'GET',
    path: more.path ?? '/api',
    query: new URLSearchParams(),
    headers: {},
    signal: more.signal ?? new AbortController().signal,
  } as unknown as ApiRequest
  return flow.filter(next)(request, { info: more.info ?? info(), user, warn: () => {}, annotate: () => {} })
}
const ok: Handler = () => Promise.resolve({ status: 200, body: '' })
const headerOf = (answer: Answer, name: string): unknown => (answer as WholeAnswer).headers?.[name]

describe('classification', () => {
  test.each<[string, User, RequestInfo, string, string]>([
    ['an administrator', admin, info(), 'exempt', 'exempt'],
    [
      'a probe',
      { name: 'system:anonymous', groups: ['system:unauthenticated'] },
      info({ isResource: false }),
      'probes',
      'exempt',
    ],
    [
      'a node on itself',
      { name: 'system:node:n', groups: ['system:nodes', 'system:authenticated'] },
      info({ resource: 'nodes', subresource: 'status', namespace: '' }),
      'system-node-high',
      'node-high',
    ],
    [
      'a node',
      { name: 'system:node:n', groups: ['system:nodes', 'system:authenticated'] },
      info(),
      'system-nodes',
      'system',
    ],
    [
      'a controller',
      { name: 'system:serviceaccount:kube-system:x', groups: ['system:serviceaccounts', 'system:authenticated'] },
      info(),
      'kube-system-service-accounts',
      'workload-high',
    ],
    [
      'a leader',
      { name: 'system:serviceaccount:kube-system:x', groups: ['system:authenticated'] },
      info({ group: 'coordination.k8s.io', resource: 'leases' }),
      'system-leader-election',
      'leader-election',
    ],
    [
      'a workload',
      { name: 'system:serviceaccount:a:x', groups: ['system:serviceaccounts', 'system:authenticated'] },
      info(),
      'service-accounts',
      'workload-low',
    ],
    ['a person', { name: 'jane', groups: ['system:authenticated'] }, info(), 'global-default', 'global-default'],
    ['somebody in no group', { name: 'x', groups: [] }, info(), '', ''],
  ])('%s', async (...row) => {
    const [, user, asked, schema, level] = row
    const answer = await send(user, ok, { info: asked, path: '/healthz' })
    expect(headerOf(answer, 'x-kubernetes-pf-flowschema-uid')).toBe(
      schema === '' ? undefined : uidOf('flowschemas', schema),
    )
    expect(headerOf(answer, 'x-kubernetes-pf-prioritylevel-uid')).toBe(
      level === '' ? undefined : uidOf('prioritylevelconfigurations', level),
    )
  })

  test('a schema of our own wins by its precedence, and says whether its level is there', async () => {
    const rules = [
      {
        subjects: [{ kind: 'User', user: { name: 'jane' } }],
        resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
      },
    ]
    await given('flowschemas', 'mine', { matchingPrecedence: 50, priorityLevelConfiguration: { name: 'mine' }, rules })
    const state = (): unknown =>
      ((registry.read(kindOf('flowschemas'), '', 'mine')!['status'] as JsonObject)['conditions'] as JsonObject[])[0]
    await expect.poll(state).toMatchObject({ type: 'Dangling', status: 'True', reason: 'NotFound' })
    const jane = { name: 'jane', groups: ['system:authenticated'] }
    expect(headerOf(await send(jane, ok), 'x-kubernetes-pf-flowschema-uid')).toBe(
      uidOf('flowschemas', 'global-default'),
    )
    await given('prioritylevelconfigurations', 'mine', {
      type: 'Limited',
      limited: { nominalConcurrencyShares: 5, limitResponse: { type: 'Reject' } },
    })
    await expect.poll(state).toMatchObject({ type: 'Dangling', status: 'False', reason: 'Found' })
    expect(headerOf(await send(jane, ok), 'x-kubernetes-pf-flowschema-uid')).toBe(uidOf('flowschemas', 'mine'))
  })
})

describe('seats', () => {
  const noisy: User = { name: 'noisy', groups: ['system:authenticated'] }
  const quiet: User = { name: 'quiet', groups: ['system:authenticated'] }

  /** A handler that stays until it is let go. */
  function slow(): { handler: Handler; release(): void; running(): number } {
    const waiting: (() => void)[] = []
    let running = 0
    return {
      handler: async () => {
        running++
        await new Promise<void>((resolve) => waiting.push(resolve))
        running--
        return { status: 200, body: '' }
      },
      release: () => waiting.splice(0).forEach((go) => go()),
      running: () => running,
    }
  }
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) await Promise.resolve()
  }

  test('one that floods waits behind itself, and others come through; nobody is lost', async () => {
    const { handler, release, running } = slow()
    const order: string[] = []
    const all = [...Array.from({ length: 40 }, () => noisy), quiet].map((user) =>
      send(user, (request, context) => {
        order.push(user.name)
        return handler(request, context)
      }),
    )
    await settle()
    const first = running()
    expect(first).toBeLessThan(20)
    release()
    await settle()
    // The quiet one came last and goes in the next round.
    expect(order.slice(0, first * 2 + 2)).toContain('quiet')
    for (let n = 0; n < 60; n++) {
      release()
      await settle()
    }
    const codes = (await Promise.all(all)).map((answer) => (answer as WholeAnswer).status)
    expect(codes.filter((code) => code === 200)).toHaveLength(41)
  })

  test('queues are bounded, and whoever waits too long or leaves gets 429', async () => {
    const { handler, release } = slow()
    const flood = Array.from({ length: 2000 }, () => send(noisy, handler))
    const leaving = new AbortController()
    const left = send(quiet, handler, { signal: leaving.signal })
    await settle()
    leaving.abort()
    expect(await left).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    bench.clock.advance(15_001)
    for (let n = 0; n < 60; n++) {
      release()
      await settle()
    }
    const codes = (await Promise.all(flood)).map((answer) => (answer as WholeAnswer).status)
    expect(new Set(codes)).toEqual(new Set([200, 429]))
    expect(await send(admin, ok)).toMatchObject({ status: 200 })
    expect(await send(quiet, ok)).toMatchObject({ status: 200 })
  })

  test('what stays open takes no seat', async () => {
    const { handler, release, running } = slow()
    const all = Array.from({ length: 50 }, () =>
      send(noisy, handler, { info: info({ subresource: 'exec', verb: 'create' }) }),
    )
    await settle()
    expect(running()).toBe(50)
    release()
    await Promise.all(all)
  })
})

test('a hand has different queues, always the same for the same flow', () => {
  for (const flowName of ['a', 'b', 'some user']) {
    const hand = deal(flowName, 64, 6)
    expect(new Set(hand).size).toBe(6)
    expect(hand.every((card) => card >= 0 && card < 64)).toBe(true)
    expect(deal(flowName, 64, 6)).toEqual(hand)
  }
  expect(deal('a', 64, 6)).not.toEqual(deal('b', 64, 6))
})
