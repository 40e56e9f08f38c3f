import { KustomizeError } from '../error.ts'
import { goJson } from '../resource/go-json.ts'
import { idKey, idText, type ResourceId } from '../resource/id.ts'
import type { ResourceList } from '../resource/list.ts'
import { resourceText } from '../resource/print.ts'
import type { Resource } from '../resource/resource.ts'
import type { Accumulator } from './accumulator.ts'
import { loadTransformers } from './external.ts'
import type { Target } from './target.ts'

const VALIDATED_BY = 'validated-by'

/** Runs the validators of a kustomization: transformers that must not change anything but set one label. */
export function runValidators(target: Target, into: Accumulator): void {
  const { validators = [] } = target.kustomization
  if (validators.length === 0) return
  for (const { run } of loadTransformers(target, validators)) {
    const before = recordsOf(into.resources)
    run(into.resources)
    into.resources.touched()
    const change = changeOf(before, recordsOf(into.resources))
    if (change === undefined) continue
    const message = `validator shouldn't modify the resource map: ${change}`
    throw new KustomizeError({ code: 'plugin', message, hint: 'move it to transformers' })
  }
}

interface Recorded {
  readonly id: ResourceId
  readonly content: string
  readonly text: string
}

/** What the resources are, by their ids, without the label that a validator may set. */
function recordsOf(resources: ResourceList): ReadonlyMap<string, Recorded> {
  return new Map(
    resources.resources.map((resource) => {
      const plain = resource.labels.has(VALIDATED_BY) ? withoutMark(resource) : resource
      const { id } = resource
      return [idKey(id), { id, content: goJson(plain.value), text: resourceText(plain) }]
    }),
  )
}

function withoutMark(resource: Resource): Resource {
  const copy = resource.copy()
  const { labels } = copy
  labels.delete(VALIDATED_BY)
  copy.labels = labels
  return copy
}

/** The first difference between two sets of resources, in the reference's words; undefined where there is none. */
function changeOf(before: ReadonlyMap<string, Recorded>, after: ReadonlyMap<string, Recorded>): string | undefined {
  if (before.size !== after.size) return `lists have different number of entries: ${before.size} and ${after.size}`
  for (const [key, { id, content, text }] of before) {
    const now = after.get(key)
    if (now === undefined) return `id in self missing from other; id: ${idText(id)}`
    if (now.content !== content) return `nodes unequal: \n -- ${text},\n -- ${now.text}`
  }
  return undefined
}
