import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { statefulPod } from './identity.ts'
import { plan, type Step } from './plan.ts'
import { statusOf } from './status.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')

function setOf(spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'ns', uid: 'set', generation: 2 },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: {} },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...spec,
    },
  }
}

/**
 * A pod as a short word: the ordinal, then `r` ready, `p` pending, `u` running and not ready, `f` failed, `s` succeeded,
 * `b` ready since a second, then `x` for one on its way out, then `o` for one of the revision of before.
 */
function podOf(set: KubeObject, word: string): KubeObject {
  const [, ordinal = '', state = '', going, old] = /^(\d+)([rpufsb])(x)?(o)?$/.exec(word) ?? []
  const pod = statefulPod(set, { metadata: {}, spec: {} }, Number(ordinal), old === undefined ? 'web-new' : 'web-old')
  const since = state === 'b' ? '2026-01-01T00:09:59Z' : '2026-01-01T00:00:00Z'
  const conditions = [{ type: 'Ready', status: 'rb'.includes(state) ? 'True' : 'False', lastTransitionTime: since }]
  const metadata = { ...pod.metadata, uid: `pod-${ordinal}`, ...(going !== undefined && { deletionTimestamp: since }) }
  return { ...pod, metadata, status: { phase: PHASES[state] ?? 'Running', conditions } }
}

const PHASES: Readonly<Record<string, string>> = { p: 'Pending', f: 'Failed', s: 'Succeeded' }

function stepText(step: Step): string {
  return step.act === 'create' ? `+${step.ordinal}` : `${SIGNS[step.act]}${step.pod.metadata.name.slice('web-'.length)}`
}

const SIGNS = { remove: '-', claim: 'claim ', repair: 'repair ', retain: 'retain ' }

function planned(spec: JsonObject, pods: string, claims: readonly KubeObject[] = []): string {
  const set = setOf(spec)
  const words = pods.split(' ').filter((word) => word !== '')
  const result = plan({
    set,
    pods: words.map((word) => podOf(set, word)),
    updateRevision: 'web-new',
    claim: (name) => claims.find(({ metadata }) => metadata.name === name),
    mayRetry: (pod) => pod.metadata.name !== 'web-7',
    nowMs: NOW,
  })
  return result.phases.flat().map(stepText).join(' ')
}

const parallel = { podManagementPolicy: 'Parallel' }
const rolling = (rollingUpdate: JsonObject): JsonObject => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate },
})

describe('places one after the other', () => {
  const rows: readonly [name: string, spec: JsonObject, pods: string, steps: string][] = [
    ['the first one first', {}, '', '+0'],
    ['the next when the one before is ready', {}, '0r', '+1'],
    ['not before it is ready', {}, '0u', ''],
    ['not while it waits for a node', {}, '0p', ''],
    ['not before it is available', { minReadySeconds: 10 }, '0b', ''],
    ['a hole is filled before anything follows', {}, '0r 2r', '+1'],
    ['one that is not well halts everything', {}, '0u 2r', ''],
    ['one that goes has to be gone first', {}, '0r 1rx', ''],
    ['one that failed is removed', {}, '0r 1f 2r', '-1'],
    ['so is one that succeeded', {}, '0s', '-0'],
    ['once', {}, '0sx', ''],
    ['not while it has to wait', { ordinals: { start: 7 } }, '7f', ''],
    ['ordinals may start later', { ordinals: { start: 5 } }, '5r', '+6'],
    ['nothing more to do', {}, '0r 1r 2r', ''],
    ['none at all', { replicas: 0 }, '', ''],
  ]
  it.each(rows)('%s', (_name, spec, pods, steps) => expect(planned(spec, pods)).toBe(steps))
})

describe('places all at once', () => {
  const rows: readonly [name: string, spec: JsonObject, pods: string, steps: string][] = [
    ['all of them', parallel, '', '+0 +1 +2'],
    ['whatever the others do', parallel, '0u 2r', '+1'],
    ['failed ones are removed while others are made', parallel, '0f 1p', '-0 +2'],
    ['all that are too many', { ...parallel, replicas: 1 }, '0u 1r 2u 3rx', '-2 -1'],
  ]
  it.each(rows)('%s', (_name, spec, pods, steps) => expect(planned(spec, pods)).toBe(steps))
})

describe('fewer places, one after the other', () => {
  const rows: readonly [name: string, spec: JsonObject, pods: string, steps: string][] = [
    ['from the last one', { replicas: 1 }, '0r 1r 2r', '-2'],
    ['the one that goes has to be gone first', { replicas: 1 }, '0r 1r 2rx', ''],
    ['one that is not well goes when it is the first', { replicas: 1 }, '0r 1r 2u', '-2'],
    ['another has to be well before', { replicas: 1 }, '0r 1u 2u', ''],
    ['all that stay have to be well', { replicas: 1 }, '0u 1r 2r', ''],
    ['ordinals below the start go as well', { replicas: 1, ordinals: { start: 2 } }, '0r 1r 2r', '-1'],
    ['to none', { replicas: 0 }, '0u', '-0'],
    ['before anything is updated', { replicas: 1 }, '0ro 1ro', '-1'],
  ]
  it.each(rows)('%s', (_name, spec, pods, steps) => expect(planned(spec, pods)).toBe(steps))
})

describe('updates', () => {
  const rows: readonly [name: string, spec: JsonObject, pods: string, steps: string][] = [
    ['from the last one', {}, '0ro 1ro 2ro', '-2'],
    ['the next when the last one is back', {}, '0ro 1ro 2r', '-1'],
    ['not before', {}, '0ro 1ro 2u', ''],
    ['down to the partition', rolling({ partition: 2 }), '0ro 1ro 2r', ''],
    ['a partition above everything', rolling({ partition: 9 }), '0ro 1ro 2ro', ''],
    [
      'the partition counts from the start',
      { ...rolling({ partition: 1 }), ordinals: { start: 4 } },
      '4ro 5ro 6r',
      '-5',
    ],
    ['only when they are removed by hand', { updateStrategy: { type: 'OnDelete' } }, '0ro 1ro 2ro', ''],
    ['two at once', rolling({ partition: 0, maxUnavailable: 2 }), '0ro 1ro 2ro', '-2 -1'],
    ['a share, rounded down', rolling({ partition: 0, maxUnavailable: '67%' }), '0ro 1ro 2ro', '-2 -1'],
    ['a small share is one', rolling({ partition: 0, maxUnavailable: '10%' }), '0ro 1ro 2ro', '-2'],
    ['places of their own: one', parallel, '0ro 1ro 2ro', '-2'],
    ['places of their own: those that do not work', parallel, '0uo 1uo 2ro', '-1 -0'],
    ['places of their own: no more while one is down', parallel, '0ro 1ro 2u', ''],
    ['places of their own: two at once', { ...parallel, ...rolling({ maxUnavailable: 2 }) }, '0ro 1uo 2ro', '-1 -2'],
  ]
  it.each(rows)('%s', (_name, spec, pods, steps) => expect(planned(spec, pods)).toBe(steps))
})

describe('storage', () => {
  const templates = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] }
  const deleted = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' } }
  const owner = (kind: string, name: string, uid: string): JsonObject => ({
    apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
    kind,
    name,
    uid,
    controller: true,
  })
  const claim = (ordinal: number, ...ownerReferences: JsonObject[]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: `data-web-${ordinal}`, namespace: 'ns', ownerReferences },
  })
  const ofSet = owner('StatefulSet', 'web', 'set')
  const rows: readonly [name: string, spec: JsonObject, pods: string, claims: KubeObject[], steps: string][] = [
    ['a claim that a pending pod has not got', templates, '0p', [], 'claim 0'],
    ['a claim that is there', templates, '0p', [claim(0)], ''],
    ['a claim that is to go with the set', { ...templates, ...deleted, replicas: 1 }, '0r', [claim(0)], 'repair 0'],
    ['one that does', { ...templates, ...deleted, replicas: 1 }, '0r', [claim(0, ofSet)], ''],
    ['one that does no longer', { ...templates, replicas: 1 }, '0r', [claim(0, ofSet)], 'repair 0'],
    ['one that goes with its place', { ...templates, ...deleted, replicas: 0 }, '0r', [claim(0, ofSet)], 'retain 0 -0'],
    [
      'no pod before the claim of before is gone',
      { ...templates, ...deleted },
      '',
      [claim(0, owner('Pod', 'web-0', 'x'))],
      '',
    ],
    ['a claim that is kept serves again', templates, '', [claim(0, owner('Pod', 'web-0', 'x'))], '+0'],
    [
      'one that another controls is left alone',
      { ...templates, ...deleted, replicas: 1 },
      '0r',
      [claim(0, owner('Other', 'o', 'o'))],
      '',
    ],
  ]
  it.each(rows)('%s', (_name, spec, pods, ...[claims, steps]) => expect(planned(spec, pods, claims)).toBe(steps))

  it('a pod without its labels is put right', () => {
    const set = setOf({ replicas: 1 })
    const pod = podOf(set, '0r')
    const bare = {
      ...pod,
      metadata: { ...pod.metadata, labels: { app: 'web', 'controller-revision-hash': 'web-new' } },
    }
    const { phases } = plan({
      set,
      pods: [bare],
      updateRevision: 'web-new',
      claim: () => undefined,
      mayRetry: () => true,
      nowMs: NOW,
    })
    expect(phases.flat().map(stepText)).toEqual(['repair 0'])
  })
})

describe('the status', () => {
  const rows: readonly [name: string, spec: JsonObject, pods: string, status: JsonObject][] = [
    ['nothing yet', {}, '', { replicas: 0, availableReplicas: 0, currentRevision: 'web-old' }],
    [
      'in the middle of an update',
      { minReadySeconds: 10 },
      '0ro 1b 2r',
      {
        replicas: 3,
        readyReplicas: 3,
        availableReplicas: 2,
        currentReplicas: 1,
        updatedReplicas: 2,
        currentRevision: 'web-old',
      },
    ],
    ['done: the new revision is the current one', {}, '0r 1r 2r', { currentReplicas: 3, currentRevision: 'web-new' }],
    ['not done while one is too many', {}, '0r 1r 2r 3r', { currentRevision: 'web-old' }],
    ['one that goes is no longer of any revision', {}, '0r 1r 2rx', { replicas: 3, updatedReplicas: 2 }],
    [
      'removed by hand: never done by itself',
      { updateStrategy: { type: 'OnDelete' } },
      '0r 1r 2r',
      { currentRevision: 'web-old' },
    ],
  ]
  it.each(rows)('%s', (_name, spec, pods, status) => {
    const set = setOf(spec)
    const words = pods.split(' ').filter((word) => word !== '')
    const standing = { currentRevision: 'web-old', updateRevision: 'web-new', collisions: 0, replaced: 0, nowMs: NOW }
    const result = statusOf({ ...standing, set, pods: words.map((word) => podOf(set, word)) })
    expect(result).toMatchObject({ observedGeneration: 2, updateRevision: 'web-new', collisionCount: 0, ...status })
  })
})
