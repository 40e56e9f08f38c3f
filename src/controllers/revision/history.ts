import type { ResourceType } from '#client'
import { mapAt } from '#kinds'
import { type JsonObject, type KubeObject, labelSelectorOf, textAt, valueAt } from '#kube'
import type { Context } from '#reconcile'
import { claim } from '../owner/claim.ts'
import { BY_CONTROLLER, controllerReference, ORPHANS } from '../owner/owner.ts'
import { isRefusal, unless } from '../refusal.ts'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { decideRevision, hasData, inOrder } from './decide.ts'

/** Whose history it is, and how its revisions are called. */
export interface Historian {
  readonly owner: KubeObject
  readonly ownerType: ResourceType
  /** The owner's state as a revision keeps it. */
  readonly data: JsonObject
  /** The label that tells the hash. */
  readonly hashLabel: string
  /** Names that were taken before, as the owner's status tells. */
  readonly collisions: number | undefined
  hash(collisions: number | undefined): string | Promise<string>
}

/** The states an owner has been in. */
export interface History {
  /** The revision of the owner's state now. */
  readonly current: KubeObject
  /** The others, oldest first. */
  readonly others: readonly KubeObject[]
  /** Names that turned out to be taken; goes into the owner's status. */
  readonly collisions: number | undefined
}

/**
 * Adopts the owner's revisions and makes sure that the newest one has its state: kept, made, or an older one with a new
 * number after a roll-back. Source: kubernetes pkg/controller/history.
 */
export async function recordHistory(historian: Historian, context: Context): Promise<History> {
  const revisions = inOrder(await ownRevisions(historian, context))
  const decision = decideRevision(revisions, historian.data)
  const others = revisions.filter((one) => decision.act === 'create' || one !== decision.revision)
  const { collisions } = historian
  if (decision.act === 'create') return { ...(await createRevision(historian, decision.number, context)), others }
  if (decision.act === 'keep') return { current: decision.revision, others, collisions }
  const renumbered = { ...decision.revision, revision: decision.number }
  const current = await context.client.update(types.controllerRevisions, renumbered)
  return { current, others, collisions }
}

/** Removes revisions; those that are gone are no error. */
export async function removeRevisions(revisions: readonly KubeObject[], { client }: Context): Promise<void> {
  for (const { metadata } of revisions) {
    const place = { namespace: textAt(metadata, 'namespace'), name: metadata.name }
    await unless(['NotFound'], client.remove(types.controllerRevisions, place))
  }
}

/** How many old revisions an owner wants to keep. */
export function historyLimitOf(owner: KubeObject): number {
  const limit = mapAt(owner, 'spec')['revisionHistoryLimit']
  return typeof limit === 'number' && limit >= 0 ? limit : DEFAULT_LIMIT
}

const DEFAULT_LIMIT = 10

async function ownRevisions({ owner, ownerType }: Historian, context: Context): Promise<readonly KubeObject[]> {
  const { cache } = context.informer(types.controllerRevisions)
  const controlled = cache.byIndex(BY_CONTROLLER, textAt(owner, 'metadata', 'uid'))
  const orphans = cache.byIndex(ORPHANS, textAt(owner, 'metadata', 'namespace'))
  const selector = labelSelectorOf(valueAt(owner, 'spec', 'selector'))
  const matches = (one: KubeObject): boolean => selector.matches(labelsOf(one))
  const candidates = [...controlled, ...orphans]
  return claim({ owner, ownerType, type: types.controllerRevisions, candidates, matches }, context)
}

/** A name that is taken by another state is left to it: the next one is tried. */
async function createRevision(
  historian: Historian,
  number: number,
  { client }: Context,
): Promise<{ readonly current: KubeObject; readonly collisions: number | undefined }> {
  for (let { collisions } = historian; ; collisions = (collisions ?? 0) + 1) {
    const revision = revisionOf(historian, number, await historian.hash(collisions))
    try {
      return { current: await client.create(types.controllerRevisions, revision), collisions }
    } catch (error) {
      if (!isRefusal(error, 'AlreadyExists')) throw error
    }
    const place = { namespace: textAt(revision, 'metadata', 'namespace'), name: revision.metadata.name }
    const there = await client.get(types.controllerRevisions, place)
    if (hasData(there, historian.data)) return { current: there, collisions }
  }
}

function revisionOf({ owner, data, hashLabel }: Historian, revision: number, hash: string): KubeObject {
  const { annotations } = mapAt(owner, 'metadata')
  const { labels } = mapAt(owner, 'spec', 'template', 'metadata')
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: revisionName(owner.metadata.name, hash),
      namespace: textAt(owner, 'metadata', 'namespace'),
      labels: { ...(labels as JsonObject | undefined), [hashLabel]: hash },
      ...(annotations !== undefined && { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    data,
    revision,
  }
}

/** The name of a revision; the owner's name is cut so that it stays within 253 bytes. */
function revisionName(owner: string, hash: string): string {
  return `${owner.slice(0, MAX_PREFIX)}-${hash}`
}

const MAX_PREFIX = 223
