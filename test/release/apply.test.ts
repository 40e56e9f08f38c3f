import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, startCluster } from '#cluster'
import { textAt, valueAt } from '#kube'
import { createAll } from '../../src/release/apply/create.ts'
import { checkOwnership } from '../../src/release/apply/ownership.ts'
import { removeAll } from '../../src/release/apply/remove.ts'
import { updateAll } from '../../src/release/apply/update.ts'
import type { WriteSettings } from '../../src/release/contract/apply.ts'
import { installCrds } from '../../src/release/crd/install.ts'
import { addedObjects } from '../../src/release/manifest/match.ts'
import { type ObjectPlace, openObjectPlace } from './object-place.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
})
afterAll(() => cluster.stop())

const configMap = (name: string, value: string, more = ''): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}data: {key: "${value}"}\n`
const deployment = (image: string, app = 'web'): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec: {containers: [{name: c, image: "${image}"}]}
`
const KEEP = '  annotations: {helm.sh/resource-policy: keep}\n'

interface Written {
  readonly place: ObjectPlace
  readonly settings: WriteSettings
}

async function written(text: string, settings: Omit<WriteSettings, 'owner'>): Promise<Written> {
  const place = await openObjectPlace(cluster)
  const all = { ...settings, owner: place.owner }
  await createAll(place.world, await place.read(text), all)
  place.events.length = 0
  return { place, settings: all }
}

async function changed({ place, settings }: Written, before: string, after: string): Promise<readonly string[]> {
  const [old, wanted] = [await place.read(before), await place.read(after)]
  const adopted = await checkOwnership(place.world, addedObjects(old, wanted), settings)
  await updateAll(place.world, { before: old, after: wanted, adopted }, settings)
  return place.events
    .filter((event) => event.type === 'object')
    .map(({ action, object }) => `${action} ${object.metadata.name}`)
    .sort()
}

describe.each(['ssa', 'csa'] as const)('objects by %s', (method) => {
  test('are left alone where nothing changes', async () => {
    const text = configMap('a', '1') + deployment('nginx')
    expect(await changed(await written(text, { method }), text, text)).toEqual(['unchanged a', 'unchanged web'])
  })

  test('are made, changed, deleted and kept', async () => {
    const before = configMap('a', '1') + configMap('b', '1') + configMap('c', '1', KEEP)
    const after = configMap('a', '2') + configMap('d', '1')
    const release = await written(before, { method })
    expect(await changed(release, before, after)).toEqual(['created d', 'deleted b', 'kept c', 'updated a'])
    const [a] = await release.place.read(configMap('a', ''))
    const live = a === undefined ? undefined : await release.place.live(a)
    expect(valueAt(live, 'data', 'key')).toBe('2')
    expect(textAt(live, 'metadata', 'labels', 'app.kubernetes.io/managed-by')).toBe('Helm')
  })

  test('that a manifest holds twice are written one after the other, and refused where they are new', async () => {
    const twice = configMap('a', '2') + configMap('a', '3')
    const release = await written(configMap('a', '1'), { method })
    await changed(release, configMap('a', '1'), twice)
    const [a] = await release.place.read(configMap('a', ''))
    expect(valueAt(a && (await release.place.live(a)), 'data', 'key')).toBe('3')
    const unknown = changed(release, configMap('b', '1'), configMap('c', '1') + configMap('c', '2'))
    await expect(unknown).rejects.toThrow('original object ConfigMap with the name "c" not found')
  })

  test('that drifted are brought back', async () => {
    const text = configMap('a', '1')
    const release = await written(text, { method, isForcedConflicts: method === 'ssa' })
    await drift(release.place, '9')
    expect(await changed(release, text, text)).toEqual(['updated a'])
  })

  test('of strangers are refused', async () => {
    const release = await written(configMap('a', '1'), { method })
    await createAll(release.place.world, await release.place.read(configMap('b', '1')), { method })
    const change = changed(release, configMap('a', '1'), configMap('a', '1') + configMap('b', '2'))
    await expect(change).rejects.toMatchObject({
      code: 'ownership',
      message: expect.stringMatching(
        /^ConfigMap "b" in namespace "objects-\d+" exists and cannot be imported into the current release: invalid/,
      ) as string,
    })
  })

  test('of strangers are taken over when asked', async () => {
    const release = await written(configMap('a', '1'), { method, takesOwnership: true, isForcedConflicts: true })
    await createAll(release.place.world, await release.place.read(configMap('b', '1')), { method: 'csa' })
    const actions = await changed(release, configMap('a', '1'), configMap('a', '1') + configMap('b', '2'))
    expect(actions).toEqual(['created b', 'unchanged a', 'updated b'])
  })

  test('that cannot change in place say why', async () => {
    const release = await written(deployment('nginx'), { method })
    await expect(changed(release, deployment('nginx'), deployment('nginx', 'other'))).rejects.toMatchObject({
      code: 'immutable',
      hint: expect.stringContaining('spec.selector of Deployment/web cannot change in place') as string,
    })
  })

  test('are all tried; a failure tells what was written', async () => {
    const place = await openObjectPlace(cluster)
    const objects = await place.read(
      `${configMap('a', '1')}${configMap('b', '1').replace('key:', '"no key":')}${deployment('x')}`,
    )
    const failure = createAll(place.world, objects, { method, owner: place.owner })
    await expect(failure).rejects.toMatchObject({
      code: 'apply',
      written: { created: [{ object: { metadata: { name: 'a' } } }, { object: { metadata: { name: 'web' } } }] },
    })
  })

  test('with a policy to keep go only when a release is uninstalled otherwise', async () => {
    const { place } = await written(configMap('a', '1') + configMap('b', '1'), { method })
    const objects = await place.read(configMap('a', '') + configMap('b', '') + configMap('none', ''))
    const going = await removeAll(place.world, objects, { cascade: 'background' })
    expect(going.map(({ object }) => object.metadata.name)).toEqual(['a', 'b', 'none'])
    await expect(Promise.all(going.map((one) => place.live(one)))).resolves.toEqual([undefined, undefined, undefined])
  })
})

async function drift({ client, namespace }: ObjectPlace, value: string): Promise<void> {
  const type = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', isNamespaced: true }
  const patch = { type: 'merge', body: { data: { key: value } } } as const
  await client.patch(type, { namespace, name: 'a' }, patch, { fieldManager: 'kubectl-edit' })
}

test('a conflict shows the field, its owner and both values', async () => {
  const release = await written(configMap('a', '1'), { method: 'ssa' })
  await drift(release.place, '9')
  const failure = changed(release, configMap('a', '1'), configMap('a', '2'))
  await expect(failure).rejects.toMatchObject({
    code: 'conflict',
    message: `conflict occurred while applying object ${release.place.namespace}/a /v1, Kind=ConfigMap: Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.key`,
    hint: expect.stringMatching(
      /^ConfigMap\/a \.data\.key .* kubectl-edit since \S+ has "9", this release wants "2"\n--field-policy/,
    ) as string,
  })
})

test('a rule of the release settles a conflict', async () => {
  const fieldPolicy = [{ kind: 'ConfigMap', name: undefined, path: '.data.key', rule: 'leave' }] as const
  const release = await written(configMap('a', '1'), { method: 'ssa', fieldPolicy })
  await drift(release.place, '9')
  await changed(release, configMap('a', '1'), configMap('a', '2'))
  const [a] = await release.place.read(configMap('a', ''))
  expect(valueAt(a && (await release.place.live(a)), 'data', 'key')).toBe('9')
})

test('what was written by patches goes when the next revision applies on the server', async () => {
  const before = configMap('a', '1').replace('{key:', '{gone: x, key:')
  const { place } = await written(before, { method: 'csa' })
  const settings = { method: 'ssa', movesFromClientSide: true, owner: place.owner } as const
  await changed({ place, settings }, before, configMap('a', '2'))
  const [a] = await place.read(configMap('a', ''))
  expect(valueAt(a && (await place.live(a)), 'data')).toEqual({ key: '2' })
})

test('an object that is replaced is made anew where a field cannot change', async () => {
  const release = await written(deployment('nginx'), { method: 'csa', isForcedReplace: true })
  expect(await changed(release, deployment('nginx'), deployment('nginx', 'other'))).toEqual(['updated web'])
  const [web] = await release.place.read(deployment(''))
  expect(valueAt(web && (await release.place.live(web)), 'spec', 'selector', 'matchLabels')).toEqual({ app: 'other' })
})

test('applies of one new object at once are done one after the other', async () => {
  const place = await openObjectPlace(cluster)
  const settings = { method: 'ssa', owner: place.owner } as const
  const objects = await place.read(configMap('a', '1') + configMap('a', '2') + configMap('a', '3'))
  expect((await createAll(place.world, objects, settings)).created).toHaveLength(3)
})

test('a dry run leaves everything as it is', async () => {
  const release = await written(configMap('a', '1'), { method: 'ssa' })
  const settings = { ...release.settings, isDryRun: true }
  await changed({ ...release, settings }, configMap('a', '1'), configMap('a', '2') + configMap('b', '1'))
  const objects = await release.place.read(configMap('a', '') + configMap('b', ''))
  const live = await Promise.all(objects.map((one) => release.place.live(one)))
  expect(live.map((one) => valueAt(one, 'data', 'key'))).toEqual(['1', undefined])
})

test('CRDs are installed once, and their kinds are known afterwards', async () => {
  const place = await openObjectPlace(cluster)
  const text = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: toys.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: toys, singular: toy, kind: Toy, listKind: ToyList}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`
  const crd = { source: 'c/crds/toy.yaml', apiVersion: '', kind: '', name: '', text }
  const settings = { method: 'ssa', strategy: 'hookOnly' } as const
  const toy = 'apiVersion: example.com/v1\nkind: Toy\nmetadata: {name: t}\n'
  await expect(place.read(toy)).rejects.toMatchObject({ code: 'bad-manifest' })
  expect(await installCrds(place.world, [crd], settings)).toHaveLength(1)
  expect(await place.read(toy)).toHaveLength(1)
  expect(await installCrds(place.world, [crd], settings)).toHaveLength(0)
})
