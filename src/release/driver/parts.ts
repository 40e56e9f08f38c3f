import type { Client } from '#client'
import { apiVersionOf, type JsonObject, type KubeObject, valueAt } from '#kube'
import type { Release } from '../contract/release.ts'
import { recordName } from '../record/name.ts'
import { joinParts, type SplitRecord } from '../record/split.ts'
import { dataOf, type ObjectForm, textsOf } from './form.ts'
import { ignoring, twice } from './twice.ts'

/** On the first object of a record in parts: how many there are, and the digest of the whole. */
const PARTS = 'berth.dev/record-parts'
const PART_TYPE = 'berth.dev/release-part.v1'
const MAX_PARTS = 128

/** Where parts are kept. */
export interface PartStore {
  readonly client: Client
  readonly form: ObjectForm
  readonly namespace: string
}

type Named = Pick<Release, 'name' | 'version'>

/** The annotations of a record's first object. */
export function partAnnotations({ parts, digest }: SplitRecord): Readonly<Record<string, string>> {
  return parts.length === 0 ? {} : { [PARTS]: `${parts.length} ${digest}` }
}

/** Writes the parts of a record, before its first object. Parts that are there already have the same content. */
export async function writeParts(store: PartStore, release: Named, split: SplitRecord): Promise<void> {
  for (const [at, text] of split.parts.entries()) {
    const name = partName(release, split.digest, at)
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: store.form.type.kind,
      metadata: { name, namespace: store.namespace, labels: { ...partLabels(release) } },
      ...('type' in store.form.rest && { type: PART_TYPE }),
      data: { part: store.form.write(text) },
    }
    await ignoring(
      'AlreadyExists',
      twice(() => store.client.create(store.form.type, object)),
    )
  }
}

/**
 * Gives the parts to the first object, so that they go when it goes, and removes those of a release's records that belong to
 * nothing: of an earlier body, or of a run that was killed between its parts and their record.
 */
export async function settleParts(store: PartStore, release: Named, owner: KubeObject): Promise<void> {
  const { client, form, namespace } = store
  const current = digestOf(owner)
  const labelSelector = `owner=berth,name=${release.name}`
  const { items } = await client.list(form.type, { namespace, labelSelector, isPartial: true })
  for (const { metadata } of items) {
    const isOwn = metadata.name.startsWith(`${recordName(release.name, release.version)}.`)
    const place = { namespace, name: metadata.name }
    if (isOwn && metadata.name.startsWith(partPrefix(release, current))) {
      if (metadata['ownerReferences'] !== undefined) continue
      const body: JsonObject = { metadata: { ownerReferences: [referenceTo(owner)] } }
      await ignoring('NotFound', client.patch(form.type, place, { type: 'merge', body }))
    } else if (isOwn || metadata['ownerReferences'] === undefined) {
      await ignoring('NotFound', client.remove(form.type, place))
    }
  }
}

/** The whole body of a record in parts; undefined when it has none, or when some are missing. */
export async function readParts(store: PartStore, first: KubeObject): Promise<string | undefined> {
  const [count, digest] = [Number.parseInt(textsOf(first, 'annotations')[PARTS] ?? '0', 10), digestOf(first)]
  if (!(count > 0 && count <= MAX_PARTS)) return undefined
  const namespace = valueAt(first, 'metadata', 'namespace')
  const texts: string[] = []
  for (let at = 0; at < count; at++) {
    const name = `${first.metadata.name}.${digest.slice(0, 16)}.${at}`
    const place = { namespace: typeof namespace === 'string' ? namespace : store.namespace, name }
    const part = await ignoring('NotFound', store.client.get(store.form.type, place))
    if (part === undefined) return undefined
    texts.push(dataOf(part, 'part', store.form))
  }
  return joinParts(texts, digest)
}

/** Whether a record is in parts. */
export function isInParts(first: KubeObject): boolean {
  return Object.hasOwn(textsOf(first, 'annotations'), PARTS)
}

function digestOf(first: KubeObject): string {
  return (textsOf(first, 'annotations')[PARTS] ?? '').split(' ')[1] ?? ''
}

function partName(release: Named, digest: string, at: number): string {
  return `${partPrefix(release, digest)}${at}`
}

function partPrefix({ name, version }: Named, digest: string): string {
  return `${recordName(name, version)}.${digest.slice(0, 16)}.`
}

function partLabels({ name, version }: Named): Readonly<Record<string, string>> {
  return { name, owner: 'berth', version: String(version) }
}

function referenceTo({ kind, metadata }: KubeObject): JsonObject {
  const uid = metadata['uid']
  return {
    apiVersion: apiVersionOf({ group: '', version: 'v1' }),
    kind,
    name: metadata.name,
    uid: typeof uid === 'string' ? uid : '',
  }
}
