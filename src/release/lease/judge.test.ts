import { describe, expect, it } from 'vitest'
import { type Client, createClient, localTransport } from '#client'
import type { Clock } from '#kube'
import type { OwnProcess } from '../contract/world.ts'
import { judge } from './judge.ts'
import { type Claim, ENDED, LEASE_MS, leaseObject, readLease } from './lease-object.ts'

const NOW_MS = Date.parse('2026-01-01T12:00:00Z')

const claim: Claim = {
  name: 'web',
  namespace: 'n',
  holder: 'bob@far (7)',
  process: 'boot/1/7/99',
  sinceMs: NOW_MS - 60_000,
  renewedMs: NOW_MS - 1000,
  journal: {
    operation: 'upgrade',
    revision: 3,
    step: 'objects',
    since: '2026-01-01T11:59:00Z',
    stepSince: '2026-01-01T11:59:30Z',
    description: '',
    keepsHistory: false,
  },
}

/** Time that passes as soon as somebody waits for it. */
function quickClock(): Clock {
  let nowMs = NOW_MS
  return {
    now: () => nowMs,
    setTimer: (delayMs, run) => {
      const handle = setImmediate(() => {
        nowMs += delayMs
        run()
      })
      return () => clearImmediate(handle)
    },
  }
}

/** A server whose lease has these versions, one a look, no lease where there is none; what is tried is written now. */
function serverWith(versions: readonly (string | undefined)[]): Client {
  let looks = 0
  return createClient(
    localTransport(async ({ method }) => {
      const now = { kind: 'Lease', metadata: { creationTimestamp: '2026-01-01T12:00:00Z' } }
      if (method === 'POST') return { status: 201, headers: {}, body: textOf(JSON.stringify(now)) }
      const version = versions[Math.min(looks++, versions.length - 1)]
      const status = version === undefined ? 404 : 200
      const body =
        version === undefined
          ? { kind: 'Status', code: 404, message: 'gone' }
          : leaseObject(claim, { uid: 'u', resourceVersion: version ?? '' })
      return { status, headers: {}, body: textOf(JSON.stringify(body)) }
    }),
  )
}

async function* textOf(text: string): AsyncGenerator<string> {
  yield text
}

const knows = (isGone: boolean | undefined): OwnProcess => ({ id: 'me', isGone: () => isGone })

/** What is known of the process, how long ago the holder's clock and the server's say that it wrote, the looks, the verdict. */
interface Row {
  readonly isGone?: boolean
  readonly heldAgoMs?: number
  readonly writtenAgoMs?: number
  readonly process?: string
  readonly versions: readonly (string | undefined)[]
  readonly isAlive: boolean | undefined
}
const FIRST = { uid: 'u', resourceVersion: '1' }
const LONG_MS = 100 * LEASE_MS
const rows: readonly (readonly [name: string, row: Row])[] = [
  ['a process of this machine that has ended is dead at once', { isGone: true, versions: ['2'], isAlive: false }],
  [
    'a process of this machine that runs is alive, however old its sign of life',
    { isGone: false, writtenAgoMs: LONG_MS, versions: ['1'], isAlive: true },
  ],
  ['a run that has ended without settling another is dead', { process: ENDED, versions: ['2'], isAlive: false }],
  ['a lease that is renewed while we look is alive', { versions: ['1', '1', '2'], isAlive: true }],
  ['a lease that nobody renews is dead', { versions: ['1'], isAlive: false }],
  [
    'a clock that is ahead keeps no lease alive',
    { heldAgoMs: -LONG_MS, writtenAgoMs: 0, versions: ['1'], isAlive: false },
  ],
  [
    'a clock that is behind kills no lease',
    { heldAgoMs: LONG_MS, writtenAgoMs: 0, versions: ['1', '2'], isAlive: true },
  ],
  [
    'a lease of long ago by the server is not looked at',
    { heldAgoMs: 0, writtenAgoMs: LONG_MS, versions: ['2'], isAlive: false },
  ],
  ['a lease that goes while we look is gone', { versions: ['1', undefined], isAlive: undefined }],
]

describe('judge', () => {
  it.each(rows)('%s', async (_, row) => {
    const { isGone, heldAgoMs = 0, writtenAgoMs, process = claim.process, versions, isAlive } = row
    const lease = leaseObject({ ...claim, process, renewedMs: NOW_MS - heldAgoMs }, FIRST)
    const time = writtenAgoMs === undefined ? undefined : new Date(NOW_MS - writtenAgoMs).toISOString()
    const managedFields = time === undefined ? [] : [{ manager: 'berth', operation: 'Update', time }]
    const first = readLease({ ...lease, metadata: { ...lease.metadata, managedFields } })
    const bench = {
      client: serverWith(versions),
      clock: quickClock(),
      namespace: 'n',
      process: knows(isGone),
      signal: new AbortController().signal,
      report: () => undefined,
    }
    expect((await judge(bench, 'web', first))?.isAlive).toBe(isAlive)
  })

  it('reads what a lease says, and nothing into what somebody else wrote', () => {
    expect(readLease(leaseObject(claim, FIRST)).journal).toEqual(claim.journal)
    const odd = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'x' } }
    for (const text of ['', '{', 'null', '[]', '{"operation":"__proto__"}', '{"operation":"upgrade","step":"x"}']) {
      const lease = { ...odd, metadata: { name: 'x', annotations: { 'berth.dev/journal': text } }, spec: null }
      expect(readLease(lease)).toEqual({
        holder: 'somebody',
        seen: '',
        journal: undefined,
        process: '',
        uid: '',
        resourceVersion: '',
        writtenMs: undefined,
      })
    }
  })
})
