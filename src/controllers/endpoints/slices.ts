import type { Indexers } from '#client'
import { asMap } from '#kinds'
import { isTerminating, type KubeObject, textAt } from '#kube'
import { type Context, keyOfObject, type ObjectKey } from '#reconcile'
import { isNamespaceClosing } from '../pod/make.ts'
import { isRefusal } from '../refusal.ts'
import { types } from '../types.ts'
import { MANAGED_BY, SERVICE_LABEL, withTriggerTime } from './labels.ts'
import type { Plan } from './plan.ts'
import type { Written } from './written.ts'

const BY_SERVICE = 'service-and-manager'

/** Index of slices by their service and who keeps them. */
export const sliceIndexers: Indexers = {
  [BY_SERVICE]: (slice) => {
    const place = placeOf(slice)
    return place === undefined ? [] : [place]
  },
}

/** A service's slices that `manager` keeps and that are not going away. */
export function slicesOf(key: ObjectKey, manager: string, context: Context): readonly KubeObject[] {
  const found = context.informer(types.endpointSlices).cache.byIndex(BY_SERVICE, placeAs(key, manager))
  return found.filter((slice) => !isTerminating(slice))
}

/** The service that a slice belongs to, if `manager` keeps the slice. */
export function serviceOf(slice: KubeObject | undefined, manager: string): ObjectKey | undefined {
  if (slice === undefined || textAt(slice, 'metadata', 'labels', MANAGED_BY) !== manager) return undefined
  const name = textAt(slice, 'metadata', 'labels', SERVICE_LABEL)
  return name === '' ? undefined : { namespace: keyOfObject(slice).namespace, name }
}

/** With what slices are written. */
export interface Writing {
  /** `namespace/name` of the service. */
  readonly key: string
  readonly written: Written
  /** What the annotation with the time of the change says; undefined removes it, null leaves it alone. */
  readonly time: string | undefined | null
  readonly mayCreate: boolean
}

/** Does what a plan says. A namespace that is going away ends it silently; other refusals are thrown. */
export async function writeSlices(plan: Plan, writing: Writing, { client }: Context): Promise<void> {
  const { key, written, mayCreate, time } = writing
  try {
    for (const slice of mayCreate ? plan.create : []) {
      written.put(key, await client.create(types.endpointSlices, timed(slice, time)))
    }
    for (const slice of plan.update) {
      written.put(key, await client.update(types.endpointSlices, timed(slice, time)))
    }
    for (const slice of plan.remove) {
      await removeSlice(slice, client)
      written.drop(key, slice)
    }
  } catch (error) {
    if (!isNamespaceClosing(error)) throw error
  }
}

async function removeSlice({ metadata }: KubeObject, client: Context['client']): Promise<void> {
  try {
    await client.remove(types.endpointSlices, { namespace: textAt(metadata, 'namespace'), name: metadata.name })
  } catch (error) {
    if (!isRefusal(error, 'NotFound')) throw error
  }
}

function timed(slice: KubeObject, time: string | undefined | null): KubeObject {
  if (time === null) return slice
  const annotations = withTriggerTime(asMap(slice.metadata['annotations']), time)
  return { ...slice, metadata: { ...slice.metadata, annotations } }
}

function placeOf(slice: KubeObject): string | undefined {
  const labels = asMap(slice.metadata['labels'])
  const [service, manager] = [labels[SERVICE_LABEL], labels[MANAGED_BY]]
  if (typeof service !== 'string' || typeof manager !== 'string') return undefined
  return placeAs({ namespace: textAt(slice, 'metadata', 'namespace'), name: service }, manager)
}

function placeAs({ namespace, name }: ObjectKey, manager: string): string {
  return `${namespace}/${name}/${manager}`
}
