import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '#cluster'
import { valueAt } from '#kube'
import { install, type Release, ReleaseError, rollback, uninstall, upgrade } from '#release'
import { contentOf, hookOf, openPlace, type ReleasePlace } from './place.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
})
afterAll(() => cluster.stop())

const base = { name: 'web', timeoutMs: 10_000, wait: 'hookOnly', method: 'auto' } as const
const removal = { name: 'web', timeoutMs: 10_000, wait: 'watcher', cascade: 'background' } as const
const kept = { ...base, historyMax: 10 } as const

const story = async ({ world }: ReleasePlace): Promise<readonly (readonly [number, string, string])[]> => {
  const records = await world().driver.list({ name: 'web' })
  return [...records]
    .sort((a, b) => a.version - b.version)
    .map(({ version, info }: Release) => [version, info.status, info.description ?? ''] as const)
}

const failureOf = async (work: Promise<unknown>): Promise<ReleaseError> => {
  try {
    await work
  } catch (error) {
    if (error instanceof ReleaseError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a release', () => {
  it('is installed, upgraded, rolled back and uninstalled', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), base, contentOf({ a: { v: '1' }, b: {} }))
    await upgrade(place.world(), kept, contentOf({ a: { v: '2' }, c: {} }))
    expect(await place.names('ConfigMap')).toEqual(expect.arrayContaining(['a', 'c']))
    expect(await place.read('ConfigMap', 'b')).toBeUndefined()
    await rollback(place.world(), { ...kept, revision: 0 })
    expect(valueAt(await place.read('ConfigMap', 'a'), 'data')).toEqual({ v: '1' })
    expect(await place.read('ConfigMap', 'c')).toBeUndefined()
    expect(await story(place)).toEqual([
      [1, 'superseded', 'Install complete'],
      [2, 'superseded', 'Upgrade complete'],
      [3, 'deployed', 'Rollback to 1'],
    ])
    const { info } = await uninstall(place.world(), removal)
    expect([info, await place.read('ConfigMap', 'a'), await story(place)]).toEqual(['', undefined, []])
    expect(await place.names('Lease')).toEqual([])
  })

  it('keeps its history, and its name is used again with --replace', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), base, contentOf({ a: {} }))
    await uninstall(place.world(), { ...removal, keepsHistory: true })
    expect((await failureOf(uninstall(place.world(), { ...removal, keepsHistory: true }))).message).toBe(
      'the release named "web" is already deleted',
    )
    expect((await failureOf(install(place.world(), base, contentOf({ a: {} })))).code).toBe('record-exists')
    await install(place.world(), { ...base, replaces: true, description: 'again' }, contentOf({ a: {} }))
    expect(await story(place)).toEqual([
      [1, 'superseded', 'superseded by new release'],
      [2, 'deployed', 'again'],
    ])
  })

  it('never loses the deployed revision to the history limit', async () => {
    const place = await openPlace(cluster)
    const small = { ...kept, historyMax: 2 }
    await upgrade(place.world(), { ...small, install: base }, contentOf({ a: {} }))
    await upgrade(place.world(), small, contentOf({ a: { v: '2' } }))
    const broken = contentOf({ 'Not A Name': {} })
    for (let tries = 0; tries < 3; tries++) await failureOf(upgrade(place.world(), small, broken))
    expect((await story(place)).map(([version, status]) => [version, status])).toEqual([
      [2, 'deployed'],
      [5, 'failed'],
    ])
    await upgrade(place.world(), small, contentOf({ a: { v: '3' } }))
    expect((await story(place)).map(([version, status]) => [version, status])).toEqual([
      [2, 'superseded'],
      [6, 'deployed'],
    ])
  })

  it('that fails to install is uninstalled when that is asked for', async () => {
    const place = await openPlace(cluster)
    const content = contentOf({ a: {}, 'Not A Name': {} })
    const failed = await failureOf(install(place.world(), base, content))
    expect(await story(place)).toEqual([[1, 'failed', `Release "web" failed: ${failed.message}`]])
    await uninstall(place.world(), removal)
    const undone = await failureOf(install(place.world(), { ...base, undoesOnFailure: true }, content))
    expect(undone.message).toContain(
      'release web failed, and has been uninstalled due to rollback-on-failure being set:',
    )
    expect([await story(place), await place.read('ConfigMap', 'a')]).toEqual([[], undefined])
  })

  it('that fails to be upgraded is cleaned up and rolled back when that is asked for', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), base, contentOf({ a: { v: '1' } }))
    const options = { ...kept, cleansUpOnFail: true, undoesOnFailure: true }
    const bad = contentOf({ a: { v: '2' }, new: {} }, { hooks: [hookOf('Not A Name', ['post-upgrade'])] })
    const failure = await failureOf(upgrade(place.world(), options, bad))
    expect(failure.message).toMatch(
      /^release web failed, and has been rolled back due to rollback-on-failure being set: post-upgrade hooks failed: /,
    )
    expect((await story(place)).map(([version, status]) => [version, status])).toEqual([
      [1, 'superseded'],
      [2, 'failed'],
      [3, 'deployed'],
    ])
    expect(valueAt(await place.read('ConfigMap', 'a'), 'data')).toEqual({ v: '1' })
    expect(await place.read('ConfigMap', 'new')).toBeUndefined()
  })

  it('loses what only a failed revision wrote at the next upgrade', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), { ...base, method: 'csa' }, contentOf({ a: { v: '1' } }))
    const hooks = [hookOf('Not A Name', ['post-upgrade'])]
    await failureOf(upgrade(place.world(), kept, contentOf({ a: { v: '1', extra: 'x' }, stray: {} }, { hooks })))
    await upgrade(place.world(), kept, contentOf({ a: { v: '1' } }))
    expect(valueAt(await place.read('ConfigMap', 'a'), 'data')).toEqual({ v: '1' })
    expect(await place.read('ConfigMap', 'stray')).toBeUndefined()
  })

  it('keeps labels, method and first time from revision to revision', async () => {
    const place = await openPlace(cluster)
    const first = await install(
      place.world(),
      { ...base, method: 'csa', labels: { a: '1', b: '2' } },
      contentOf({ a: {} }),
    )
    const second = await upgrade(place.world(), { ...kept, labels: { a: 'null', c: '3' } }, contentOf({ a: {} }))
    expect([second.labels, second.apply_method]).toEqual([{ b: '2', c: '3' }, 'csa'])
    expect(second.info.first_deployed).toBe(first.info.first_deployed)
    expect((await failureOf(upgrade(place.world(), { ...kept, labels: { owner: 'x' } }, contentOf({})))).code).toBe(
      'bad-label',
    )
  })

  it('gets its namespace, and its lease there', async () => {
    const place = await openPlace(cluster, true)
    await install(place.world(), { ...base, createsNamespace: true }, contentOf({ a: {} }))
    expect([await place.names('Lease'), (await story(place)).length]).toEqual([[], 1])
    expect(place.events.filter(({ type }) => type === 'warning')).toEqual([])
  })

  it('writes nothing in a dry run', async () => {
    const place = await openPlace(cluster)
    const dry = await install(place.world(), { ...base, dryRun: 'server' }, contentOf({ a: {} }))
    expect([dry.info.status, dry.info.description]).toEqual(['pending-install', 'Dry run complete'])
    await install(place.world(), base, contentOf({ a: { v: '1' } }))
    await upgrade(place.world(), { ...kept, dryRun: 'server' }, contentOf({ a: { v: '2' } }))
    await rollback(place.world(), { ...kept, dryRun: 'client', revision: 1 })
    await uninstall(place.world(), { ...removal, dryRun: true })
    expect((await story(place)).length).toBe(1)
    expect(valueAt(await place.read('ConfigMap', 'a'), 'data')).toEqual({ v: '1' })
  })

  it('says what Helm says of a name without a release', async () => {
    const place = await openPlace(cluster)
    expect((await failureOf(upgrade(place.world(), kept, contentOf({})))).message).toBe(
      '"web" has no deployed releases',
    )
    expect((await failureOf(rollback(place.world(), { ...kept, revision: 0 }))).message).toBe('release: not found')
    expect((await failureOf(uninstall(place.world(), removal))).message).toBe(
      'uninstall: Release not loaded: web: release: not found',
    )
    expect(await uninstall(place.world(), { ...removal, ignoresNotFound: true })).toEqual({
      release: undefined,
      info: '',
    })
  })
})

describe('hooks', () => {
  it('run by weight and name, and are deleted as their policies say', async () => {
    const place = await openPlace(cluster)
    const hooks = [
      hookOf('b', ['pre-install'], { weight: 1 }),
      hookOf('a', ['pre-install'], { weight: 1, deletePolicies: ['hook-succeeded'] }),
      hookOf('z', ['pre-install', 'post-install'], { weight: -1 }),
    ]
    const release = await install(place.world(), base, contentOf({ own: {} }, { hooks }))
    const begun = [...release.hooks].sort((x, y) => x.last_run.started_at.localeCompare(y.last_run.started_at))
    expect(begun.map(({ name, last_run: run }) => [name, run.phase])).toEqual([
      ['a', 'Succeeded'],
      ['b', 'Succeeded'],
      ['z', 'Succeeded'],
    ])
    expect(release.hooks.find(({ name }) => name === 'b')?.delete_policies).toEqual(['before-hook-creation'])
    expect(await place.names('ConfigMap')).toEqual(['b', 'kube-root-ca.crt', 'own', 'z'])
  })

  it('that fail mark the revision failed', async () => {
    const place = await openPlace(cluster)
    const hooks = [hookOf('Not A Name', ['pre-install'])]
    const failure = await failureOf(install(place.world(), base, contentOf({ own: {} }, { hooks })))
    expect(failure.message).toMatch(
      /^failed pre-install: warning: Hook pre-install demo\/templates\/Not A Name.yaml failed: /,
    )
    expect((await story(place)).map(([, status]) => status)).toEqual(['failed'])
    expect(await place.read('ConfigMap', 'own')).toBeUndefined()
  })
})

describe('a signal', () => {
  it.each(['pre-hooks', 'objects'])('at step %s leaves a failed record and no lease', async (step) => {
    const place = await openPlace(cluster)
    const user = new AbortController()
    const world = place.world({
      signal: user.signal,
      report: (event) => {
        if (event.type === 'step' && event.step === step) user.abort()
      },
    })
    const hooks = [hookOf('h', ['pre-install'])]
    const failure = await failureOf(install(world, base, contentOf({ a: {} }, { hooks })))
    expect(failure.code).toBe('interrupted')
    expect((await story(place)).map(([, status, text]) => [status, text])).toEqual([
      ['failed', 'Release "web" failed: context canceled'],
    ])
    expect(await place.names('Lease')).toEqual([])
  })
})
