import { type KubeObject, StatusError } from '#kube'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { leaveFields } from '../ownership/resolve.ts'
import { isAppliedAlready } from './applied.ts'
import { claimPatch } from './claim.ts'
import { clientSidePatch } from './client-side.ts'
import { FIELD_MANAGER } from './manager.ts'
import { patiently } from './patiently.ts'
import { type Located, locate } from './place.ts'
import { explained } from './refusal.ts'
import { replaceOne } from './replace.ts'
import { applyOnServer } from './server-side.ts'

/** One object that is there, and what it is to become. */
export interface Updating {
  /** As the last revision asked for; for an object that is taken over, as this one does. */
  readonly original: KubeObject
  readonly one: ManifestObject
  readonly live: KubeObject
  /** It was not the release's before. */
  readonly isAdopted: boolean
}

/** Brings one object to its manifest; false when nothing had to be sent. Throws ReleaseError, and what the client throws. */
export async function updateOne(world: ObjectWorld, updating: Updating, settings: WriteSettings): Promise<boolean> {
  const target = { ...(await locate(updating.one, world)), settings }
  if (settings.isForcedReplace === true) return replace(world, { ...updating, ...target })
  return settings.method === 'ssa' ? apply(world, { ...updating, ...target }) : patch(world, { ...updating, ...target })
}

type Target = Updating & Located & { readonly settings: WriteSettings }

async function replace(world: ObjectWorld, target: Target): Promise<true> {
  try {
    await replaceOne(world, target)
    return true
  } catch (error) {
    throw explained(error, target.one, 'failed to replace object: ')
  }
}

async function apply(world: ObjectWorld, target: Target): Promise<boolean> {
  const { one, settings, original } = target
  const live = settings.movesFromClientSide === true ? await claim(world, target) : target.live
  const isClaimed = live !== target.live
  if (!isClaimed && isAppliedAlready(original, one.object, live)) return false
  const object = leaveFields(one.object, live, { policy: settings.fieldPolicy ?? [], manager: FIELD_MANAGER })
  try {
    const result = await applyOnServer(world, { ...target, one: { ...one, object }, live })
    return isClaimed || result.metadata['resourceVersion'] !== live.metadata['resourceVersion']
  } catch (error) {
    throw explained(error, one)
  }
}

/** Gives what was written by client-side patches to the manager's applies; gives the object as it is then. */
async function claim(world: ObjectWorld, { one, type, place, live, settings }: Target): Promise<KubeObject> {
  let current = live
  try {
    return await patiently(world, async () => {
      const body = claimPatch(current)
      if (body === undefined) return current
      try {
        const options = {
          fieldManager: FIELD_MANAGER,
          fieldValidation: 'Strict',
          dryRun: settings.isDryRun === true,
        } as const
        return await world.client.patch(type, place, body, options)
      } catch (error) {
        if (error instanceof StatusError && error.code === 'Conflict') current = await world.client.get(type, place)
        throw error
      }
    })
  } catch (error) {
    throw explained(
      error,
      one,
      `failed to patch object to upgrade CSA field manager ${place.namespace ?? ''}/${place.name}: `,
    )
  }
}

async function patch(world: ObjectWorld, target: Target): Promise<boolean> {
  const { one, live, original, type, place, settings, isAdopted } = target
  const { kind, metadata } = one.object
  const policy = { policy: settings.fieldPolicy ?? [], manager: FIELD_MANAGER }
  const states = {
    original: leaveFields(original, live, policy),
    modified: leaveFields(one.object, live, policy),
    live,
  }
  const body = patchOf(states, isAdopted && settings.takesOwnership === true)
  if (body === undefined) return false
  const options = { fieldManager: FIELD_MANAGER, ...(settings.isDryRun === true && { dryRun: true }) }
  try {
    await patiently(world, () => world.client.patch(type, place, body, options))
    return true
  } catch (error) {
    throw explained(error, one, `cannot patch ${JSON.stringify(metadata.name)} with kind ${kind}: `)
  }
}

function patchOf(states: Parameters<typeof clientSidePatch>[0], seesLive: boolean): ReturnType<typeof clientSidePatch> {
  try {
    return clientSidePatch(states, { seesLive })
  } catch (error) {
    throw new Error(`failed to create patch: ${(error as Error).message}`, { cause: error })
  }
}
