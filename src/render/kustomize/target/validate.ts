import { KustomizeError } from '../error.ts'
import { goJson } from '../resource/go-json.ts'
import type { ResourceList } from '../resource/list.ts'
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
    const before = contentsOf(into.resources)
    run(into.resources)
    into.resources.touched()
    if (contentsOf(into.resources) === before) continue
    const message = "validator shouldn't modify the resource map: nodes unequal"
    throw new KustomizeError({ code: 'plugin', message, hint: 'move it to transformers' })
  }
}

function contentsOf(resources: ResourceList): string {
  return resources.resources
    .map((resource) => {
      const copy = resource.labels.has(VALIDATED_BY) ? withoutMark(resource) : resource
      return goJson(copy.value)
    })
    .sort()
    .join('\n')
}

function withoutMark(resource: Resource): Resource {
  const copy = resource.copy()
  const { labels } = copy
  labels.delete(VALIDATED_BY)
  copy.labels = labels
  return copy
}
