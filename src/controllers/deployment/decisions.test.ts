import { describe, expect, it } from 'vitest'
import type { Json, KubeObject } from '#kube'
import { annotations, type Rollout } from './facts.ts'
import { fencesOf } from './fences.ts'
import { isScaled, sharesOf } from './proportion.ts'
import { shrinkOld, sizeOfNew } from './rolling.ts'

/** Facts of kubernetes' own tables: rolling_test.go, sync_test.go, util/deployment_util_test.go. */

interface Wanted {
  readonly replicas: number
  readonly maxSurge?: Json
  readonly maxUnavailable?: Json
  readonly type?: string
}

function deployment({ replicas, maxSurge = 0, maxUnavailable = 0, type = 'RollingUpdate' }: Wanted): KubeObject {
  const strategy = { type, ...(type === 'RollingUpdate' && { rollingUpdate: { maxSurge, maxUnavailable } }) }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { replicas, strategy } }
}

interface SetState {
  readonly name: string
  readonly size: number
  readonly available?: number
  readonly sizedFor?: readonly [desired: number, most: number]
  /** The higher, the newer. */
  readonly age?: number
}

function set({ name, size, available = 0, sizedFor, age = 0 }: SetState): KubeObject {
  const told = sizedFor && { [annotations.desired]: String(sizedFor[0]), [annotations.most]: String(sizedFor[1]) }
  const creationTimestamp = `2026-01-01T00:00:0${age}Z`
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, uid: name, creationTimestamp, annotations: told ?? {} },
    spec: { replicas: size },
    status: { replicas: size, availableReplicas: available },
  }
}

describe('fences', () => {
  const rows: readonly [name: string, Wanted, surge: number, unavailable: number][] = [
    ['numbers', { replicas: 10, maxSurge: 3, maxUnavailable: 2 }, 3, 2],
    ['percentages: up and down', { replicas: 10, maxSurge: '39%', maxUnavailable: '39%' }, 4, 3],
    ['both come to nothing', { replicas: 2, maxSurge: '0%', maxUnavailable: '1%' }, 0, 1],
    ['a surge of a percent', { replicas: 1, maxSurge: '1%', maxUnavailable: '25%' }, 1, 0],
    ['not more than there are', { replicas: 5, maxSurge: 0, maxUnavailable: 10 }, 0, 5],
    ['no replicas', { replicas: 0, maxSurge: '25%', maxUnavailable: '25%' }, 0, 0],
    ['recreation has none', { replicas: 5, type: 'Recreate' }, 0, 0],
  ]
  it.each(rows)('%s', (_name, wanted, surge, unavailable) => {
    expect(fencesOf(deployment(wanted))).toEqual({ surge, unavailable })
  })
})

describe('the new set', () => {
  const rows: readonly [name: string, surge: number, sizes: readonly [old: number, size: number], to: number][] = [
    ['no room', 0, [10, 0], 0],
    ['the surge', 2, [10, 0], 2],
    ['the surge and what is missing', 2, [5, 0], 7],
    ['the surge is used up', 2, [10, 2], 2],
    ['too large', 2, [2, 11], 10],
    ['not more than is wanted', 5, [0, 9], 10],
  ]
  it.each(rows)('%s', (_name, maxSurge, [old, size], to) => {
    const newSet = set({ name: 'new', size, age: 1 })
    const oldSets = [set({ name: 'old', size: old })]
    expect(sizeOfNew({ deployment: deployment({ replicas: 10, maxSurge }), newSet, oldSets }, size)).toBe(to)
  })
})

describe('old sets', () => {
  interface Row {
    readonly unavailable?: number
    readonly old: readonly (readonly [size: number, available: number])[]
    readonly newSize?: number
    readonly newAvailable?: number
    readonly steps: readonly string[]
  }
  const rows: readonly [name: string, Row][] = [
    ['one may be missing where both fences come to nothing', { old: [[10, 10]], steps: ['old0 9'] }],
    ['as many as may be unavailable', { unavailable: 2, old: [[10, 10]], steps: ['old0 8'] }],
    ['unhealthy ones first', { unavailable: 2, old: [[10, 8]], steps: ['old0 8'] }],
    ['an unhealthy one, then a healthy one', { unavailable: 2, old: [[10, 9]], steps: ['old0 9', 'old0 8'] }],
    ['nothing to spare', { unavailable: 2, old: [[8, 8]], steps: [] }],
    ['new pods that do not serve are not counted on', { unavailable: 2, old: [[8, 8]], newSize: 5, steps: [] }],
    [
      'new pods that serve let old ones go',
      { unavailable: 2, old: [[8, 8]], newSize: 5, newAvailable: 3, steps: ['old0 5'] },
    ],
    [
      'the unhealthy of the oldest set first',
      {
        unavailable: 3,
        old: [
          [3, 2],
          [8, 6],
        ],
        steps: ['old0 2', 'old1 6', 'old0 1'],
      },
    ],
    [
      'pods that are to go are not counted on',
      {
        unavailable: 2,
        old: [
          [4, 9],
          [3, 2],
        ],
        newSize: 3,
        newAvailable: 3,
        steps: ['old1 2', 'old0 3'],
      },
    ],
    ['sets without pods are left alone', { unavailable: 5, old: [[0, 0]], newSize: 10, newAvailable: 10, steps: [] }],
  ]
  it.each(rows)('%s', (_name, { unavailable = 0, old, newSize = 0, newAvailable = 0, steps }) => {
    const oldSets = old.map(([size, available], age) => set({ name: `old${age}`, size, available, age }))
    const newSet = set({ name: 'new', size: newSize, available: newAvailable, age: 9 })
    const wanted = { replicas: 10, maxUnavailable: unavailable }
    const found = shrinkOld({ deployment: deployment(wanted), newSet, oldSets })
    expect(found.map(({ set: { metadata }, to }) => `${metadata.name} ${to}`)).toEqual(steps)
  })
})

describe('scaling', () => {
  interface Row {
    readonly from: number
    readonly to: number
    readonly surges?: readonly [before: number, now: number]
    /** v1 is the oldest; the last is the new one unless `isOld`. */
    readonly sizes: readonly number[]
    readonly isOld?: boolean
    readonly becomes: readonly number[]
    /** Sets that were sized for another number already. */
    readonly sizedFor?: Readonly<Record<string, number>>
  }
  const rows: readonly [name: string, Row][] = [
    ['one set grows', { from: 10, to: 12, sizes: [10], becomes: [12] }],
    ['one set shrinks', { from: 10, to: 5, sizes: [10], becomes: [5] }],
    ['5 to 10', { from: 5, to: 10, sizes: [3, 2], becomes: [6, 4] }],
    ['5 to 3', { from: 5, to: 3, sizes: [3, 2], becomes: [2, 1] }],
    ['9 to 4', { from: 9, to: 4, sizes: [1, 8], becomes: [0, 4] }],
    ['7 to 10', { from: 7, to: 10, sizes: [2, 3, 2], becomes: [3, 4, 3] }],
    ['13 to 8', { from: 13, to: 8, sizes: [3, 8, 2], becomes: [2, 5, 1] }],
    ['a leftover goes to the newest', { from: 3, to: 4, sizes: [1, 1, 1], becomes: [1, 1, 2] }],
    ['a leftover is taken from the oldest', { from: 3, to: 2, sizes: [1, 1, 1], becomes: [0, 1, 1] }],
    ['no new set: the latest first', { from: 4, to: 5, sizes: [2, 2], isOld: true, becomes: [2, 3] }],
    ['to nothing', { from: 6, to: 0, sizes: [1, 2, 3], becomes: [0, 0, 0] }],
    ['from nothing: the new set alone', { from: 6, to: 6, sizes: [0, 0, 0], becomes: [0, 0, 6] }],
    ['one set was not reached before', { from: 5, to: 5, sizes: [1, 1, 2], becomes: [1, 2, 2], sizedFor: { v2: 3 } }],
    ['with a surge', { from: 10, to: 20, surges: [2, 2], sizes: [6, 6], becomes: [11, 11] }],
    ['surge and size change', { from: 10, to: 50, surges: [3, 6], sizes: [8, 5], becomes: [34, 22] }],
    ['size and template change', { from: 10, to: 14, sizes: [3, 7], isOld: true, becomes: [4, 10] }],
  ]
  it.each(rows)('%s', (_name, { from, to, surges = [0, 0], sizes, isOld = false, becomes, sizedFor = {} }) => {
    const sets = sizes.map((size, age) => {
      const desired = sizedFor[`v${age + 1}`] ?? from
      return set({ name: `v${age + 1}`, size, age, sizedFor: [desired, desired + surges[0]] })
    })
    const rollout: Rollout = {
      deployment: deployment({ replicas: to, maxSurge: surges[1] }),
      newSet: isOld ? undefined : sets.at(-1),
      oldSets: isOld ? sets : sets.slice(0, -1),
    }
    const found = new Map(sharesOf(rollout).map((share) => [share.set.metadata.name, share.to]))
    expect(sets.map(({ metadata }, at) => found.get(metadata.name) ?? sizes[at])).toEqual(becomes)
  })

  it('a full new set leaves nothing to the others', () => {
    const newSet = set({ name: 'v2', size: 2, age: 1, sizedFor: [2, 3] })
    const oldSets = [set({ name: 'v1', size: 1, sizedFor: [2, 3] })]
    const found = sharesOf({ deployment: deployment({ replicas: 2, maxSurge: 1 }), newSet, oldSets })
    expect(found.map((share) => share.to)).toEqual([0])
  })

  it('is seen by what the sets were sized for', () => {
    const of = (desired: number, size = 1): Rollout => ({
      deployment: deployment({ replicas: 3 }),
      newSet: set({ name: 'v1', size, sizedFor: [desired, desired] }),
      oldSets: [],
    })
    expect([of(3), of(4), of(4, 0)].map(isScaled)).toEqual([false, true, false])
  })
})
