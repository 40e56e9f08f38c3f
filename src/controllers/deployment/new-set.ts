import { mapAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import { controllerReference, isControlledBy } from '../owner/owner.ts'
import { isNamespaceClosing } from '../pod/make.ts'
import { templateHash } from '../pod/template-hash.ts'
import { isRefusal, unless } from '../refusal.ts'
import { types } from '../types.ts'
import { conditionOf, conditionsOf, findCondition, type Said, withCondition } from './condition.ts'
import { annotations, HASH_LABEL, isRolling, limitOf, sizeOf } from './facts.ts'
import { reasons } from './progress.ts'
import { annotationsOfNew, nextRevision, sizeAnnotations } from './revision.ts'
import { sizeOfNew } from './rolling.ts'
import { isSameTemplate } from './template.ts'
import { annotate, commit, note, replace, type Work } from './work.ts'

/**
 * Brings the annotations of the set of the template up to date, if there is one, and the Deployment's revision with it
 * (mutates `work`). Source: kubernetes `getNewReplicaSet`.
 */
export async function syncNewSet(work: Work): Promise<void> {
  const { newSet, deployment, context } = work
  if (newSet === undefined) return
  const wanted = annotationsOfNew(deployment, newSet, nextRevision(work.oldSets))
  const minReadySeconds = numberAt(mapAt(deployment, 'spec'), 'minReadySeconds') ?? 0
  const spec = mapAt(newSet, 'spec')
  const isReadySame = (numberAt(spec, 'minReadySeconds') ?? 0) === minReadySeconds
  if (!isReadySame || !sameJson(wanted, mapAt(newSet, 'metadata', 'annotations'))) {
    const changed = {
      ...newSet,
      metadata: { ...newSet.metadata, annotations: wanted },
      spec: isReadySame ? spec : { ...spec, minReadySeconds },
    }
    replace(work, await context.client.update(types.replicaSets, changed))
  }
  annotate(work, annotations.revision, textAt(wanted, annotations.revision))
  if (findCondition(conditionsOf(deployment), 'Progressing') === undefined)
    say(work, { status: 'True', reason: reasons.found, message: `Found new replica set "${newSet.metadata.name}"` })
}

function say(work: Work, said: Omit<Said, 'type'>): void {
  if (limitOf(work.deployment, 'progressDeadlineSeconds') === undefined) return
  const condition = conditionOf({ type: 'Progressing', ...said }, work.context.clock.now())
  note(work, withCondition(conditionsOf(work.deployment), condition))
}

/**
 * Makes the set of the template, with the hash of it in name, labels and selector (mutates `work`). One that is there by
 * that name and is another's, or has another template, lets the Deployment count a collision. Throws what the server says.
 */
export async function createNewSet(work: Work): Promise<void> {
  const { context } = work
  const revision = nextRevision(work.oldSets)
  const set = await newSetOf(work, revision)
  try {
    work.newSet = await context.client.create(types.replicaSets, set)
    tellCreated(work, work.newSet)
  } catch (error) {
    const present = isRefusal(error, 'AlreadyExists') ? await presentOf(work, set) : undefined
    if (present === undefined) return refused(work, set, error)
    work.newSet = present
  }
  annotate(work, annotations.revision, String(revision))
}

async function newSetOf(work: Work, revision: bigint): Promise<KubeObject> {
  const { deployment } = work
  const spec = mapAt(deployment, 'spec')
  const template = mapAt(spec, 'template')
  const collisions = numberAt(mapAt(deployment, 'status'), 'collisionCount')
  const hash = { [HASH_LABEL]: await templateHash(template, collisions) }
  const labels = { ...mapAt(template, 'metadata', 'labels'), ...hash }
  const selector = mapAt(spec, 'selector')
  const minReadySeconds = numberAt(spec, 'minReadySeconds') ?? 0
  const empty: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash[HASH_LABEL] ?? ''}`,
      namespace: textAt(deployment, 'metadata', 'namespace'),
      labels,
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: isRolling(deployment) ? sizeOfNew(work, 0) : sizeOf(deployment),
      ...(minReadySeconds > 0 && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...mapAt(selector, 'matchLabels'), ...hash } },
      template: { ...template, metadata: { ...mapAt(template, 'metadata'), labels } },
    },
  }
  const told: JsonObject = { ...annotationsOfNew(deployment, empty, revision), ...sizeAnnotations(deployment) }
  return { ...empty, metadata: { ...empty.metadata, annotations: told } }
}

function tellCreated(work: Work, set: KubeObject): void {
  const { name } = set.metadata
  const message = `Scaled up replica set ${name} from 0 to ${sizeOf(set)}`
  if (sizeOf(set) > 0) work.context.record(work.stored, { type: 'Normal', reason: 'ScalingReplicaSet', message })
  say(work, { status: 'True', reason: reasons.created, message: `Created new replica set "${name}"` })
}

/** The set of that name, when it is what would have been made: the cache was behind. */
async function presentOf(work: Work, set: KubeObject): Promise<KubeObject | undefined> {
  const { deployment, context } = work
  const place = { namespace: textAt(set, 'metadata', 'namespace'), name: set.metadata.name }
  const present = await unless(['NotFound'], context.client.get(types.replicaSets, place))
  if (present === undefined || !isControlledBy(present, deployment)) return undefined
  return (await isSameTemplate(present, deployment)) ? present : undefined
}

/** Says why there is no set, and throws. */
async function refused(work: Work, set: KubeObject, error: unknown): Promise<never> {
  const { deployment, context } = work
  const status = mapAt(deployment, 'status')
  if (isRefusal(error, 'AlreadyExists')) {
    await commit(work, { ...status, collisionCount: (numberAt(status, 'collisionCount') ?? 0) + 1 })
  } else if (!isNamespaceClosing(error)) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `Failed to create new replica set "${set.metadata.name}": ${reason}`
    context.record(work.stored, { type: 'Warning', reason: reasons.refused, message })
    say(work, { status: 'False', reason: reasons.refused, message })
  }
  throw error
}
