import { textAt } from '#kube'
import type { ManifestObject, WriteSettings, Written } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { RESOURCE_POLICY } from '../manifest/keep.ts'
import { addedObjects, identityOf, repeatedIn } from '../manifest/match.ts'
import { createOne } from './create.ts'
import { type LiveObjects, readLive, UnreadableObject } from './live.ts'
import { withMarks } from './marks.ts'
import { errorOf, failureOf, forAll, type Outcome, writtenOf } from './outcome.ts'
import { explained } from './refusal.ts'
import { removeOne } from './remove.ts'
import { updateOne } from './update-one.ts'

/** Two states of a release. */
export interface Change {
  readonly before: readonly ManifestObject[]
  readonly after: readonly ManifestObject[]
  /** Those of `after` that `before` has not and the cluster has (`checkOwnership`). */
  readonly adopted?: readonly ManifestObject[]
}

/**
 * Brings the cluster from one state of a release to another: creates, patches or applies, then deletes what only the old
 * state had and no policy keeps. An object that cannot be updated keeps others from being deleted, not from being updated;
 * one that cannot be created ends it. Throws ReleaseError (`apply`, `conflict`, `immutable`, `delete`, `interrupted`) with
 * what was written so far. Source: helm.sh/helm/v4 pkg/kube/client.go `Update`.
 */
export async function updateAll(world: ObjectWorld, change: Change, settings: WriteSettings): Promise<Written> {
  const gone = addedObjects(change.after, change.before)
  const live = await readLive(world, [...change.after, ...gone], 'marked').catch((error: unknown) => {
    throw unreadable(error)
  })
  const written = await writeAll(world, { change, live, settings })
  const failure = failureOf(world, written, { code: 'apply', between: ' && ' })
  if (failure !== undefined) throw failure
  const removed = settings.isDryRun === true ? [] : await removeOld(world, gone, live)
  const late = failureOf(world, removed, { code: 'delete', between: ' && ' })
  const all = writtenOf([...written, ...removed])
  if (late === undefined) return all
  throw new ReleaseError(late.code, late.message, { hint: late.hint, cause: late.cause, written: all })
}

interface Writing {
  readonly change: Change
  readonly live: LiveObjects
  readonly settings: WriteSettings
}

/** What is created may end it all: nothing that follows is begun before it is there. */
function writeAll(world: ObjectWorld, { change, live, settings }: Writing): Promise<readonly Outcome[]> {
  const before = byIdentity(change.before)
  const adopted = byIdentity(change.adopted ?? [])
  const isKnown = (one: ManifestObject): boolean => before.has(identityOf(one)) || adopted.has(identityOf(one))
  const repeated = repeatedIn(change.after)
  const work = async (plain: ManifestObject): Promise<Outcome> => {
    const one = withMarks(plain, settings.owner)
    const now = repeated.has(plain) ? await readLive(world, [one], 'marked') : live
    const there = now.get(identityOf(one))
    if (there === undefined) return create(world, one, settings)
    if (!isKnown(one)) return { one, action: 'updated', failure: unexpected(one, settings), isFatal: true }
    const previous = before.get(identityOf(one))
    const original =
      settings.method === 'ssa' && previous !== undefined ? withMarks(previous, settings.owner) : previous
    const updating = { one, live: there, original: (original ?? one).object, isAdopted: previous === undefined }
    try {
      return { one, action: (await updateOne(world, updating, settings)) ? 'updated' : 'unchanged' }
    } catch (error) {
      return { one, action: 'updated', failure: errorOf(error) }
    }
  }
  return forAll(world, change.after, {
    work,
    isAlone: (one) => repeated.has(one) || !live.has(identityOf(one)) || !isKnown(one),
  })
}

async function create(world: ObjectWorld, one: ManifestObject, settings: WriteSettings): Promise<Outcome> {
  try {
    await createOne(world, one, settings)
    return { one, action: 'created' }
  } catch (error) {
    return { one, action: 'created', failure: explained(error, one, 'failed to create resource: '), isFatal: true }
  }
}

/** Something made it after it was looked for: a hook, or somebody else. */
function unexpected({ object: { kind, metadata } }: ManifestObject, { owner }: WriteSettings): Error {
  const name = JSON.stringify(metadata.name)
  const text =
    owner?.compat === 'helm3'
      ? `no ${kind} with the name ${name} found`
      : `original object ${kind} with the name ${name} not found`
  return new ReleaseError('apply', text, {
    hint: 'it was created while this ran, maybe by a hook: run it again',
  })
}

function removeOld(
  world: ObjectWorld,
  gone: readonly ManifestObject[],
  live: LiveObjects,
): Promise<readonly Outcome[]> {
  const there = gone.filter((one) => live.has(identityOf(one)))
  const work = async (one: ManifestObject): Promise<Outcome | undefined> => {
    const policy = textAt(live.get(identityOf(one)), 'metadata', 'annotations', RESOURCE_POLICY)
    if (policy === 'keep') return { one, action: 'kept' }
    try {
      return (await removeOne(world, one, 'background')) ? { one, action: 'deleted' } : undefined
    } catch (error) {
      const failure = new Error(`failed to delete resource ${one.object.metadata.name}: ${errorOf(error).message}`, {
        cause: error,
      })
      return { one, action: 'deleted', failure }
    }
  }
  return forAll(world, there, { work })
}

function byIdentity(objects: readonly ManifestObject[]): ReadonlyMap<string, ManifestObject> {
  return new Map(objects.toReversed().map((one) => [identityOf(one), one]))
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof UnreadableObject)) return error
  const message = `could not get information about the resource: ${error.message}`
  return new ReleaseError('apply', message, { cause: error.cause })
}
