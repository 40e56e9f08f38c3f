import { afterAll, beforeAll, expect, test } from 'vitest'
import { createManifestClient, createRestMapper, hasCondition, isGone, type ManifestClient } from '#client'
import { type Cluster, realClock, startCluster } from '#cluster'
import type { JsonObject, KubeObject } from '#kube'

let cluster: Cluster
let manifests: ManifestClient
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
  manifests = createManifestClient(cluster.client, createRestMapper(cluster.client), 'default')
})
afterAll(() => cluster.stop())

const map = (name: string, data: JsonObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
})
const soon = { clock: realClock, timeoutMs: 5000 }

test('a manifest is applied, read, patched and removed without saying where', async () => {
  const manifest = map('one', { a: '1' })
  expect(await manifests.read(manifest)).toBeUndefined()
  expect((await manifests.apply(manifest, { fieldManager: 'first' })).metadata['namespace']).toBe('default')
  await expect(manifests.apply(map('one', { a: '2' }), { fieldManager: 'second' })).rejects.toMatchObject({
    status: { code: 409 },
  })
  await manifests.apply(map('one', { a: '2' }), { fieldManager: 'second', isForced: true })
  await manifests.patch(manifest, { type: 'merge', body: { data: { b: '3' } } })
  expect((await manifests.read(manifest))?.['data']).toEqual({ a: '2', b: '3' })
  expect(await manifests.remove(manifest)).toBe(true)
  expect(await manifests.remove(manifest)).toBe(false)
})

test('cluster-scoped kinds have no namespace', async () => {
  const team: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }
  expect((await manifests.create(team)).metadata['namespace']).toBeUndefined()
})

test('a kind that is not served is told', async () => {
  const odd: KubeObject = { apiVersion: 'example.com/v1', kind: 'Odd', metadata: { name: 'x' } }
  await expect(manifests.read(odd)).rejects.toMatchObject({ code: 'unknown-kind' })
})

test('a wait ends when the condition holds, whether it holds already or comes later', async () => {
  const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'berth' } }
  expect((await manifests.wait(node, hasCondition('Ready'), soon))?.metadata.name).toBe('berth')
  const manifest = map('later', {})
  const gone = manifests.create(manifest).then(() => manifests.wait(manifest, isGone, soon))
  const filled = manifests.wait(manifest, (object) => object?.['data'] !== undefined, soon)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await manifests.patch(manifest, { type: 'merge', body: { data: { x: 'y' } } })
  expect((await filled)?.['data']).toEqual({ x: 'y' })
  await manifests.remove(manifest)
  expect(await gone).toBeUndefined()
})

test('a wait that is in vain times out', async () => {
  const waiting = manifests.wait(map('never', {}), (object) => object !== undefined, { ...soon, timeoutMs: 50 })
  await expect(waiting).rejects.toMatchObject({ code: 'timeout' })
})
