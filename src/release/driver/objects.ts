import type { Client, ListOptions } from '#client'
import { type Clock, type KubeObject, StatusError } from '#kube'
import type { RecordFilter, ReleaseDriver, ReleaseSummary, SummaryFilter } from '../contract/driver.ts'
import type { Release } from '../contract/release.ts'
import { ReleaseError } from '../error.ts'
import { decodeRecord } from '../record/decode.ts'
import { labelsOf, userLabelsOf } from '../record/labels.ts'
import { recordName } from '../record/name.ts'
import { type SplitRecord, splitRecord } from '../record/split.ts'
import type { RecordLevel } from '../record/structs.ts'
import { decodeSummary } from '../record/summary.ts'
import { collect } from './collect.ts'
import { nothingReadable, storeFailure, undecoded } from './failure.ts'
import { dataOf, objectForms, textsOf } from './form.ts'
import { newestOf, outrank } from './newest.ts'
import { isInParts, type PartStore, partAnnotations, readParts, settleParts, writeParts } from './parts.ts'
import { ignoring, twice } from './twice.ts'

/** Where records are kept as objects, and how they are written. */
export interface ObjectStore {
  readonly kind: 'secret' | 'configmap'
  readonly client: Client
  /** Empty: all of them, to read only. */
  readonly namespace: string
  readonly clock: Clock
  readonly level: RecordLevel
  /** Told of every record that is passed over because it cannot be read. */
  readonly onBroken: (name: string, error: ReleaseError) => void
}

/** Keeps records in Secrets or ConfigMaps of a cluster, one a revision. */
export function objectDriver(store: ObjectStore): ReleaseDriver {
  return {
    name: store.kind,
    get: (name, revision) => get(store, name, revision),
    list: (filter) => list(store, filter ?? {}),
    summaries: (filter) => summaries(store, filter ?? {}),
    create: (release) => write(store, release, 'create'),
    update: (release) => write(store, release, 'update'),
    remove: async (name, revision) => {
      const { form, client, namespace } = partsOf(store)
      const place = { namespace, name: recordName(name, revision) }
      await failing(
        twice((isAgain) =>
          isAgain ? ignoring('NotFound', client.remove(form.type, place)) : client.remove(form.type, place),
        ),
        '',
      )
    },
  }
}

async function get(store: ObjectStore, releaseName: string, revision: number): Promise<Release> {
  const { form, client, namespace } = partsOf(store)
  const name = recordName(releaseName, revision)
  const object = await failing(client.get(form.type, { namespace, name }), form.doing.get)
  try {
    return await releaseIn(store, object)
  } catch (error) {
    throw undecoded(error, name)
  }
}

async function list(store: ObjectStore, filter: RecordFilter): Promise<readonly Release[]> {
  const read = (object: KubeObject): Promise<Release | undefined> =>
    orPassOver(store, object, () => releaseIn(store, object))
  const found = await collectFrom(store, selectorOf(filter), read)
  const isWhole = filter.status === undefined && filter.selector === undefined
  return isWhole ? readable(store, filter.name, found) : present(found)
}

/**
 * What is superseded is rarely the newest: of that only the metadata is asked for, and its body when it turns out to be. A
 * record that cannot be read makes all others count, as the newest of a release is the newest that can.
 */
async function summaries(store: ObjectStore, { name, isNewest }: SummaryFilter): Promise<readonly ReleaseSummary[]> {
  const selector = selectorOf({ ...(name !== undefined && { name }) })
  if (isNewest !== true) return readable(store, name, await collectSummaries(store, selector))
  const [current, older] = await Promise.all([
    collectSummaries(store, `${selector},status!=superseded`),
    collectFrom(store, `${selector},status=superseded`, async (object) => object, { isPartial: true }),
  ])
  const known = present(current)
  if (known.length < current.length) return newestOf(readable(store, name, await collectSummaries(store, selector)))
  const isOutranked = outrank(known)
  const missing = older.filter((object) => !isOutranked(object))
  const added = await Promise.all(missing.map((object) => summaryBehind(store, object)))
  return newestOf([...known, ...present(added)])
}

function collectSummaries(store: ObjectStore, selector: string): Promise<readonly (ReleaseSummary | undefined)[]> {
  return collectFrom(store, selector, (object) => summaryIn(store, object))
}

function summaryIn(store: ObjectStore, object: KubeObject): Promise<ReleaseSummary | undefined> {
  return orPassOver(store, object, async () => decodeSummary(await bodyOf(store, object), textsOf(object, 'labels')))
}

/** The summary of an object of which only the metadata are known. */
async function summaryBehind(store: ObjectStore, { metadata }: KubeObject): Promise<ReleaseSummary | undefined> {
  const { form, client } = partsOf(store)
  const namespace = typeof metadata['namespace'] === 'string' ? metadata['namespace'] : store.namespace
  return summaryIn(store, await failing(client.get(form.type, { namespace, name: metadata.name }), form.doing.list))
}

async function write(store: ObjectStore, release: Release, how: 'create' | 'update'): Promise<void> {
  const parts = partsOf(store)
  const split = splitRecord(release, store.level)
  await writeParts(parts, release, split)
  const object = objectOf(store, release, { split, how })
  const put = (isAgain: boolean): Promise<KubeObject> =>
    how === 'update' ? parts.client.update(parts.form.type, object) : createOnce(parts, object, isAgain)
  const written = await failing(twice(put), parts.form.doing[how])
  if (split.parts.length > 0) await settleParts(parts, release, written)
}

/** Creates an object; the second time the one that is there may be what the first request left. */
async function createOnce({ client, form }: PartStore, object: KubeObject, isAgain: boolean): Promise<KubeObject> {
  try {
    return await client.create(form.type, object)
  } catch (error) {
    if (!isAgain || !(error instanceof StatusError) || error.status.reason !== 'AlreadyExists') throw error
    const { name, namespace } = object.metadata
    const there = await client.get(form.type, { name, ...(typeof namespace === 'string' && { namespace }) })
    if (dataOf(there, 'release', form) !== dataOf(object, 'release', form)) throw error
    return there
  }
}

function objectOf(
  store: ObjectStore,
  release: Release,
  { split, how }: { readonly split: SplitRecord; readonly how: 'create' | 'update' },
): KubeObject {
  const { form } = partsOf(store)
  const seconds = Math.floor(store.clock.now() / 1000)
  const annotations = partAnnotations(split)
  return {
    apiVersion: 'v1',
    kind: form.type.kind,
    metadata: {
      name: recordName(release.name, release.version),
      namespace: store.namespace,
      labels: { ...labelsOf(release, { [how === 'create' ? 'createdAt' : 'modifiedAt']: seconds }) },
      ...(split.parts.length > 0 && { annotations: { ...annotations } }),
    },
    ...form.rest,
    data: { release: form.write(split.body) },
  }
}

async function releaseIn(store: ObjectStore, object: KubeObject): Promise<Release> {
  return decodeRecord(await bodyOf(store, object), userLabelsOf(textsOf(object, 'labels')))
}

/** The body of a record; of one in parts that are not all there what its first object holds. */
async function bodyOf(store: ObjectStore, object: KubeObject): Promise<string> {
  const parts = partsOf(store)
  const whole = isInParts(object) ? await readParts(parts, object) : undefined
  return whole ?? dataOf(object, 'release', parts.form)
}

async function orPassOver<T>(store: ObjectStore, object: KubeObject, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    return passOver(store, object, error)
  }
}

/** Passes over a record that cannot be read; anything else is thrown on. */
function passOver(store: ObjectStore, object: KubeObject, error: unknown): undefined {
  if (!(error instanceof ReleaseError) || error.code !== 'record-broken') throw error
  store.onBroken(object.metadata.name, error)
  return undefined
}

/** What can be read of what there is; a release that was named and of which nothing can is an error. */
function readable<T>(store: ObjectStore, name: string | undefined, found: readonly (T | undefined)[]): T[] {
  const all = present(found)
  if (name !== undefined && found.length > 0 && all.length === 0) throw nothingReadable(name, store)
  return all
}

function present<T>(found: readonly (T | undefined)[]): T[] {
  return found.filter((item) => item !== undefined)
}

function selectorOf({ name, status, selector }: RecordFilter): string {
  const terms = [
    'owner=helm',
    name !== undefined && `name=${name}`,
    status !== undefined && `status=${status}`,
    selector,
  ]
  return terms.filter((term) => typeof term === 'string' && term !== '').join(',')
}

async function collectFrom<T>(
  store: ObjectStore,
  labelSelector: string,
  ...[read, more]: [read: (object: KubeObject) => Promise<T>, more?: ListOptions]
): Promise<readonly T[]> {
  const { form, client, namespace } = partsOf(store)
  const options: ListOptions = { ...more, labelSelector, ...(namespace !== '' && { namespace }) }
  const doing = labelSelector.includes('name=') ? form.doing.query : form.doing.list
  return failing(collect({ client, type: form.type, options }, read), doing)
}

function partsOf({ kind, client, namespace }: ObjectStore): PartStore {
  return { form: objectForms[kind], client, namespace }
}

async function failing<T>(request: Promise<T>, doing: string): Promise<T> {
  try {
    return await request
  } catch (error) {
    throw storeFailure(error, doing)
  }
}
