import { mapAt, numberAt } from '#kinds'
import { isTerminating, type KubeObject, textAt } from '#kube'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { compareAge, limitOf, sizeOf } from './facts.ts'
import { revisionOf } from './revision.ts'
import type { Work } from './work.ts'

/**
 * Removes the sets of the oldest revisions that are more than the Deployment keeps; one that has pods, or whose controller
 * has not seen it yet, stays. Source: kubernetes `cleanupDeployment`.
 */
export async function cleanUp({ deployment, oldSets, context }: Work): Promise<void> {
  const limit = limitOf(deployment, 'revisionHistoryLimit')
  if (limit === undefined) return
  const there = oldSets.filter((set) => !isTerminating(set))
  const byRevision = [...there].sort((a, b) => Number(revisionOf(a) - revisionOf(b)) || compareAge(a, b))
  for (const set of byRevision.slice(0, Math.max(0, there.length - limit))) {
    if (!isIdle(set)) continue
    const place = { namespace: textAt(set, 'metadata', 'namespace'), name: set.metadata.name }
    await unless(['NotFound'], context.client.remove(types.replicaSets, place))
  }
}

function isIdle(set: KubeObject): boolean {
  const status = mapAt(set, 'status')
  const isSeen = Number(set.metadata['generation'] ?? 0) <= (numberAt(status, 'observedGeneration') ?? 0)
  return isSeen && sizeOf(set) === 0 && (numberAt(status, 'replicas') ?? 0) === 0
}
