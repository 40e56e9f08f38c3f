import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, holds, listAt, nameOf, refused, text, type World } from './world.ts'

/** A kind that is put through every operation of the API. */
export interface Operations {
  readonly group: string
  readonly version?: string
  readonly resource: string
  readonly kind: string
  readonly isNamespaced?: boolean
  /** Everything but the metadata. */
  readonly object: Obj
  /** A merge patch beside the annotation, and what it comes to. */
  readonly patch?: Obj
  /** A merge patch of the status; a PUT of it follows. */
  readonly status?: Obj
  /** A write of the status leaves the metadata alone. */
  readonly statusIsAlone?: boolean
  /** Another subresource that is written like the status. */
  readonly extra?: (world: World, path: string) => Promise<void>
  /** Absent: names are made by the server. */
  readonly name?: (index: number) => string
}

/** Discovery, create, get, list, watch, patch, update, status, delete and delete of a collection. */
export async function operate(world: World, what: Operations): Promise<void> {
  const { group, version = 'v1', resource, kind, isNamespaced = false, object } = what
  const { api } = world
  await discover(world, what)
  const root = `/apis/${group}/${version}`
  const all = `${root}/${resource}`
  const path = isNamespaced ? `${root}/namespaces/${world.namespace}/${resource}` : all
  const labels = { [`example-e2e-${resource}`]: world.namespace }
  const labelSelector = Object.entries(labels).map((pair) => pair.join('='))[0] ?? ''
  const create = (index: number): Promise<Obj> => {
    const name = what.name === undefined ? { generateName: `e2e-example-${resource}-` } : { name: what.name(index) }
    return api.post(path, { kind, apiVersion: `${group}/${version}`, metadata: { ...name, labels }, ...object })
  }
  await create(1)
  await create(2)
  const created = await create(3)
  const one = `${path}/${nameOf(created)}`
  const read = await api.get(one)
  assert.equal(at(read, 'metadata.uid'), at(created, 'metadata.uid'))
  assert.match(text(read, 'metadata.resourceVersion'), /^[1-9]\d*$/)
  assert.equal((await api.list(all, { labelSelector })).length, 3)
  const list = await api.get(path, { labelSelector })
  assert.equal(listAt(list, 'items').length, 3)
  const resourceVersion = text(list, 'metadata.resourceVersion')
  const watches = [
    await api.watch(path, { resourceVersion, labelSelector }),
    await api.watch(all, { resourceVersion, labelSelector }),
  ]
  try {
    const patched = await api.patch(one, 'merge', { metadata: { annotations: { patched: 'true' } }, ...what.patch })
    holds(patched, { metadata: { annotations: { patched: 'true' } }, ...what.patch })
    assert.ok(Number(text(patched, 'metadata.resourceVersion')) > Number(text(created, 'metadata.resourceVersion')))
    const updated = await api.update(one, (object) => {
      ;(at(object, 'metadata.annotations') as Obj)['updated'] = 'true'
    })
    holds(updated, { metadata: { annotations: { patched: 'true', updated: 'true' } } })
    await patchOtherwise(world, one, updated)
    for (const watch of watches) {
      await watch.until('MODIFIED', (object) => at(object, 'metadata.annotations.patched') === 'true')
    }
    if (what.status !== undefined) await operateStatus(world, one, what, what.status)
    await what.extra?.(world, one)
    await api.remove(one)
    await refused(404, 'NotFound', api.get(one))
    assert.equal((await api.list(path, { labelSelector })).length, 2)
    for (const watch of watches) await watch.until('DELETED', (object) => nameOf(object) === nameOf(created))
    await api.remove(path, {}, { labelSelector })
    assert.equal((await api.list(path, { labelSelector })).length, 0)
  } finally {
    for (const watch of watches) watch.stop()
  }
}

/** The group, its version and the resource are told, in both encodings. */
async function discover(world: World, what: Operations): Promise<void> {
  const { group, version = 'v1', resource, status } = what
  const groupVersion = `${group}/${version}`
  for (const api of [world.api, world.json]) {
    const groups = listAt(await api.get('/apis'), 'groups').find(({ name }) => name === group)
    assert.ok(
      listAt(groups, 'versions').some((one) => one['version'] === version),
      `${groupVersion} in /apis`,
    )
    const own = await api.get(`/apis/${group}`)
    assert.ok(listAt(own, 'versions').some((one) => one['groupVersion'] === groupVersion))
    const resources = listAt(await api.get(`/apis/${groupVersion}`), 'resources').map(({ name }) => name)
    assert.ok(resources.includes(resource))
    if (status !== undefined) assert.ok(resources.includes(`${resource}/status`))
  }
}

/** The other kinds of patch, as dynamic clients send them. */
async function patchOtherwise({ json }: World, one: string, object: Obj): Promise<void> {
  const labels = { foo: 'bar' }
  holds(await json.patch(one, 'strategic', { metadata: { labels } }), { metadata: { labels } })
  const { kind, apiVersion } = object
  const whole = {
    kind,
    apiVersion,
    metadata: { name: nameOf(object), uid: text(object, 'metadata.uid'), labels: { foo: 'applied' } },
  }
  const applied = await json.patch(one, 'apply', whole, { fieldManager: 'e2e', force: true })
  holds(applied, { metadata: { labels: { foo: 'applied' } } })
  assert.ok(
    listAt(applied, 'metadata.managedFields').some(
      ({ manager, operation }) => manager === 'e2e' && operation === 'Apply',
    ),
  )
  const operations = [{ op: 'replace', path: '/metadata/labels/foo', value: 'replaced' }]
  holds(await json.patch(one, 'json', operations), { metadata: { labels: { foo: 'replaced' } } })
}

async function operateStatus({ api, json }: World, one: string, what: Operations, status: Obj): Promise<void> {
  const read = await json.get(`${one}/status`)
  assert.equal(read['kind'], what.kind)
  const patch =
    what.statusIsAlone === true ? { status } : { metadata: { annotations: { patchedstatus: 'true' } }, status }
  const patched = await api.patch(`${one}/status`, 'merge', patch)
  holds(patched, patch)
  const updated = await api.update(one, (object) => (object['status'] = status), '/status')
  holds(updated, { status })
}
