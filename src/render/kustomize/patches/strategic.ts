import { type MergeSchemas, mergeAsKustomize } from '#kube'
import { copyOddKey, isQuoted } from '#yaml'
import { copyJson, isObject, type Json, type JsonObject, newObject } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { patchFailure } from './failure.ts'
import type { PatchPlace } from './place.ts'
import { isQuotedText } from './quoted.ts'
import { writtenSchemas } from './written.ts'

/** What a strategic merge patch is applied with. */
export interface StrategicContext {
  readonly schemas: MergeSchemas
  readonly place: PatchPlace
}

/**
 * Merges a patch into a resource (mutates it); the resource is empty afterwards where the patch deletes it. Name, kind and
 * namespace stay unless the patch may change them. Throws `KustomizeError`.
 */
export function patchResource(resource: Resource, patch: Resource, { schemas, place }: StrategicContext): void {
  const { name, namespace, kind } = resource
  const { allowNameChange, allowKindChange } = patch.options
  if (allowNameChange || allowKindChange) resource.rememberId()
  resource.value = merged(resource, patch, { schemas, place })
  if (resource.isEmpty) return
  if (!allowKindChange) resource.kind = kind
  if (!allowNameChange) resource.name = name
  resource.namespace = namespace
}

function merged(resource: Resource, patch: Resource, { schemas, place }: StrategicContext): JsonObject {
  try {
    const merge = { schemas, isQuoted: isInQuotes, onNewKey: copyOddKey, written: writtenSchemas(schemas) }
    const value = mergeAsKustomize(resource.value, copyJson(patch.value), merge)
    return (value ?? newObject()) as JsonObject
  } catch (error) {
    throw patchFailure(error, { place, line: patch.place?.line })
  }
}

function isInQuotes(map: JsonObject, key: string): boolean {
  const value: Json | undefined = map[key]
  return typeof value === 'string' && (isQuoted(map, key) || isQuotedText(value))
}

/** Merges a patch into each of these resources, drops those that it deletes, and checks ids. Throws `KustomizeError`. */
export function patchSelected(
  resources: ResourceList,
  selected: readonly Resource[],
  patch: Resource,
  context: StrategicContext,
): void {
  for (const resource of selected) patchResource(resource, patchFor(patch, resource), context)
  const kept = resources.resources.filter((resource) => !resource.isEmpty)
  resources.replaceAll([])
  resources.appendAll(kept)
}

/**
 * A patch with a target counts as one of the target's group and version. As in the reference its labels and annotations
 * become texts, null too, so that none can be taken out.
 */
function patchFor(patch: Resource, { apiVersion }: Resource): Resource {
  const copy = patch.copy()
  const { labels, annotations, value } = copy
  if (isObject(value['metadata'])) {
    copy.labels = labels
    copy.annotations = annotations
  }
  if (apiVersion === '') delete copy.value['apiVersion']
  else copy.value['apiVersion'] = apiVersion
  return copy
}
