import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { type ConditionFacts, ownConditions } from './conditions.ts'

const ready = { ready: true, started: true, state: { running: {} } }
const unready = { ready: false, started: true, state: { running: {} } }
const waiting = { ready: false, state: { waiting: {} } }

interface Row {
  readonly name: string
  readonly spec: JsonObject
  readonly statuses: Readonly<Record<string, JsonObject>>
  readonly phase: ConditionFacts['phase']
  readonly conditions?: readonly JsonObject[]
  readonly expected: Readonly<Record<string, string>>
}

const one = { containers: [{ name: 'a' }] }
const gated = { ...one, readinessGates: [{ conditionType: 'x/y' }] }
const withInit = { initContainers: [{ name: 'i' }], ...one }

const rows: readonly Row[] = [
  {
    name: 'all is ready',
    spec: one,
    statuses: { a: ready },
    phase: 'Running',
    expected: { Initialized: 'true', ContainersReady: 'true', Ready: 'true' },
  },
  {
    name: 'containers are not ready',
    spec: { containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    statuses: { a: unready, b: ready, c: waiting },
    phase: 'Running',
    expected: {
      ContainersReady: 'ContainersNotReady containers with unready status: [a c]',
      Ready: 'ContainersNotReady containers with unready status: [a c]',
    },
  },
  {
    name: 'a container is not known yet',
    spec: { containers: [{ name: 'a' }, { name: 'b' }] },
    statuses: { a: unready },
    phase: 'Running',
    expected: {
      Ready: 'ContainersNotReady containers with unknown status: [b], containers with unready status: [a]',
    },
  },
  {
    name: 'init containers are at work',
    spec: withInit,
    statuses: { i: waiting, a: waiting },
    phase: 'Pending',
    expected: { Initialized: 'ContainersNotInitialized containers with incomplete status: [i]' },
  },
  {
    name: 'a main container has run: initialization is behind',
    spec: withInit,
    statuses: { i: waiting, a: ready },
    phase: 'Running',
    expected: { Initialized: 'true' },
  },
  {
    name: 'the pod did well',
    spec: withInit,
    statuses: { i: { ready: true }, a: { ready: false } },
    phase: 'Succeeded',
    expected: { Initialized: 'true PodCompleted', ContainersReady: 'PodCompleted', Ready: 'PodCompleted' },
  },
  {
    name: 'the pod failed',
    spec: one,
    statuses: { a: { ready: false } },
    phase: 'Failed',
    expected: { ContainersReady: 'PodFailed', Ready: 'PodFailed' },
  },
  {
    name: 'a readiness gate has no condition',
    spec: gated,
    statuses: { a: ready },
    phase: 'Running',
    expected: {
      ContainersReady: 'true',
      Ready: 'ReadinessGatesNotReady corresponding condition of pod readiness gate "x/y" does not exist.',
    },
  },
  {
    name: 'a readiness gate is closed',
    spec: gated,
    statuses: { a: ready },
    phase: 'Running',
    conditions: [{ type: 'x/y', status: 'False' }],
    expected: {
      Ready: 'ReadinessGatesNotReady the status of pod readiness gate "x/y" is not "True", but False',
    },
  },
  {
    name: 'a readiness gate is open',
    spec: gated,
    statuses: { a: ready },
    phase: 'Running',
    conditions: [{ type: 'x/y', status: 'True' }],
    expected: { Ready: 'true' },
  },
]

test.each(rows)('$name', ({ spec, statuses, phase, conditions = [], expected }) => {
  const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }
  const found = ownConditions({
    pod,
    phase,
    statuses: new Map(Object.entries(statuses)),
    hasSandbox: true,
    conditions,
  })
  const texts = found.map(({ type, isTrue, reason, message }) => [
    type,
    [...(isTrue ? ['true'] : []), reason, message].filter((word) => word !== undefined).join(' '),
  ])
  expect(Object.fromEntries(texts)).toMatchObject(expected)
})
