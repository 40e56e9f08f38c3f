import { type KubeObject, textAt } from '#kube'
import type { ManifestObject, WriteSettings, Written } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { FIELD_MANAGER } from './manager.ts'
import { withMarks } from './marks.ts'
import { failureOf, forAll, type Outcome, writtenOf } from './outcome.ts'
import { patiently } from './patiently.ts'
import { locate } from './place.ts'
import { explained } from './refusal.ts'
import { applyOnServer } from './server-side.ts'

/**
 * Creates objects in the order given, those of one kind together; all are tried. Throws ReleaseError (`apply`, `conflict`,
 * `interrupted`) with what was written so far. Source: helm.sh/helm/v4 pkg/kube/client.go `Create`.
 */
export async function createAll(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  settings: WriteSettings,
): Promise<Written> {
  const marked = objects.map((one) => withMarks(one, settings.owner))
  const work = async (one: ManifestObject): Promise<Outcome> => {
    try {
      return { action: 'created', one: named(one, await createOne(world, one, settings)) }
    } catch (error) {
      return { action: 'created', one, failure: explained(error, one) }
    }
  }
  const outcomes = await forAll(world, marked, { work })
  const failure = failureOf(world, outcomes, { code: 'apply', between: '\n' })
  if (failure !== undefined) throw failure
  return writtenOf(outcomes)
}

/** Creates one object, by an apply or by a create; gives it as it is there. Throws what the client throws. */
export async function createOne(world: ObjectWorld, one: ManifestObject, settings: WriteSettings): Promise<KubeObject> {
  const { type, place } = await locate(one, world)
  const isNamedByServer = place.name === '' && textAt(one.object, 'metadata', 'generateName') !== ''
  if (settings.method === 'ssa' && !isNamedByServer) return applyOnServer(world, { one, type, place, settings })
  return patiently(world, () =>
    world.client.create(type, one.object, {
      fieldManager: FIELD_MANAGER,
      ...(place.namespace !== undefined && { namespace: place.namespace }),
      ...(settings.isDryRun === true && { dryRun: true }),
    }),
  )
}

/** With the name that the server made. */
function named(one: ManifestObject, live: KubeObject): ManifestObject {
  const { metadata } = one.object
  if (metadata.name !== '') return one
  return { ...one, object: { ...one.object, metadata: { ...metadata, name: live.metadata.name } } }
}
