import { expect, test } from 'vitest'
import type { Client } from '#client'
import { type KubeObject, type Status, StatusError, type StatusReason } from '#kube'
import { handClock } from '../testing.ts'
import { elect } from './elect.ts'

function refuse(code: number, reason: StatusReason): StatusError {
  const status: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason,
    message: reason,
    code,
  }
  return new StatusError(status)
}

interface LeaseState {
  lease: KubeObject | undefined
  /** Refuses everything. */
  isDown: boolean
  /** Answers nothing. */
  isSilent: boolean
}

/** A server with one lease. */
function leaseServer(): { client: Client; state: LeaseState } {
  const state: LeaseState & { version: number } = { lease: undefined, isDown: false, isSilent: false, version: 0 }
  const up = async (): Promise<void> => {
    if (state.isSilent) await new Promise(() => undefined)
    if (state.isDown) throw refuse(503, 'ServiceUnavailable')
  }
  const keep = (object: KubeObject): KubeObject => {
    state.lease = { ...object, metadata: { ...object.metadata, resourceVersion: String(++state.version) } }
    return state.lease
  }
  const client = {
    get: async () => {
      await up()
      if (state.lease === undefined) throw refuse(404, 'NotFound')
      return state.lease
    },
    create: async (_: unknown, object: KubeObject) => {
      await up()
      if (state.lease !== undefined) throw refuse(409, 'AlreadyExists')
      return keep(object)
    },
    update: async (_: unknown, object: KubeObject) => {
      await up()
      if (state.lease?.metadata['resourceVersion'] !== object.metadata['resourceVersion']) throw refuse(409, 'Conflict')
      return keep(object)
    },
  }
  return { client: client as unknown as Client, state }
}

interface Candidate {
  readonly terms: string[]
  readonly stop: AbortController
  readonly done: Promise<void>
}

function candidate(identity: string, client: Client, clock: ReturnType<typeof handClock>): Candidate {
  const terms: string[] = []
  const stop = new AbortController()
  const lead = (signal: AbortSignal): Promise<void> => {
    terms.push('leads')
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        terms.push('ends')
        resolve()
      }),
    )
  }
  const claim = { namespace: 'kube-system', name: 'x', identity, durationMs: 15_000 }
  const done = elect({ client, clock, random: () => 0, claim, renewWithinMs: 10_000, retryMs: 2000, lead }, stop.signal)
  return { terms, stop, done }
}

test('one leads, the other takes over when it lets go', async () => {
  const clock = handClock()
  const { client } = leaseServer()
  const a = candidate('a', client, clock)
  await clock.advance(10)
  const b = candidate('b', client, clock)
  await clock.advance(60_000)
  expect([a.terms, b.terms]).toEqual([['leads'], []])
  a.stop.abort()
  await a.done
  await clock.advance(4000)
  expect([a.terms, b.terms]).toEqual([['leads', 'ends'], ['leads']])
  b.stop.abort()
  await b.done
})

test('a leader that is silent is followed after its lease, not before', async () => {
  const clock = handClock()
  const { client, state } = leaseServer()
  const spec = {
    holderIdentity: 'gone',
    leaseDurationSeconds: 15,
    renewTime: '2001-01-01T00:00:00.000000Z',
    leaseTransitions: 3,
  }
  state.lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'x', resourceVersion: '0' },
    spec,
  }
  const b = candidate('b', client, clock)
  await clock.advance(14_000)
  expect(b.terms).toEqual([])
  await clock.advance(5000)
  expect(b.terms).toEqual(['leads'])
  expect(state.lease?.['spec']).toMatchObject({ holderIdentity: 'b', leaseTransitions: 4 })
  b.stop.abort()
  await b.done
})

test('a leader that cannot renew stops before others start', async () => {
  const clock = handClock()
  const { client, state } = leaseServer()
  const a = candidate('a', client, clock)
  await clock.advance(3000)
  state.isDown = true
  await clock.advance(8000)
  expect(a.terms).toEqual(['leads'])
  await clock.advance(4000)
  expect(a.terms).toEqual(['leads', 'ends'])
  state.isDown = false
  await clock.advance(5000)
  expect(a.terms).toEqual(['leads', 'ends', 'leads'])
  a.stop.abort()
  await a.done
})

test('a leader whose server says nothing stops before others start', async () => {
  const clock = handClock()
  const { client, state } = leaseServer()
  const a = candidate('a', client, clock)
  await clock.advance(3000)
  state.isSilent = true
  await clock.advance(12_000)
  expect(a.terms).toEqual(['leads', 'ends'])
})

test('who ends gives back no lease that another has by now', async () => {
  const clock = handClock()
  const { client, state } = leaseServer()
  const a = candidate('a', client, clock)
  await clock.advance(3000)
  const metadata = { name: 'x', resourceVersion: '99' }
  state.lease = { ...(state.lease as KubeObject), metadata, spec: { holderIdentity: 'b', leaseDurationSeconds: 15 } }
  await clock.advance(3000)
  a.stop.abort()
  await a.done
  expect(state.lease['spec']).toEqual({ holderIdentity: 'b', leaseDurationSeconds: 15 })
})

test('what leading throws is told, and the lease is kept', async () => {
  const clock = handClock()
  const { client, state } = leaseServer()
  const told: unknown[] = []
  const stop = new AbortController()
  const claim = { namespace: 'kube-system', name: 'x', identity: 'a', durationMs: 15_000 }
  const lead = (): Promise<void> => Promise.reject(new Error('no'))
  const more = { claim, lead, renewWithinMs: 10_000, retryMs: 2000, onError: (error: unknown) => told.push(error) }
  const done = elect({ client, clock, random: () => 0, ...more }, stop.signal)
  await clock.advance(5000)
  expect(state.lease?.['spec']).toMatchObject({ holderIdentity: 'a' })
  stop.abort()
  await done
  expect(told).toEqual([new Error('no')])
})
