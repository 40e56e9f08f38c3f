import type { KubeObject } from '#kube'
import { mapAt, numberAt, textAt } from '../read.ts'
import { templateWarnings } from './pod.ts'

const manyCompletions = 100_000
const muchParallelism = 10_000

/** Sentences about a job or a template of jobs, whose spec stands at a path (job util WarningsForJobSpec). */
export function jobWarnings(path: readonly string[]) {
  const ofTemplate = templateWarnings({ path: [...path, 'template'], names: true })
  return (object: KubeObject, old: KubeObject | undefined): readonly string[] => {
    const isSame = old !== undefined && old.metadata['generation'] === object.metadata['generation']
    return isSame ? [] : [...sizeWarnings(object, path), ...ofTemplate(object, old)]
  }
}

function sizeWarnings(object: KubeObject, path: readonly string[]): string[] {
  const spec = mapAt(object, ...path)
  const isHuge =
    textAt(spec, 'completionMode') === 'Indexed' &&
    (numberAt(spec, 'completions') ?? 0) > manyCompletions &&
    (numberAt(spec, 'parallelism') ?? 0) > muchParallelism
  const detail =
    'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail'
  return isHuge ? [`${path.join('.')}: ${detail}`] : []
}
