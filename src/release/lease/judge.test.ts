import { describe, expect, it } from 'vitest'
import { type Client, createClient, localTransport } from '#client'
import type { Clock } from '#kube'
import type { OwnProcess } from '../contract/world.ts'
import { judge } from './judge.ts'
import { type Claim, LEASE_MS, leaseObject, readLease } from './lease-object.ts'

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

/** A server whose lease has these versions, one a look; no lease where there is none. */
function serverWith(versions: readonly (string | undefined)[]): Client {
  let looks = 0
  return createClient(
    localTransport(async () => {
      const version = versions[Math.min(looks++, versions.length - 1)]
      const status = version === undefined ? 404 : 200
      const body = version === undefined ? { kind: 'Status', code: 404, message: 'gone' } : leaseObject(claim, version)
      return { status, headers: {}, body: textOf(JSON.stringify(body)) }
    }),
  )
}

async function* textOf(text: string): AsyncGenerator<string> {
  yield text
}

const knows = (isGone: boolean | undefined): OwnProcess => ({ id: 'me', isGone: () => isGone })

/** What is known of the process, how old the last sign of life is, what the server tells at each look, the verdict. */
const rows: readonly (readonly [
  name: string,
  isGone: boolean | undefined,
  ageMs: number,
  versions: readonly (string | undefined)[],
  isAlive: boolean | undefined,
])[] = [
  ['a process of this machine that has ended is dead at once', true, 0, ['1'], false],
  ['a process of this machine that runs is alive, however old its sign of life', false, 100 * LEASE_MS, ['1'], true],
  ['a lease that is renewed while we look is alive', undefined, 0, ['1', '1', '2'], true],
  ['a lease that nobody renews is dead', undefined, 0, ['1'], false],
  ['a lease in the future of our clock is dead as well when nobody renews it', undefined, -LEASE_MS, ['1'], false],
  ['a lease of long ago is not looked at', undefined, 20 * LEASE_MS, ['2'], false],
  ['a lease that goes while we look is gone', undefined, 0, ['1', undefined], undefined],
]

describe('judge', () => {
  it.each(rows)('%s', async (...[, isGone, ageMs, versions, isAlive]) => {
    const first = readLease(leaseObject({ ...claim, renewedMs: NOW_MS - ageMs }, '1'))
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
    expect(readLease(leaseObject(claim, '5')).journal).toEqual(claim.journal)
    const odd = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'x' } }
    for (const text of ['', '{', 'null', '[]', '{"operation":"__proto__"}', '{"operation":"upgrade","step":"x"}']) {
      const lease = { ...odd, metadata: { name: 'x', annotations: { 'berth.dev/journal': text } }, spec: null }
      expect(readLease(lease)).toEqual({
        holder: 'somebody',
        seen: '',
        journal: undefined,
        process: '',
        resourceVersion: '',
      })
    }
  })
})
