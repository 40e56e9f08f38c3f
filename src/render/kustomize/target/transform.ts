import { isObject } from '../resource/json.ts'
import type { Origin } from '../resource/origin.ts'
import { unshareEntries } from '../transformers/shared-entry.ts'
import type { Accumulator } from './accumulator.ts'
import { loadTransformers } from './external.ts'
import { observe } from './observer.ts'
import { configureSteps } from './steps.ts'
import type { Target } from './target.ts'

/** Configures the transformers of a kustomization, all of them, then runs one after the other. Throws `KustomizeError`. */
export function runTransformers(target: Target, into: Accumulator): void {
  const { transformers = [] } = target.kustomization
  const steps = [...configureSteps(target, into.configuration), ...loadTransformers(target, transformers)]
  const { resources } = into
  const { observer } = target.state.options
  for (const { run, origin, cause } of steps) {
    observe({ observer, resources, cause }, () => run(resources))
    if (origin !== undefined) recordStep(into, origin)
    resources.dropEmpties()
    resources.touched()
  }
}

function recordStep({ resources }: Accumulator, origin: Origin): void {
  for (const resource of resources) {
    // a resource without an origin was made by the transformer itself
    if (resource.origin === undefined) resource.origin = origin
    else resource.transformations.push(origin)
    // the reference writes all annotations anew to add its own
    const { metadata } = resource.value
    const annotations = isObject(metadata) ? metadata['annotations'] : undefined
    if (isObject(annotations)) unshareEntries(annotations)
  }
}
