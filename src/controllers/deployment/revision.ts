import { mapAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { annotations, sizeOf } from './facts.ts'
import { fencesOf } from './fences.ts'

/** The number that the next template of a Deployment gets: one more than any of its old sets has. */
export function nextRevision(oldSets: readonly KubeObject[]): bigint {
  return oldSets.map(revisionOf).reduce((most, revision) => (revision > most ? revision : most), 0n) + 1n
}

/** The revision of a set, an int64; 0 where it tells none. */
export function revisionOf(set: KubeObject): bigint {
  return readRevision(textAt(set, 'metadata', 'annotations', annotations.revision)) ?? 0n
}

function readRevision(text: string): bigint | undefined {
  const number = /^[+-]?\d{1,40}$/.test(text) ? BigInt(text.replace('+', '')) : undefined
  return number !== undefined && BigInt.asIntN(64, number) === number ? number : undefined
}

/** As long as a history of revisions may get. */
const HISTORY_CHARACTERS = 2000

/** Annotations that a Deployment keeps for itself. */
const OWN: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  ...Object.values(annotations),
  'deprecated.deployment.rollback.to',
])

/**
 * The annotations of the set of a Deployment's template: the Deployment's, and the revision where it is higher than the
 * one the set has, which goes into its history. Source: kubernetes `SetNewReplicaSetAnnotations`.
 */
export function annotationsOfNew(deployment: KubeObject, set: KubeObject, revision: bigint): JsonObject {
  const old = mapAt(set, 'metadata', 'annotations')
  const copied = Object.entries(mapAt(deployment, 'metadata', 'annotations')).filter(([name]) => !OWN.has(name))
  const found: JsonObject = { ...old, ...Object.fromEntries(copied) }
  const before = textAt(old, annotations.revision)
  const known = before === '' ? 0n : readRevision(before)
  if (known === undefined || known >= revision) return found
  const history = before === '' ? undefined : historyWith(textAt(old, annotations.history), before)
  return {
    ...found,
    ...(history !== undefined && { [annotations.history]: history }),
    [annotations.revision]: String(revision),
  }
}

/** The oldest revisions give way to a new one; undefined when it does not fit even so. */
function historyWith(history: string, revision: string): string | undefined {
  const revisions = [...(history === '' ? [] : history.split(',')), revision]
  while (revisions.length > 1 && revisions.join(',').length > HISTORY_CHARACTERS) revisions.shift()
  const text = revisions.join(',')
  return text.length > HISTORY_CHARACTERS ? undefined : text
}

/** The annotations that tell a set for how many replicas of the Deployment it was sized. */
export function sizeAnnotations(deployment: KubeObject): JsonObject {
  const size = sizeOf(deployment)
  return { [annotations.desired]: String(size), [annotations.most]: String(size + fencesOf(deployment).surge) }
}
