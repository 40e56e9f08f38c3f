import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coreType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type JsonObject, valueAt } from '#kube'
import type { Plan } from '#plan'
import {
  applyPlan,
  install,
  planInstall,
  planRollback,
  planUninstall,
  planUpgrade,
  ReleaseError,
  type RenderContent,
  readSavedPlan,
  savePlan,
  upgrade,
} from '#release'
import { contentOf, openPlace } from './place.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
})
afterAll(() => cluster.stop())

const base = { name: 'web', timeoutMs: 10_000, wait: 'hookOnly', method: 'auto' } as const
const kept = { ...base, historyMax: 10 } as const
const configMaps = coreType('configmaps', 'ConfigMap')

/** `update a, create b`, as the plan has them. */
function words({ changes }: Plan): string {
  return changes
    .filter(({ change }) => change !== 'unchanged')
    .map(({ change, name }) => `${change} ${name}`)
    .join(', ')
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error: unknown) => (error instanceof ReleaseError ? error.code : String(error)),
  )

const documents =
  (...texts: readonly string[]): RenderContent =>
  () =>
    Promise.resolve({
      chart: { metadata: { name: 'x', version: '1.0.0' } },
      config: {},
      manifest: texts.map((text) => `---\n# Source: x/templates/x.yaml\n${text}\n`).join(''),
      hooks: [],
      crds: [],
      notes: '',
      warnings: [],
    })

describe('a plan', () => {
  it('is empty behind what it planned', async () => {
    const place = await openPlace(cluster)
    const first = await planInstall(place.world(), base, contentOf({ a: { v: '1' }, b: {} }))
    expect(words(first.plan)).toBe('create a, create b')
    await install(place.world(), base, contentOf({ a: { v: '1' }, b: {} }))
    expect(words((await planUpgrade(place.world(), kept, contentOf({ a: { v: '1' }, b: {} }))).plan)).toBe('')
    const next = contentOf({ a: { v: '2' }, c: {} })
    expect(words((await planUpgrade(place.world(), kept, next)).plan)).toBe('update a, create c, delete b')
    await upgrade(place.world(), kept, next)
    expect(words((await planUpgrade(place.world(), kept, next)).plan)).toBe('')
    expect(words((await planRollback(place.world(), { ...kept, revision: 1 })).plan)).toBe(
      'update a, create b, delete c',
    )
    const removal = { name: 'web', timeoutMs: 0, wait: 'hookOnly', cascade: 'background' } as const
    expect(words((await planUninstall(place.world(), removal)).plan)).toBe('delete a, delete c')
    expect(await place.names('ConfigMap')).toEqual(expect.arrayContaining(['a', 'c']))
  })

  it('names who changed what, by the server and by our own merge', async () => {
    const place = await openPlace(cluster)
    const { namespace, client } = place
    const content = contentOf({ a: { v: '1' } })
    await install(place.world(), { ...base, method: 'csa' }, content)
    const body: JsonObject = { data: { v: 'mine' } }
    await client.patch(configMaps, { namespace, name: 'a' }, { type: 'merge', body }, { fieldManager: 'somebody' })
    for (const dryRun of ['server', 'client'] as const) {
      const { plan } = await planUpgrade(place.world(), { ...kept, dryRun }, content)
      const [change] = plan.changes
      expect([change?.change, change?.fields[0]?.cause]).toMatchObject([
        'drift',
        { kind: 'drift', manager: 'somebody' },
      ])
    }
  })

  it('says what the server would refuse', async () => {
    const place = await openPlace(cluster)
    const fixed = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nimmutable: true\ndata: {v: "1"}'
    await install(place.world(), base, documents(fixed))
    const next = documents(fixed.replace('"1"', '"2"'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Bad Name}')
    const { plan } = await planUpgrade(place.world(), kept, next)
    expect(words(plan)).toBe('replace a, create Bad Name')
    expect(plan.refusals).toHaveLength(2)
  })

  it('knows kinds that it brings itself', async () => {
    const place = await openPlace(cluster)
    const schema = '{openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}'
    const definition = [
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: gadgets.plan.dev}',
      'spec: {group: plan.dev, scope: Namespaced, names: {kind: Gadget, plural: gadgets},',
      `  versions: [{name: v1, served: true, storage: true, schema: ${schema}}]}`,
    ].join('\n')
    const object = 'apiVersion: plan.dev/v1\nkind: Gadget\nmetadata: {name: g}'
    const { plan } = await planInstall(place.world(), base, documents(object, definition))
    expect([words(plan), plan.refusals]).toEqual(['create gadgets.plan.dev, create g', []])
  })
})

describe('a saved plan', () => {
  it('is carried out exactly, and only where nothing has moved', async () => {
    const place = await openPlace(cluster)
    const { namespace, client } = place
    await install(place.world(), base, contentOf({ a: { v: '1' } }))
    const save = async (v: string): Promise<string> =>
      savePlan(await planUpgrade(place.world(), kept, contentOf({ a: { v } })))
    const stale = await save('2')
    await client.patch(configMaps, { namespace, name: 'a' }, { type: 'merge', body: { data: { w: 'x' } } })
    expect(await codeOf(applyPlan(place.world(), readSavedPlan(stale)))).toBe('stale-plan')
    const good = await save('3')
    const body = { metadata: { resourceVersion: null } }
    await client.patch(configMaps, { namespace, name: 'a' }, { type: 'merge', body })
    expect((await applyPlan(place.world(), readSavedPlan(good)))?.version).toBe(2)
    expect(valueAt(await place.read('ConfigMap', 'a'), 'data', 'v')).toBe('3')
    expect(await codeOf(applyPlan(place.world(), readSavedPlan(good)))).toBe('stale-plan')
  })

  it('is refused where somebody edited it', async () => {
    const place = await openPlace(cluster)
    const text = savePlan(await planInstall(place.world(), base, contentOf({ a: { v: '1' } })))
    expect(() => readSavedPlan(text.replace('place-', 'other-'))).toThrow(ReleaseError)
    expect(() => readSavedPlan('{}')).toThrow(ReleaseError)
  })
})

describe('the order of needs', () => {
  it('is the order in which objects are written', async () => {
    const place = await openPlace(cluster)
    const named = (name: string, on = ''): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, annotations: {berth.dev/depends-on: "${on}"}}`
    const content = documents(named('a', 'ConfigMap/b'), named('b', 'ConfigMap/c'), named('c'))
    const planned = await planInstall(place.world(), base, content)
    await install(place.world(), base, content)
    const created = place.events.flatMap((event) =>
      event.type === 'object' && event.action === 'created' ? [event.object.metadata.name] : [],
    )
    expect(created).toEqual(['c', 'b', 'a'])
    expect(planned.plan.changes.map(({ name }) => name)).toEqual(created)
  })
})
