import { isGone, waitFor } from '#client'
import { type KubeObject, StatusError } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { createOne } from './create.ts'
import { FIELD_MANAGER } from './manager.ts'
import { immutableFields, isDataBearing } from './refusal.ts'
import type { Applying } from './server-side.ts'

const TRIES = 5
const GONE_TIMEOUT_MS = 60_000

/**
 * Puts an object in place of the live one (`--force-replace`); where a field cannot change, deletes it and creates it again,
 * unless data hangs on it. Throws what the client throws. Source: helm.sh/helm/v4 pkg/kube/client.go `replaceResource`.
 */
export async function replaceOne(
  world: ObjectWorld,
  replacing: Applying & { readonly live: KubeObject },
): Promise<void> {
  try {
    await put(world, replacing)
  } catch (error) {
    const { kind } = replacing.one.object
    if (immutableFields(error).length === 0 || isDataBearing(kind) || replacing.settings.isDryRun === true) throw error
    await recreate(world, replacing)
  }
}

/** A write in between makes the version stale: then the object is read again. */
async function put(
  world: ObjectWorld,
  { one, type, place, live, settings }: Applying & { readonly live: KubeObject },
): Promise<void> {
  const { client } = world
  let current = live
  for (let left = TRIES; ; left--) {
    const { resourceVersion } = current.metadata
    const metadata = { ...one.object.metadata, ...(typeof resourceVersion === 'string' && { resourceVersion }) }
    try {
      await client.update(
        type,
        { ...one.object, metadata },
        {
          fieldManager: FIELD_MANAGER,
          fieldValidation: 'Strict',
          ...(settings.isDryRun === true && { dryRun: true }),
        },
      )
      return
    } catch (error) {
      if (left <= 1 || !(error instanceof StatusError) || error.code !== 'Conflict') throw error
      current = await client.get(type, place)
    }
  }
}

async function recreate(world: ObjectWorld, { one, type, place, settings }: Applying): Promise<void> {
  await world.client.remove(type, place, { propagationPolicy: 'Background' })
  const { clock, signal } = world
  await waitFor(world.client, { type, ...place }, isGone, { clock, timeoutMs: GONE_TIMEOUT_MS, signal })
  await createOne(world, one, settings)
}
