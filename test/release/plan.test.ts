import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coreType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type JsonObject, type KubeObject, valueAt } from '#kube'
import type { Plan } from '#plan'
import {
  applyPlan,
  compareRecords,
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

/** What a chart makes only where a kind is served. */
const markerOf = ({ metadata }: KubeObject): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: has-${metadata.name.split('.')[0] ?? ''}}`

const withCrd =
  (render: RenderContent, text: string): RenderContent =>
  async (request) => {
    const crds = [{ source: 'x/crds/x.yaml', text }] as never
    const coming = (await request.beforeRender?.(crds)) ?? []
    const content = await render(request)
    return { ...content, crds, manifest: content.manifest + manifestOf(coming.map(markerOf)) }
  }

const manifestOf = (texts: readonly string[]): string =>
  texts.map((text) => `---\n# Source: x/templates/x.yaml\n${text}\n`).join('')

const definitionOf = (size: string): string =>
  [
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.plan.dev}',
    'spec: {group: plan.dev, scope: Namespaced, names: {kind: Thing, plural: things},',
    '  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object,',
    `    properties: {spec: {type: object, properties: {size: {${size}}}}}}}}]}`,
  ].join('\n')

const documents =
  (...texts: readonly string[]): RenderContent =>
  () =>
    Promise.resolve({
      chart: { metadata: { name: 'x', version: '1.0.0' } },
      config: {},
      manifest: manifestOf(texts),
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

  const unchanged: readonly (readonly [name: string, text: string])[] = [
    ['nulls', 'kind: ConfigMap\nmetadata: {name: a, labels: null}\nimmutable: null\ndata: {a: null, b: "", c: x}'],
    ['a null instead of data', 'kind: ConfigMap\nmetadata: {name: a}\ndata: null'],
    ['block texts', 'kind: Secret\nmetadata: {name: a}\nstringData:\n  a: |\n    x\n    y'],
    [
      'what the server gives a service',
      'kind: Service\nmetadata: {name: a}\nspec: {type: LoadBalancer, clusterIP: "", ipFamilyPolicy: null, ipFamilies: [], selector: null, ports: [{port: 80, nodePort: 0}]}',
    ],
    [
      'quantities',
      'kind: ResourceQuota\nmetadata: {name: a}\nspec: {hard: {cpu: 1000m, memory: 1024Mi, pods: 10}, scopes: []}',
    ],
  ]
  it.each(unchanged)('is empty behind two writes: %s', async (_, text) => {
    for (const method of ['ssa', 'csa'] as const) {
      const place = await openPlace(cluster)
      const options = { ...kept, method, install: { ...base, method } }
      const render = documents(`apiVersion: v1\n${text}`)
      for (let round = 0; round < 2; round++) await upgrade(place.world(), options, render)
      for (const dryRun of ['client', 'server'] as const) {
        const { plan } = await planUpgrade(place.world(), { ...options, dryRun }, render)
        expect([method, dryRun, words(plan), ...plan.refusals]).toEqual([method, dryRun, ''])
      }
    }
  })

  it('refuses what the server cannot read', async () => {
    const place = await openPlace(cluster)
    const render = documents('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbad: 1')
    await install(place.world(), { ...base, method: 'csa' }, render)
    const asked = { ...kept, method: 'ssa', isForcedConflicts: true } as const
    await upgrade(place.world(), asked, render).catch(() => undefined)
    const { plan } = await planUpgrade(place.world(), asked, render)
    expect(plan.refusals.join()).toContain('.bad: field not declared in schema')
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

describe('definitions beside a chart', () => {
  it('are known to templates before they are there, and changed where that is asked for and breaks nothing', async () => {
    const place = await openPlace(cluster)
    const thing = 'apiVersion: plan.dev/v1\nkind: Thing\nmetadata: {name: t}\nspec: {size: 7}'
    const content = (size: string): RenderContent => withCrd(documents(thing), definitionOf(size))
    const first = await planInstall(place.world(), base, content('type: integer'))
    expect(words(first.plan)).toBe('create things.plan.dev, create has-things, create t')
    await install(place.world(), base, content('type: integer'))
    const asking = { ...kept, upgradesCrds: true }
    const told = await planUpgrade(place.world(), kept, content('type: integer, minimum: 1'))
    expect([words(told.plan), told.plan.warnings.length]).toEqual(['', 2])
    expect(words((await planUpgrade(place.world(), asking, content('type: integer, minimum: 1'))).plan)).toContain(
      'crd things.plan.dev',
    )
    await upgrade(place.world(), asking, content('type: integer, minimum: 1'))
    expect(words((await planUpgrade(place.world(), asking, content('type: integer, minimum: 1'))).plan)).toBe('')
    const broken = content('type: integer, maximum: 5')
    expect((await planUpgrade(place.world(), asking, broken)).plan.refusals).toHaveLength(1)
    expect(await codeOf(upgrade(place.world(), asking, broken))).toBe('crd')
  })
})

describe('what others write', () => {
  it('stays where injectors write it, and is told where that is asked for', async () => {
    const place = await openPlace(cluster)
    const { client, namespace } = place
    const hook = (bundle: string): RenderContent =>
      documents(
        [
          'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration',
          `metadata: {name: ${namespace}}\nwebhooks: [{name: a.plan.dev, admissionReviewVersions: [v1], sideEffects: None,`,
          `  clientConfig: {url: "https://127.0.0.1:1/x"${bundle}}, failurePolicy: Ignore}]`,
        ].join('\n'),
      )
    const type = {
      group: 'admissionregistration.k8s.io',
      version: 'v1',
      resource: 'validatingwebhookconfigurations',
      kind: 'ValidatingWebhookConfiguration',
      isNamespaced: false,
    }
    for (const bundle of ['', ', caBundle: Cg==']) {
      const render = hook(bundle)
      const options = { ...kept, name: `hook${bundle.length}`, install: { ...base, name: `hook${bundle.length}` } }
      await upgrade(place.world(), options, render)
      const webhooks = [{ name: 'a.plan.dev', clientConfig: { caBundle: INJECTED } }]
      const patch = { type: 'strategic', body: { webhooks } } as const
      await client.patch(type, { name: namespace }, patch, { fieldManager: 'cainjector' })
      const { plan } = await planUpgrade(place.world(), options, render, { showsForeign: true })
      expect([words(plan), plan.refusals]).toEqual(['', []])
      if (bundle === '') expect(plan.changes[0]?.foreign?.[0]?.cause).toMatchObject({ manager: 'cainjector' })
      await upgrade(place.world(), options, render)
      const live = await client.get(type, { name: namespace })
      expect(valueAt(live, 'webhooks')).toMatchObject(webhooks)
      await client.remove(type, { name: namespace })
    }
  })

  it('is drift in a Secret that is asked for as text, too', async () => {
    const place = await openPlace(cluster)
    const { client, namespace } = place
    const content = documents('apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2}')
    await install(place.world(), base, content)
    const body = { data: { p: 'b3RoZXI=' } }
    const secrets = coreType('secrets', 'Secret')
    await client.patch(secrets, { namespace, name: 's' }, { type: 'merge', body }, { fieldManager: 'somebody' })
    const planned = await planUpgrade(place.world(), kept, content)
    expect(words(planned.plan)).toBe('drift s')
    expect(savePlan(planned)).not.toMatch(/hunter2|aHVudGVyMg|b3RoZXI/)
  })
})

/** `Certificate` in base64. */
const INJECTED =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJPakNCNGFBREFnRUNBZ0VCTUFvR0NDcUdTTTQ5QkFNQ01BQXdIaGNOTWpRd01UQXhNREF3TURBd1doY04KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo='

describe('records', () => {
  it('are compared without a look at objects', async () => {
    const place = await openPlace(cluster)
    await install(place.world(), base, contentOf({ old: { v: '1', w: '2', x: '3', y: '4' }, b: {} }))
    await upgrade(place.world(), kept, contentOf({ new: { v: '9', w: '2', x: '3', y: '4' }, b: {} }))
    const pairing = { left: { name: 'web', revision: 1 }, right: { name: 'web', revision: 0 } }
    expect(words(await compareRecords(place.world(), pairing, {}))).toBe('create new, delete old')
    const renamed = await compareRecords(place.world(), pairing, { renamesBelow: 0.5 })
    const [change] = renamed.changes.filter(({ name }) => name === 'new')
    expect([change?.renamedFrom, change?.fields.map(({ path }) => path)]).toEqual(['old', ['/data/v']])
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
    const planned = await planInstall(place.world(), base, contentOf({ a: { v: '1' } }))
    const elsewhere = readSavedPlan(savePlan({ ...planned, cluster: 'another' }))
    expect(await codeOf(applyPlan(place.world(), elsewhere))).toBe('stale-plan')
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
