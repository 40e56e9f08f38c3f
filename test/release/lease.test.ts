import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { StatusError, valueAt } from '#kube'
import {
  install,
  type Release,
  ReleaseError,
  type ReleaseWorld,
  rollback,
  runTests,
  uninstall,
  upgrade,
} from '#release'
import { fastClock } from '../cluster/fast-clock.ts'
import { contentOf, openPlace, type ReleasePlace } from './place.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
})
afterAll(() => cluster.stop())

const base = { name: 'web', timeoutMs: 10_000, wait: 'hookOnly', method: 'auto' } as const
const kept = { ...base, historyMax: 10 } as const
const removal = { name: 'web', timeoutMs: 10_000, wait: 'watcher', cascade: 'background' } as const
const leases = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', kind: 'Lease', isNamespaced: true }

const failureOf = async (work: Promise<unknown>): Promise<ReleaseError> => {
  try {
    await work
  } catch (error) {
    if (error instanceof ReleaseError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const statuses = async ({ world }: ReleasePlace): Promise<readonly string[]> => {
  const records = [...(await world().driver.list({ name: 'web' }))].sort((a, b) => a.version - b.version)
  return records.map(({ info }) => info.status)
}

const warnings = ({ events }: ReleasePlace): readonly string[] =>
  events.flatMap((event) => (event.type === 'warning' ? [event.text] : []))

/** A release at revision 1, and a pending revision 2 that a run without a lease left so long ago. */
const leftByHelm = async (place: ReleasePlace, status: Release['info']['status'], agoMs: number): Promise<void> => {
  const world = place.world()
  const first = await install(world, base, contentOf({ a: { v: '1' } }))
  const last_deployed = world.timeText(world.clock.now() - agoMs)
  const info = { ...first.info, status, last_deployed, description: 'Deletion in progress (or silently failed)' }
  await world.driver.create({ ...first, version: 2, info })
}

const HOUR_MS = 3_600_000

describe('a lease', () => {
  it('keeps every other run out, and tells who is at work, since when and where', async () => {
    const place = await openPlace(cluster)
    const outcomes: ReleaseError[] = []
    await install(place.world(), base, async (request) => {
      outcomes.push(await failureOf(upgrade(place.world(), { ...kept, install: base }, contentOf({}))))
      outcomes.push(await failureOf(uninstall(place.world(), removal)))
      return await contentOf({ a: {} })(request)
    })
    expect(outcomes.map(({ code }) => code)).toEqual(['locked', 'locked'])
    expect(outcomes[0]?.message).toMatch(
      /^release web is held by alice@host \(1\) since \d{4}-.*: install, at step 1 of 13 "begin" \(.*\) since .*; last sign of life /,
    )
    expect(await statuses(place)).toEqual(['deployed'])
  })

  it('is taken from a run that lives by --take-over, which waits until that one has noticed', async () => {
    const place = await openPlace(cluster)
    const clock = fastClock(10)
    const next = contentOf({ a: { v: '2' }, c: {} })
    await install(place.world(), base, contentOf({ a: { v: '1' } }))
    const hanging = upgrade(place.world({ clock }), kept, async (request) => {
      await upgrade(place.world({ clock }), { ...kept, takesOver: true }, next)
      return await contentOf({ a: { v: 'late' }, b: {} })(request)
    })
    expect((await failureOf(hanging)).message).toBe('release web was taken over by another run')
    expect([await statuses(place), await place.names('Lease')]).toEqual([['superseded', 'deployed'], []])
    expect(valueAt(await place.read('ConfigMap', 'a'), 'data', 'v')).toBe('2')
    expect(warnings(place)).toEqual([
      expect.stringMatching(
        /^release web is taken over from alice@host \(2\) since .*: upgrade, at step 1 of 12 "begin"/,
      ),
    ])
  })

  it('keeps what it tells of a dead run until that is settled', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), base, contentOf({ a: { v: '1' } }))
    const dead = upgrade(place.world({ identity: 'bob' }), kept, () => new Promise<never>(() => undefined))
    void dead.catch(() => undefined)
    await vi.waitFor(async () => expect(await place.names('Lease')).toEqual(['berth-release-web']))
    place.gone.add('run-2')
    const list = (): Promise<never> => Promise.reject(new Error('no records now'))
    const world = place.world()
    await expect(upgrade({ ...world, driver: { ...world.driver, list } }, kept, contentOf({}))).rejects.toThrow(
      'no records',
    )
    expect(await place.names('Lease')).toEqual(['berth-release-web'])
    await upgrade(place.world(), kept, contentOf({ a: { v: '3' } }))
    expect([await statuses(place), await place.names('Lease')]).toEqual([['superseded', 'deployed'], []])
    expect(warnings(place)).toEqual([
      expect.stringMatching(/^release web: upgrade begun .* by bob ended without its end/),
    ])
  })

  it('keeps tests apart from what changes the release', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), base, contentOf({ a: {} }))
    const outcomes: string[] = []
    await runTests(place.world(), { name: 'web', timeoutMs: 10_000 }, async () => {
      outcomes.push((await failureOf(uninstall(place.world(), removal))).message)
    })
    expect(outcomes).toEqual([expect.stringMatching(/^release web is held by .*: test of revision 1, at step 4 of 5/)])
  })

  it('that is gone is not made anew by a run that was silent', async () => {
    const place = await openPlace(cluster)
    const stolen = install(place.world(), base, async (request) => {
      await place.client.remove(leases, { namespace: place.namespace, name: 'berth-release-web' })
      return await contentOf({ a: {} })(request)
    })
    expect((await failureOf(stolen)).message).toBe('release web was taken over by another run')
    expect([await statuses(place), await place.names('Lease')]).toEqual([[], []])
  })

  it('that another run took away ends a run before it writes anything more', async () => {
    const place = await openPlace(cluster)
    const stolen = install(place.world(), base, async (request) => {
      const lease = await place.read('Lease', 'berth-release-web')
      if (lease === undefined) throw new Error('no lease')
      await place.client.update(leases, { ...lease, spec: { holderIdentity: 'bob@host (9)' } })
      return await contentOf({ a: {} })(request)
    })
    expect((await failureOf(stolen)).message).toBe('release web was taken over by another run')
    expect([await statuses(place), await place.names('Lease')]).toEqual([[], ['berth-release-web']])
  })

  it.each([403, 404])('that cannot be written (%i) is done without, with a warning', async (code) => {
    const place = await openPlace(cluster)
    const world = withoutLeases(place, code)
    await install(world, base, contentOf({ a: {} }))
    expect(await statuses(place)).toEqual(['deployed'])
    expect(warnings(place)).toEqual(['release web has no lease, so no other run is kept out: no leases here'])
  })
})

/** A world whose server has no leases for us. */
function withoutLeases(place: ReleasePlace, code: number): ReleaseWorld {
  const client = createClient(place.client.transport)
  const refuse = (): Promise<never> =>
    Promise.reject(
      new StatusError({
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        code,
        message: 'no leases here',
        metadata: {},
      }),
    )
  const create: typeof client.create = (type, ...rest) =>
    type.resource === 'leases' ? refuse() : client.create(type, ...rest)
  return place.world({ client: { ...client, create } })
}

describe('a pending record without a lease', () => {
  it.each(['pending-upgrade', 'pending-rollback', 'uninstalling'] as const)(
    '%s that is young is explained',
    async (status) => {
      const place = await openPlace(cluster)
      await leftByHelm(place, status, 0)
      const failure = await failureOf(upgrade(place.world(), kept, contentOf({ a: { v: '3' } })))
      expect([failure.code, failure.message]).toEqual([
        'locked',
        'another operation (install/upgrade/rollback) is in progress',
      ])
      expect(failure.hint).toMatch(new RegExp(`^revision 2 of web is ${status} since .*--take-over`))
      expect(await place.names('Lease')).toEqual([])
    },
  )

  it.each([
    ['with --take-over', 0, { takesOver: true }],
    ['after an hour', HOUR_MS + 1000, {}],
  ])('is settled %s', async (_, agoMs, more) => {
    const place = await openPlace(cluster)
    await leftByHelm(place, 'pending-upgrade', agoMs)
    await upgrade(place.world(), { ...kept, ...more }, contentOf({ a: { v: '3' } }))
    expect(await statuses(place)).toEqual(['superseded', 'failed', 'deployed'])
    expect(warnings(place)).toEqual(['release web: revision 2 was left pending-upgrade and is marked failed'])
  })

  it('does not stop a rollback or an uninstall', async () => {
    const place = await openPlace(cluster)
    await leftByHelm(place, 'pending-upgrade', 0)
    await rollback(place.world(), { ...kept, revision: 1 })
    expect(await statuses(place)).toEqual(['superseded', 'failed', 'deployed'])
    const other = await openPlace(cluster)
    await leftByHelm(other, 'pending-upgrade', 0)
    await uninstall(other.world(), removal)
    expect([await statuses(other), await other.read('ConfigMap', 'a')]).toEqual([[], undefined])
  })
})
