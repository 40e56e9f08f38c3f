import { expect, it } from 'vitest'
import type { Client } from '#client'
import { genericNotFound, type JsonObject, type KubeObject, type StatusError, textAt } from '#kube'
import type { Context } from '#reconcile'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { claim } from './claim.ts'

interface PodState {
  readonly name: string
  readonly matches?: boolean
  readonly owner?: string
  readonly isGoing?: boolean
}

function pod({ name, matches = true, owner, isGoing = false }: PodState): KubeObject {
  const reference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid: owner ?? '', controller: true }
  const metadata = {
    name,
    namespace: 'n',
    uid: name,
    labels: { app: matches ? 'web' : 'other' },
    ...(owner !== undefined && { ownerReferences: [reference] }),
    ...(isGoing && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata } as KubeObject
}

interface Row {
  readonly pods: readonly PodState[]
  readonly owner?: JsonObject
  /** What the server has of the owner; absent: the same. */
  readonly stored?: JsonObject | 'gone'
  /** Patches that the server refuses, by the pod's name. */
  readonly refuses?: Readonly<Record<string, StatusError>>
  readonly claims: readonly string[]
  /** `+name` adopted, `-name` let go. */
  readonly patches: readonly string[]
}

const gone = genericNotFound()
const rows: readonly [name: string, Row][] = [
  ['its own', { pods: [{ name: 'a', owner: 'me' }], claims: ['a'], patches: [] }],
  ['another’s', { pods: [{ name: 'a', owner: 'you' }], claims: [], patches: [] }],
  ['an orphan that it selects', { pods: [{ name: 'a' }], claims: ['a'], patches: ['+a'] }],
  ['an orphan that it does not', { pods: [{ name: 'a', matches: false }], claims: [], patches: [] }],
  ['an orphan on its way out', { pods: [{ name: 'a', isGoing: true }], claims: [], patches: [] }],
  [
    'its own that it selects no more',
    { pods: [{ name: 'a', matches: false, owner: 'me' }], claims: [], patches: ['-a'] },
  ],
  [
    'an owner on its way out neither takes nor gives',
    {
      owner: { deletionTimestamp: '2026-01-01T00:00:00Z' },
      pods: [{ name: 'a' }, { name: 'b', owner: 'me' }, { name: 'c', matches: false, owner: 'me' }],
      claims: ['b'],
      patches: [],
    },
  ],
  ['an owner that is gone', { stored: 'gone', pods: [{ name: 'a' }], claims: [], patches: [] }],
  ['an owner that another replaced', { stored: { uid: 'new' }, pods: [{ name: 'a' }], claims: [], patches: [] }],
  [
    'an owner that just left',
    { stored: { deletionTimestamp: '2026-01-01T00:00:00Z' }, pods: [{ name: 'a' }], claims: [], patches: [] },
  ],
  [
    'an orphan that is gone meanwhile',
    { refuses: { a: gone }, pods: [{ name: 'a' }, { name: 'b' }], claims: ['b'], patches: ['+a', '+b'] },
  ],
  [
    'what is let go and gone',
    { refuses: { a: gone }, pods: [{ name: 'a', matches: false, owner: 'me' }], claims: [], patches: ['-a'] },
  ],
]
it.each(rows)('%s', async (_name, { pods, owner: more = {}, stored = {}, refuses = {}, claims, patches }) => {
  const metadata = { name: 'set', namespace: 'n', uid: 'me', ...more }
  const owner: KubeObject = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata }
  const made: string[] = []
  const client: Pick<Client, 'get' | 'patch'> = {
    get: async () => {
      if (stored === 'gone') throw gone
      return { ...owner, metadata: { ...owner.metadata, ...stored } }
    },
    patch: async (_type, place, { body }) => {
      const name = place.name ?? ''
      const isRelease = JSON.stringify(body).includes('$patch')
      expect(textAt(body as JsonObject, 'metadata', 'uid')).toBe(name)
      made.push(`${isRelease ? '-' : '+'}${name}`)
      const refusal = refuses[name]
      if (refusal !== undefined) throw refusal
      return pod({ name, owner: 'me' })
    },
  }
  const found = await claim(
    {
      owner,
      ownerType: types.replicaSets,
      type: types.pods,
      candidates: pods.map(pod),
      matches: (one) => labelsOf(one)['app'] === 'web',
    },
    { client } as unknown as Context,
  )
  expect(found.map(({ metadata: { name } }) => name)).toEqual(claims)
  expect(made).toEqual(patches)
})
