import { isSame, isSameGo, loadTemplateDump, mapAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, valueAt } from '#kube'
import { compareAge, HASH_LABEL, type Rollout } from './facts.ts'

/**
 * Parts the sets of a Deployment: the one whose template is the Deployment's but for its hash (the oldest, should there be
 * several), and the others, the oldest first. Source: kubernetes `FindNewReplicaSet`, `FindOldReplicaSets`.
 */
export async function partSets(deployment: KubeObject, sets: readonly KubeObject[]): Promise<Rollout> {
  const byAge = [...sets].sort(compareAge)
  for (const newSet of byAge) {
    if (!(await isSameTemplate(newSet, deployment))) continue
    return { deployment, newSet, oldSets: byAge.filter((set) => set !== newSet) }
  }
  return { deployment, newSet: undefined, oldSets: byAge }
}

/** Whether two objects have the same pod template but for its hash, as Go compares what it read. */
export async function isSameTemplate(a: KubeObject, b: KubeObject): Promise<boolean> {
  const [left, right] = [templateOf(a), templateOf(b)]
  if (sameJson(left, right) || isSame(left, right)) return true
  // A field that is there and empty is the same to Go as one that is not, unless it is a pointer: only its types know.
  if (!isSameGo(left, right)) return false
  const dump = await loadTemplateDump()
  return dump(left) === dump(right)
}

function templateOf(object: KubeObject): JsonObject {
  const template = mapAt(object, 'spec', 'template')
  const labels = mapAt(template, 'metadata', 'labels')
  if (valueAt(labels, HASH_LABEL) === undefined) return template
  const { [HASH_LABEL]: _, ...others } = labels
  return { ...template, metadata: { ...mapAt(template, 'metadata'), labels: others } }
}
