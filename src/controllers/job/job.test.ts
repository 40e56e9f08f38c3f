import { describe, expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { account } from './account.ts'
import { nextBackOff, noFailures, remainingMs } from './back-off.ts'
import { holding, putCondition } from './condition.ts'
import { judge } from './failure-policy.ts'
import { parseIntervals } from './intervals.ts'
import { indexedPod } from './job-pod.ts'
import { lookAt, TRACKING } from './look.ts'
import { outcomeOf } from './outcome.ts'
import { podsToRemove } from './removal.ts'
import { specOf } from './spec.ts'
import { metRule } from './success-policy.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')

function jobOf(spec: JsonObject = {}, status: JsonObject = {}): KubeObject {
  const template = { metadata: { labels: { app: 'x' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c' }] } }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'job', namespace: 'ns', uid: 'job-uid' },
    spec: { parallelism: 2, completions: 2, backoffLimit: 6, template, ...spec },
    status,
  }
}

interface PodParts {
  readonly index?: number
  readonly failures?: number
  readonly exitCode?: number
  readonly endedAt?: string
  readonly isGoing?: boolean
  readonly isReleased?: boolean
  readonly conditions?: JsonObject[]
}

function podOf(name: string, phase: string, parts: PodParts = {}): KubeObject {
  const { index, failures, exitCode, endedAt = '2026-01-01T00:09:00Z', isGoing, isReleased, conditions } = parts
  const annotations = {
    ...(index !== undefined && { 'batch.kubernetes.io/job-completion-index': `${index}` }),
    ...(failures !== undefined && { 'batch.kubernetes.io/job-index-failure-count': `${failures}` }),
  }
  const terminated = { exitCode: exitCode ?? 0, finishedAt: endedAt }
  const isEnded = phase === 'Succeeded' || phase === 'Failed'
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'ns',
      uid: name,
      annotations,
      creationTimestamp: '2026-01-01T00:00:00Z',
      finalizers: isReleased === true ? [] : [TRACKING],
      ...(isGoing === true && { deletionTimestamp: '2026-01-01T00:09:30Z' }),
    },
    spec: { nodeName: 'n' },
    status: {
      phase,
      conditions: conditions ?? [],
      ...(isEnded && { containerStatuses: [{ name: 'c', restartCount: 0, state: { terminated } }] }),
    },
  }
}

const indexed = (more: JsonObject = {}): JsonObject => ({ completionMode: 'Indexed', completions: 4, ...more })
const none: ReadonlySet<string> = new Set()
const exitRule = (action: string, values: number[], operator = 'In'): JsonObject => ({
  action,
  onExitCodes: { operator, values },
})

describe('counts', () => {
  const failed = podOf('f', 'Failed', { exitCode: 1 })
  const succeeded = podOf('s', 'Succeeded')
  test.each<readonly [string, JsonObject, JsonObject, KubeObject[], [number, number, number]]>([
    ['pods that ended', {}, {}, [failed, succeeded], [1, 1, 0]],
    ['with those of the status', {}, { succeeded: 3, failed: 2 }, [failed, succeeded], [4, 3, 0]],
    ['not again what the status notes', {}, { uncountedTerminatedPods: { failed: ['f'] } }, [failed], [0, 1, 0]],
    ['nothing without the finalizer', {}, { failed: 1 }, [podOf('f', 'Failed', { isReleased: true })], [0, 1, 0]],
    ['removed pods as failed', {}, {}, [podOf('g', 'Running', { isGoing: true })], [0, 1, 0]],
    [
      'not while only failed ones are replaced',
      { podReplacementPolicy: 'Failed' },
      {},
      [podOf('g', 'Running', { isGoing: true })],
      [0, 0, 0],
    ],
    ['active pods', {}, {}, [podOf('a', 'Running'), podOf('b', 'Pending')], [0, 0, 2]],
    ['nothing that is ignored', { podFailurePolicy: { rules: [exitRule('Ignore', [1])] } }, {}, [failed], [0, 0, 0]],
    [
      'indexes once',
      indexed(),
      {},
      [podOf('a', 'Succeeded', { index: 1 }), podOf('b', 'Succeeded', { index: 1 })],
      [1, 0, 0],
    ],
    ['no index beyond the completions', indexed(), {}, [podOf('a', 'Succeeded', { index: 4 })], [0, 0, 0]],
  ])('%s', (...row) => {
    const [, spec, status, pods, expected] = row
    const look = lookAt(jobOf(spec, status), pods, none)
    expect([look.succeeded, look.failed, look.active.length]).toEqual(expected)
  })
})

describe('how a job ends', () => {
  const start = { startTime: '2026-01-01T00:00:00Z' }
  const failed = podOf('f', 'Failed', { exitCode: 42 })
  test.each<readonly [string, JsonObject, JsonObject, KubeObject[], string | undefined]>([
    ['not yet', {}, {}, [podOf('a', 'Running')], undefined],
    ['too many failures', { backoffLimit: 0 }, {}, [failed], 'FailureTarget BackoffLimitExceeded'],
    ['as many failures as there may be', { backoffLimit: 1 }, {}, [failed], undefined],
    ['a deadline', { activeDeadlineSeconds: 600 }, start, [], 'FailureTarget DeadlineExceeded'],
    ['a deadline that is not over', { activeDeadlineSeconds: 601 }, start, [], undefined],
    ['no deadline while suspended', { activeDeadlineSeconds: 1, suspend: true }, start, [], undefined],
    [
      'a failure policy',
      { podFailurePolicy: { rules: [exitRule('FailJob', [42])] } },
      {},
      [failed],
      'FailureTarget PodFailurePolicy',
    ],
    [
      'too many failed indexes',
      indexed({ backoffLimitPerIndex: 0, maxFailedIndexes: 0 }),
      {},
      [podOf('f', 'Failed', { index: 0 })],
      'FailureTarget MaxFailedIndexesExceeded',
    ],
    [
      'all indexes ended, some failed',
      indexed({ backoffLimitPerIndex: 0 }),
      { completedIndexes: '0-2' },
      [podOf('f', 'Failed', { index: 3 })],
      'FailureTarget FailedIndexes',
    ],
    [
      'an index that may fail again',
      indexed({ backoffLimitPerIndex: 1 }),
      { completedIndexes: '0-2' },
      [podOf('f', 'Failed', { index: 3, failures: 0 })],
      undefined,
    ],
    [
      'an index that must not fail again',
      indexed({ backoffLimitPerIndex: 1 }),
      { completedIndexes: '0-2' },
      [podOf('f', 'Failed', { index: 3, failures: 1 })],
      'FailureTarget FailedIndexes',
    ],
    [
      'a success policy',
      indexed({ successPolicy: { rules: [{ succeededIndexes: '1-2', succeededCount: 1 }] } }),
      { completedIndexes: '2' },
      [],
      'SuccessCriteriaMet SuccessPolicy',
    ],
    [
      'what was decided before',
      {},
      { conditions: [{ type: 'FailureTarget', status: 'True', reason: 'Because' }] },
      [],
      'Failed Because',
    ],
    [
      'success that was decided before',
      {},
      { conditions: [{ type: 'SuccessCriteriaMet', status: 'True', reason: 'Enough' }] },
      [failed],
      'SuccessCriteriaMet Enough',
    ],
  ])('%s', (...row) => {
    const [, spec, status, pods, expected] = row
    const outcome = outcomeOf(lookAt(jobOf(spec, status), pods, none), status, NOW)
    expect(outcome && `${outcome.type} ${outcome.reason}`).toBe(expected)
  })

  test('restarts within pods count where pods are not made again', () => {
    const template = { spec: { restartPolicy: 'OnFailure' } }
    const pod = podOf('a', 'Running')
    const restarted = { ...pod, status: { phase: 'Running', containerStatuses: [{ name: 'c', restartCount: 2 }] } }
    const outcome = (backoffLimit: number): string | undefined =>
      outcomeOf(lookAt(jobOf({ template, backoffLimit }), [restarted], none), {}, NOW)?.reason
    expect([outcome(2), outcome(3)]).toEqual(['BackoffLimitExceeded', undefined])
  })
})

describe('the account', () => {
  test('notes ended pods first and counts them once their finalizer is gone', () => {
    const pods = [podOf('f', 'Failed'), podOf('s', 'Succeeded'), podOf('a', 'Running')]
    const status: JsonObject = {}
    const { release } = account(lookAt(jobOf({ completions: 5 }), pods, none), status, undefined)
    expect(release.map(({ metadata }) => metadata.name)).toEqual(['f', 's'])
    expect(status).toEqual({ uncountedTerminatedPods: { succeeded: ['s'], failed: ['f'] } })
    const later = pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, finalizers: [] } }))
    const job = jobOf({ completions: 5 }, status)
    account(lookAt(job, later, none), status, undefined)
    expect(status).toEqual({ uncountedTerminatedPods: {}, succeeded: 1, failed: 1 })
  })

  test('counts nothing twice that the cache still shows with its finalizer', () => {
    const status: JsonObject = { uncountedTerminatedPods: { failed: ['f'] } }
    const look = lookAt(jobOf({}, status), [podOf('f', 'Failed')], new Set(['f']))
    expect(account(look, status, undefined).release).toEqual([])
    expect(status).toEqual({ uncountedTerminatedPods: {}, failed: 1 })
  })

  test('lets every pod of a failing job go as failed', () => {
    const status: JsonObject = {}
    const look = lookAt(jobOf(), [podOf('a', 'Running')], none)
    expect(account(look, status, holding('FailureTarget')).release).toHaveLength(1)
    expect(status['uncountedTerminatedPods']).toEqual({ failed: ['a'] })
  })

  test('keeps the last failed pod of an index until another one takes over', () => {
    const spec = indexed({ backoffLimitPerIndex: 2 })
    const kept = podOf('f', 'Failed', { index: 0, failures: 0 })
    const names = (pods: KubeObject[]): string[] =>
      account(lookAt(jobOf(spec), pods, none), {}, undefined).release.map(({ metadata }) => metadata.name)
    expect(names([kept])).toEqual([])
    expect(names([kept, podOf('n', 'Running', { index: 0, failures: 1 })])).toEqual(['f'])
  })

  test('stops at five hundred pods', () => {
    const pods = Array.from({ length: 600 }, (_, at) => podOf(`p${at}`, 'Succeeded'))
    const { release, isPartial } = account(lookAt(jobOf({ completions: 600 }), pods, none), {}, undefined)
    expect([release.length, isPartial]).toEqual([500, true])
  })
})

describe('a failure policy', () => {
  const pod = podOf('p', 'Failed', { exitCode: 5, conditions: [{ type: 'DisruptionTarget', status: 'True' }] })
  test.each<readonly [string, JsonObject[], string | undefined, boolean, string | undefined]>([
    ['no rule', [], undefined, true, undefined],
    ['a code that is listed', [exitRule('Ignore', [5])], 'Ignore', false, undefined],
    ['a code that is not listed', [exitRule('Count', [4], 'NotIn')], 'Count', true, undefined],
    [
      'another container',
      [{ action: 'Ignore', onExitCodes: { containerName: 'd', operator: 'In', values: [5] } }],
      undefined,
      true,
      undefined,
    ],
    [
      'a condition',
      [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      'Ignore',
      false,
      undefined,
    ],
    ['the first that matches', [exitRule('FailIndex', [5]), exitRule('Ignore', [5])], 'FailIndex', true, undefined],
    [
      'the end of the job',
      [exitRule('Ignore', [1]), exitRule('FailJob', [5])],
      'FailJob',
      true,
      'Container c for pod ns/p failed with exit code 5 matching FailJob rule at index 1',
    ],
    [
      'the end by a condition',
      [{ action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      'FailJob',
      true,
      'Pod ns/p has condition DisruptionTarget matching FailJob rule at index 0',
    ],
  ])('%s', (...row) => {
    const [, rules, action, counts, failure] = row
    expect(judge(rules, pod)).toEqual({ action, counts, ...(failure !== undefined && { failure }) })
  })
})

test.each<readonly [string, JsonObject[], string, string | undefined]>([
  ['indexes that all succeeded', [{ succeededIndexes: '0-2' }], '0-3', 'Matched rules at index 0'],
  ['indexes of which one is missing', [{ succeededIndexes: '0-2' }], '0-1', undefined],
  [
    'as many of them as are enough',
    [{ succeededIndexes: '0-2', succeededCount: 2 }],
    '1-2,5',
    'Matched rules at index 0',
  ],
  ['as many of all', [{ succeededCount: 9 }, { succeededCount: 2 }], '4,7', 'Matched rules at index 1'],
  ['nothing succeeded', [{ succeededCount: 0 }], '', undefined],
])('success: %s', (_, rules, succeeded, expected) => {
  expect(metRule(rules, parseIntervals(succeeded, 10), 10)).toBe(expected)
})

describe('the pause after failures', () => {
  const at = (minute: number): KubeObject => podOf(`p${minute}`, 'Failed', { endedAt: `2026-01-01T00:0${minute}:00Z` })
  const time = (minute: number): number => Date.parse(`2026-01-01T00:0${minute}:00Z`)
  test.each([
    ['nothing ended', [], [], 0, undefined],
    ['failures', [], [at(1), at(3)], 2, time(3)],
    ['a success after them', [at(4)], [at(1), at(3)], 0, undefined],
    ['failures after a success', [at(2)], [at(1), at(3)], 1, time(3)],
  ])('%s', (...row) => {
    const [, succeeded, failed, failures, lastMs] = row
    expect(nextBackOff(noFailures, succeeded, failed)).toEqual({ failures, lastMs })
  })
  test.each([
    [0, 0],
    [1, 10_000],
    [2, 20_000],
    [6, 320_000],
    [7, 600_000],
    [100, 600_000],
  ])('%d failures: %d ms', (failures, expected) => {
    expect(remainingMs({ failures, lastMs: NOW }, NOW)).toBe(expected)
    expect(remainingMs({ failures, lastMs: NOW - expected }, NOW)).toBe(0)
  })
})

test('a pod of an index knows it by annotation, label, hostname and environment', () => {
  const job = jobOf(indexed({ backoffLimitPerIndex: 3 }))
  const instead = podOf('old', 'Failed', { index: 2, failures: 1 })
  const pod = indexedPod(job, specOf(job), { index: 2, instead })
  expect(pod.metadata).toMatchObject({
    generateName: 'job-2-',
    labels: { app: 'x', 'batch.kubernetes.io/job-completion-index': '2' },
    annotations: {
      'batch.kubernetes.io/job-completion-index': '2',
      'batch.kubernetes.io/job-index-failure-count': '2',
    },
    finalizers: [TRACKING],
    ownerReferences: [{ kind: 'Job', uid: 'job-uid', controller: true }],
  })
  const fieldRef = { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" }
  expect(pod['spec']).toMatchObject({
    hostname: 'job-2',
    containers: [{ env: [{ name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }] }],
  })
})

test('doubles of an index and pods without a valid one are removed', () => {
  const pods = [
    podOf('a', 'Running', { index: 0 }),
    podOf('b', 'Pending', { index: 0 }),
    podOf('c', 'Running', { index: 1 }),
    podOf('d', 'Running', { index: 9 }),
    podOf('e', 'Running'),
  ]
  const names = (atLeast: number): string[] =>
    podsToRemove(lookAt(jobOf(indexed()), pods, none), atLeast, NOW)
      .map(({ metadata }) => metadata.name)
      .sort((a, b) => (a < b ? -1 : 1))
  expect(names(0)).toEqual(['b', 'd', 'e'])
  expect(names(4)).toHaveLength(4)
})

test('a condition is written when it says something new, and never first as false', () => {
  const status: JsonObject = {}
  const suspended = { ...holding('Suspended', 'JobSuspended', 'Job suspended') }
  const resumed = { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' } as const
  expect([resumed, suspended, suspended, resumed, resumed].map((one) => putCondition(status, one, NOW))).toEqual([
    false,
    true,
    false,
    true,
    false,
  ])
})
