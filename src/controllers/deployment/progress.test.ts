import { describe, expect, it } from 'vitest'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import type { Rollout } from './facts.ts'
import { deadlineInMs, withPause, withProgress } from './progress.ts'
import { conditionsNow, countsOf, statusOf } from './status.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const at = (secondsAgo: number): string => new Date(NOW - secondsAgo * 1000).toISOString().replace('.000Z', 'Z')

interface State {
  readonly spec?: JsonObject
  readonly status?: JsonObject
}

function deployment({ spec = {}, status = {} }: State): KubeObject {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  const whole = { replicas: 3, progressDeadlineSeconds: 60, strategy, ...spec }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', generation: 2 }, spec: whole, status }
}

function set(name: string, size: number, status: JsonObject = {}): KubeObject {
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name }, spec: { replicas: size }, status }
}

function progressing(reason: string, secondsAgo: number, status = 'True'): JsonObject {
  const time = at(secondsAgo)
  return { type: 'Progressing', status, lastUpdateTime: time, lastTransitionTime: time, reason, message: 'm' }
}

const full = { replicas: 3, readyReplicas: 3, availableReplicas: 3 }

describe('what is said of the progress', () => {
  interface Row extends State {
    readonly newSet?: JsonObject
    readonly oldSets?: readonly JsonObject[]
    readonly says: string | undefined
  }
  const rows: readonly [name: string, Row][] = [
    [
      'more new pods: it moves',
      {
        status: { replicas: 3 },
        newSet: { replicas: 1 },
        says: 'True ReplicaSetUpdated ReplicaSet "new" is progressing.',
      },
    ],
    [
      'as many as wanted, all of them new and serving: it is done',
      { newSet: full, says: 'True NewReplicaSetAvailable ReplicaSet "new" has successfully progressed.' },
    ],
    [
      'old pods are left: it is not done',
      {
        status: { replicas: 5, updatedReplicas: 3, conditions: [progressing('ReplicaSetUpdated', 9)] },
        newSet: full,
        oldSets: [{ replicas: 1 }],
        says: 'True ReplicaSetUpdated ReplicaSet "new" is progressing.',
      },
    ],
    [
      'nothing moves within the deadline: it stays as it is',
      {
        status: { ...full, updatedReplicas: 3, conditions: [progressing('ReplicaSetUpdated', 60)] },
        newSet: { replicas: 2 },
        says: 'True ReplicaSetUpdated m',
      },
    ],
    [
      'nothing moves beyond the deadline: it is late',
      {
        status: { ...full, updatedReplicas: 3, conditions: [progressing('ReplicaSetUpdated', 61)] },
        newSet: { replicas: 2 },
        says: 'False ProgressDeadlineExceeded ReplicaSet "new" has timed out progressing.',
      },
    ],
    [
      'what is late stays late',
      {
        status: { ...full, updatedReplicas: 3, conditions: [progressing('ProgressDeadlineExceeded', 1, 'False')] },
        newSet: { replicas: 2 },
        says: 'False ProgressDeadlineExceeded m',
      },
    ],
    [
      'what is late and moves is not late any more',
      {
        status: { replicas: 3, conditions: [progressing('ProgressDeadlineExceeded', 1, 'False')] },
        newSet: { replicas: 1 },
        says: 'True ReplicaSetUpdated ReplicaSet "new" is progressing.',
      },
    ],
    [
      'a finished rollout that loses pods is not late',
      {
        status: { ...full, updatedReplicas: 3, conditions: [progressing('NewReplicaSetAvailable', 999)] },
        newSet: { replicas: 3 },
        says: 'True NewReplicaSetAvailable m',
      },
    ],
    [
      'no deadline: nothing',
      {
        spec: { progressDeadlineSeconds: 2147483647 },
        status: { conditions: [progressing('ReplicaSetUpdated', 1)] },
        newSet: full,
        says: undefined,
      },
    ],
    [
      'no pods wanted: it is done at once',
      {
        spec: { replicas: 0 },
        newSet: {},
        says: 'True NewReplicaSetAvailable ReplicaSet "new" has successfully progressed.',
      },
    ],
  ]
  it.each(rows)('%s', (_name, { spec, status, newSet, oldSets = [], says }) => {
    const rollout: Rollout = {
      deployment: deployment({ ...(spec && { spec }), ...(status && { status }) }),
      newSet: newSet && set('new', 3, newSet),
      oldSets: oldSets.map((one, index) => set(`old${index}`, 0, one)),
    }
    const counts = countsOf(rollout)
    const stand = { counts, conditions: conditionsNow(rollout, counts, NOW), nowMs: NOW }
    const found = withProgress(rollout, stand).find(({ type }) => type === 'Progressing')
    const words = found && `${textAt(found, 'status')} ${textAt(found, 'reason')} ${textAt(found, 'message')}`
    expect(words).toBe(says)
  })

  it('a step keeps the time of the transition, and takes the failure of a set along', () => {
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'no',
      lastTransitionTime: at(5),
    }
    const rollout: Rollout = {
      deployment: deployment({ status: { conditions: [progressing('NewReplicaSetCreated', 30)] } }),
      newSet: set('new', 3, { replicas: 1, conditions: [failure] }),
      oldSets: [],
    }
    const counts = countsOf(rollout)
    const found = withProgress(rollout, { counts, conditions: conditionsNow(rollout, counts, NOW), nowMs: NOW })
    expect(found.map(({ type }) => type)).toEqual(['Available', 'Progressing', 'ReplicaFailure'])
    expect(found[1]).toMatchObject({ lastUpdateTime: at(0), lastTransitionTime: at(30) })
    expect(found[2]).toEqual({ ...failure, lastUpdateTime: at(5) })
  })
})

describe('the status', () => {
  it('leaves out what is zero, and what is on its way out until every set tells it', () => {
    const oldSets = [set('old', 1, { replicas: 1, terminatingReplicas: 2 })]
    const rollout = (newStatus: JsonObject): Rollout => ({
      deployment: deployment({ status: { collisionCount: 1 } }),
      newSet: set('new', 2, newStatus),
      oldSets,
    })
    const counted = { replicas: 2, readyReplicas: 1, availableReplicas: 1 }
    const statusFor = (one: Rollout): JsonObject => statusOf(one, countsOf(one), [])
    const expected = {
      observedGeneration: 2,
      replicas: 3,
      updatedReplicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      unavailableReplicas: 2,
      collisionCount: 1,
    }
    expect(statusFor(rollout(counted))).toEqual(expected)
    expect(statusFor(rollout({ ...counted, terminatingReplicas: 0 }))).toEqual({ ...expected, terminatingReplicas: 2 })
  })
})

describe('pauses', () => {
  const rows: readonly [name: string, reason: string | undefined, isPaused: boolean, becomes: string | undefined][] = [
    ['a pause', 'ReplicaSetUpdated', true, 'DeploymentPaused'],
    ['a pause that is known', 'DeploymentPaused', true, 'DeploymentPaused'],
    ['the end of one', 'DeploymentPaused', false, 'DeploymentResumed'],
    ['none', 'ReplicaSetUpdated', false, 'ReplicaSetUpdated'],
    ['a pause of what is late', 'ProgressDeadlineExceeded', true, 'ProgressDeadlineExceeded'],
    ['a pause from the start', undefined, true, 'DeploymentPaused'],
  ]
  it.each(rows)('%s', (_name, reason, ...[isPaused, becomes]) => {
    const conditions = reason === undefined ? [] : [progressing(reason, 5)]
    const found = withPause(deployment({ status: { conditions } }), isPaused, NOW)
    expect(found.find(({ type }) => type === 'Progressing')?.['reason']).toBe(becomes)
  })
})

describe('when a deadline is looked at', () => {
  const rows: readonly [name: string, condition: JsonObject | undefined, spec: JsonObject, inMs: number | undefined][] =
    [
      ['a second after it', progressing('ReplicaSetUpdated', 20), {}, 41_000],
      ['soon when it is over', progressing('ReplicaSetUpdated', 200), {}, 1000],
      ['never when it is late already', progressing('ProgressDeadlineExceeded', 20, 'False'), {}, undefined],
      ['never when it is done', progressing('NewReplicaSetAvailable', 20), {}, undefined],
      ['never without one', progressing('ReplicaSetUpdated', 20), { progressDeadlineSeconds: 2147483647 }, undefined],
      ['never before anything was said', undefined, {}, undefined],
    ]
  it.each(rows)('%s', (_name, condition, ...[spec, inMs]) => {
    const status = condition === undefined ? {} : { conditions: [condition] }
    const one = deployment({ spec, status })
    expect(deadlineInMs(one, countsOf({ deployment: one, newSet: undefined, oldSets: [] }), NOW)).toBe(inMs)
  })
})
