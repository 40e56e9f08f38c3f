import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, ClientError, coreType } from '#client'
import { type Cluster, realClock, startCluster } from '#cluster'
import { createDriver, type Release, type ReleaseDriver, ReleaseError } from '#release'
import { type Postgres, postgresFolder, startPostgres } from './postgres.ts'

let cluster: Cluster
let postgres: Postgres | undefined
const programs = postgresFolder()
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
  postgres = programs === undefined ? undefined : await startPostgres(programs)
})
afterAll(async () => {
  await postgres?.stop()
  await cluster.stop()
})

const kinds = ['memory', 'secret', 'configmap', 'sql'] as const

let places = 0

interface Place {
  readonly driver: ReleaseDriver
  /** The same records, of all namespaces. */
  readonly all: ReleaseDriver
  readonly namespace: string
  readonly broken: string[]
}

/** A namespace of its own, with a driver for it. */
async function openPlace(kind: (typeof kinds)[number]): Promise<Place> {
  const client = cluster.client
  const namespace = `records-${places++}`
  await client.create(coreType('namespaces', 'Namespace', false), {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  })
  const broken: string[] = []
  const options = {
    kind,
    client,
    clock: realClock,
    onBroken: (name: string) => void broken.push(name),
    ...(postgres !== undefined && { environment: { HELM_DRIVER_SQL_CONNECTION_STRING: postgres.connection } }),
  }
  const driver = createDriver({ ...options, namespace })
  return { driver, all: kind === 'memory' ? driver : createDriver({ ...options, namespace: '' }), namespace, broken }
}

const release = (name: string, version: number, more: Partial<Release> = {}): Release => ({
  name,
  namespace: 'default',
  version,
  info: {
    first_deployed: '2026-01-02T03:04:05Z',
    last_deployed: `2026-01-02T03:04:0${version}Z`,
    deleted: '',
    description: 'Install complete',
    status: 'superseded',
  },
  chart: { metadata: { name: 'c', version: '1.0.0', appVersion: '2' }, lock: null, templates: [], values: { a: 1 } },
  config: { a: { b: [1, 'x', null] } },
  manifest: '---\n# Source: c/templates/a.yaml\napiVersion: v1\n',
  hooks: [],
  apply_method: 'ssa',
  labels: {},
  ...more,
})

const withStatus = (record: Release, status: Release['info']['status']): Release => ({
  ...record,
  info: { ...record.info, status },
})

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'nothing'
  } catch (error) {
    if (error instanceof ReleaseError) return error.code
    throw error
  }
}

const noise = (bytes: number): string => {
  let state = 1
  return Buffer.from(
    Uint8Array.from({ length: bytes }, () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16),
  ).toString('base64')
}

describe.each(kinds)('records in %s', (kind) => {
  const isAbsent = kind === 'sql' && programs === undefined
  const rule = isAbsent ? it.skip : it

  rule('are read as they were written', async () => {
    const { driver } = await openPlace(kind)
    const record = release('web', 1, { labels: { team: 'shop' } })
    await driver.create(record)
    const read = await driver.get('web', 1)
    expect(read).toMatchObject({ ...record, chart: { metadata: record.chart['metadata'], values: { a: 1 } } })
    expect(await driver.list({ name: 'web' })).toEqual([read])
    await driver.close?.()
  })

  rule('are created once, changed and removed', async () => {
    const { driver } = await openPlace(kind)
    const record = release('web', 1)
    await driver.create(record)
    expect(await codeOf(driver.create(record))).toBe('record-exists')
    await driver.update(withStatus(record, 'failed'))
    expect((await driver.get('web', 1)).info.status).toBe('failed')
    await driver.remove('web', 1)
    expect(await codeOf(driver.get('web', 1))).toBe('record-missing')
    expect(await codeOf(driver.remove('web', 1))).toBe('record-missing')
    expect(await codeOf(driver.update(record))).toBe('record-missing')
    expect(await driver.list({ name: 'web' })).toEqual([])
    await driver.close?.()
  })

  rule('are found by name, status and labels', async () => {
    const { driver } = await openPlace(kind)
    const records = [
      release('web', 1, { labels: { team: 'shop' } }),
      withStatus(release('web', 2), 'deployed'),
      withStatus(release('api', 1, { labels: { team: 'shop' } }), 'failed'),
    ]
    for (const record of records) await driver.create(record)
    const found = async (filter: Parameters<ReleaseDriver['list']>[0]): Promise<string[]> =>
      (await driver.list(filter)).map(({ name, version }) => `${name}.${version}`).sort()
    expect(await found({})).toEqual(['api.1', 'web.1', 'web.2'])
    expect(await found({ name: 'web', status: 'deployed' })).toEqual(['web.2'])
    expect(await found({ selector: 'team=shop' })).toEqual(['api.1', 'web.1'])
    expect(await found({ selector: 'team=shop,status!=failed' })).toEqual(['web.1'])
    await driver.close?.()
  })

  rule('are summed up, the newest of each release', async () => {
    const { driver, all } = await openPlace(kind)
    const statuses = ['superseded', 'superseded', 'deployed'] as const
    for (const [at, status] of statuses.entries()) await driver.create(withStatus(release('web', at + 1), status))
    await driver.create(release('odd', 1))
    const newest = await driver.summaries({ isNewest: true })
    expect(newest.map(({ name, version, info }) => `${name} ${version} ${info.status}`).sort()).toEqual([
      'odd 1 superseded',
      'web 3 deployed',
    ])
    expect(newest.find(({ name }) => name === 'web')).toMatchObject({
      chart: { name: 'c', version: '1.0.0', appVersion: '2' },
      labels: { name: 'web', owner: 'helm', status: 'deployed', version: '3' },
    })
    expect((await driver.summaries({ name: 'web' })).length).toBe(3)
    expect((await all.summaries({ name: 'web', isNewest: true })).some(({ version }) => version === 3)).toBe(true)
    await driver.close?.()
    await all.close?.()
  })

  rule('are only made by one of many', async () => {
    const { driver } = await openPlace(kind)
    const codes = await Promise.all(Array.from({ length: 5 }, () => codeOf(driver.create(release('web', 1)))))
    expect(codes.filter((code) => code === 'nothing')).toHaveLength(1)
    await driver.close?.()
  })

  rule('may be bigger than an object', async () => {
    const { driver } = await openPlace(kind)
    const files = [{ name: 'x', data: noise(1_200_000) }]
    const record = release('big', 1, { chart: { metadata: { name: 'c', version: '1.0.0' }, files } })
    await driver.create(record)
    expect((await driver.get('big', 1)).chart).toMatchObject({ files })
    await driver.update(withStatus(record, 'deployed'))
    expect(await driver.summaries({ isNewest: true })).toMatchObject([{ name: 'big', info: { status: 'deployed' } }])
    expect((await driver.list({ name: 'big' }))[0]?.chart).toMatchObject({ files })
    await driver.remove('big', 1)
    expect(await driver.list({})).toEqual([])
    await driver.close?.()
  })
})

const ruleOfDatabase = programs === undefined ? it.skip : it
ruleOfDatabase('a program with records in a database ends when all is done', () => {
  const program = `
    import { createDriver } from '#release'
    const clock = { now: () => 0 }
    const driver = createDriver({ kind: 'sql', client: undefined, namespace: 'ends', clock, environment: process.env })
    await driver.list({})
    await driver.close()
    process.stdout.write('done')`
  const env = { ...process.env, HELM_DRIVER_SQL_CONNECTION_STRING: postgres?.connection ?? '' }
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], { env, encoding: 'utf8' })
  expect([ran.stdout, ran.status]).toEqual(['done', 0])
})

describe.each(['secret', 'configmap'] as const)('objects of kind %s', (kind) => {
  const type = kind === 'secret' ? coreType('secrets', 'Secret') : coreType('configmaps', 'ConfigMap')

  it('look as those of Helm', async () => {
    const { driver, namespace } = await openPlace(kind)
    await driver.create(release('web', 1, { labels: { team: 'shop' } }))
    const object = await cluster.client.get(type, { namespace, name: 'sh.helm.release.v1.web.v1' })
    const labels = { name: 'web', owner: 'helm', status: 'superseded', team: 'shop', version: '1' }
    expect(object.metadata['labels']).toEqual({ ...labels, createdAt: expect.stringMatching(/^\d{10}$/) as string })
    expect(Object.keys(object['data'] as object)).toEqual(['release'])
    if (kind === 'secret') expect(object['type']).toBe('helm.sh/release.v1')
    await driver.update(release('web', 1, { labels: { team: 'shop' } }))
    const changed = await cluster.client.get(type, { namespace, name: 'sh.helm.release.v1.web.v1' })
    expect(Object.keys(changed.metadata['labels'] as object).sort()).toEqual([
      'modifiedAt',
      'name',
      'owner',
      'status',
      'team',
      'version',
    ])
  })

  it('are written though answers get lost', async () => {
    const { namespace } = await openPlace(kind)
    const { client } = cluster
    const lost = new Set<string>()
    /** The first request of a kind is done, and its answer does not arrive. */
    const losing =
      <Args extends readonly unknown[], T>(name: string, ask: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        const answer = await ask(...args)
        if (lost.has(name)) return answer
        lost.add(name)
        throw new ClientError('unreachable', 'connection reset by peer')
      }
    const unlucky: Client = {
      ...client,
      create: losing('create', client.create),
      update: losing('update', client.update),
      remove: losing('remove', client.remove),
    }
    const driver = createDriver({ kind, client: unlucky, namespace, clock: realClock })
    await driver.create(release('web', 1))
    expect(await codeOf(driver.create(release('web', 1, { manifest: 'other' })))).toBe('record-exists')
    await driver.update(withStatus(release('web', 1), 'failed'))
    expect((await driver.get('web', 1)).info.status).toBe('failed')
    await driver.remove('web', 1)
    expect([...lost]).toEqual(['create', 'update', 'remove'])
    expect(await driver.list({})).toEqual([])
  })

  it('that are no records are passed over, and told', async () => {
    const { driver, namespace, broken } = await openPlace(kind)
    await driver.create(withStatus(release('web', 1), 'deployed'))
    const data = { release: kind === 'secret' ? Buffer.from('%').toString('base64') : '%' }
    const labels = { owner: 'helm', name: 'web', version: '2', status: 'deployed' }
    const name = 'sh.helm.release.v1.web.v2'
    await cluster.client.create(type, {
      apiVersion: 'v1',
      kind: type.kind,
      metadata: { name, namespace, labels },
      data,
    })
    expect((await driver.list({})).map(({ version }) => version)).toEqual([1])
    expect((await driver.summaries({ isNewest: true })).map(({ version }) => version)).toEqual([1])
    expect(await codeOf(driver.get('web', 2))).toBe('record-broken')
    expect(new Set(broken)).toEqual(new Set([name]))
    await driver.remove('web', 1)
    for (const reading of [driver.list({ name: 'web' }), driver.summaries({ name: 'web' })])
      expect(await codeOf(reading)).toBe('record-broken')
    expect(await driver.list({ name: 'web', status: 'failed' })).toEqual([])
  })

  it('of a big record keep no parts behind', async () => {
    const { driver, namespace } = await openPlace(kind)
    const files = [{ name: 'x', data: noise(1_200_000) }]
    const record = release('big', 1, { chart: { metadata: { name: 'c', version: '1.0.0' }, files } })
    const parts = async (): Promise<readonly unknown[]> => {
      const { items } = await cluster.client.list(type, { namespace, labelSelector: 'owner=berth', isPartial: true })
      return items.map(({ metadata }) => metadata['ownerReferences'])
    }
    await driver.create(record)
    const made = (await parts()).length
    await driver.update(withStatus(record, 'deployed'))
    expect(await parts()).toHaveLength(made)
    expect(await parts()).not.toContain(undefined)
    await driver.remove('big', 1)
    await expect.poll(parts, { timeout: 10_000 }).toEqual([])
  })
})
