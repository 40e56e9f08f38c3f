import { StatusError } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { errorOf, failureOf, forAll, type Outcome } from './outcome.ts'
import { patiently } from './patiently.ts'
import { locate } from './place.ts'

/** What happens to what objects own. */
export interface RemoveSettings {
  readonly cascade: 'background' | 'foreground' | 'orphan'
}

/**
 * Deletes objects in the order given, those of one kind together; gives those that are going or gone. Throws ReleaseError
 * `delete` after all were tried; its cause is the failure, or an AggregateError of several.
 * Source: helm.sh/helm/v4 pkg/kube/client.go `Delete`.
 */
export async function removeAll(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  { cascade }: RemoveSettings,
): Promise<readonly ManifestObject[]> {
  const work = async (one: ManifestObject): Promise<Outcome> => {
    try {
      await removeOne(world, one, cascade)
      return { one, action: 'deleted' }
    } catch (error) {
      return { one, action: 'deleted', failure: errorOf(error) }
    }
  }
  const outcomes = await forAll(world, objects, { work })
  const failure = failureOf(world, outcomes, { code: 'delete', between: '; ' })
  if (failure !== undefined) throw failure
  return outcomes.map(({ one }) => one)
}

const POLICIES: Readonly<Record<RemoveSettings['cascade'], string>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
}

/** Deletes one object; false when there was none. Throws what the client throws. */
export async function removeOne(
  world: ObjectWorld,
  one: ManifestObject,
  cascade: RemoveSettings['cascade'],
): Promise<boolean> {
  const { type, place } = await locate(one, world)
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: POLICIES[cascade] }
  try {
    await patiently(world, () => world.client.remove(type, place, body))
    return true
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404) return false
    throw error
  }
}
