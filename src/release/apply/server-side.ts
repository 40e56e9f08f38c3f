import { type KubeObject, StatusError, textAt } from '#kube'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { isOwnershipConflict } from '../ownership/conflict.ts'
import { settleConflicts } from '../ownership/resolve.ts'
import { FIELD_MANAGER } from './manager.ts'
import { patiently } from './patiently.ts'
import { kindText, type Located } from './place.ts'

/** One object to apply. */
export interface Applying extends Located {
  readonly one: ManifestObject
  readonly settings: WriteSettings
  /** As it is there, where that is known. */
  readonly live?: KubeObject | undefined
}

/**
 * Applies an object on the server as `helm`, strictly validated. Conflicts are settled by the release's rules and the
 * presets. Throws ReleaseError `conflict` for fields that no rule speaks of, and what the client throws.
 */
export async function applyOnServer(world: ObjectWorld, applying: Applying): Promise<KubeObject> {
  const { one, settings } = applying
  try {
    return await send(world, applying, settings.isForcedConflicts === true)
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    if (error.status.code === 415) throw new Error(`server-side apply not available on the server: ${error.message}`)
    const where = `${textAt(one.object, 'metadata', 'namespace')}/${one.object.metadata.name} ${kindText(one)}`
    const words = `conflict occurred while applying object ${where}: `
    if (isOwnershipConflict(error)) return settle(world, applying, { error, words })
    throw error.code === 'Conflict' ? new ReleaseError('conflict', words + error.message, { cause: error }) : error
  }
}

function send(world: ObjectWorld, { type, place, one, settings }: Applying, isForced: boolean): Promise<KubeObject> {
  const { managedFields: _, ...metadata } = one.object.metadata
  const body = { ...one.object, metadata }
  return patiently(world, () =>
    world.client.patch(
      type,
      place,
      { type: 'apply', body },
      {
        fieldManager: FIELD_MANAGER,
        fieldValidation: 'Strict',
        isForced,
        ...(settings.isDryRun === true && { dryRun: true }),
      },
    ),
  )
}

async function settle(
  world: ObjectWorld,
  applying: Applying,
  { error, words }: { readonly error: StatusError; readonly words: string },
): Promise<KubeObject> {
  const { one, settings, type, place } = applying
  const live = applying.live ?? (await world.client.get(type, place))
  try {
    const settled = settleConflicts({ refusal: error, wanted: one.object, live, policy: settings.fieldPolicy ?? [] })
    return await send(world, { ...applying, one: { ...one, object: settled.object } }, settled.isForced)
  } catch (failure) {
    if (!(failure instanceof ReleaseError)) throw failure
    const [, ...fields] = failure.message.split('\n')
    const name = `${one.object.kind}/${one.object.metadata.name}`
    const lines = [...fields.map((field) => `${name} ${field.trim()}`), failure.hint ?? '']
    throw new ReleaseError(failure.code, words + error.message, { hint: lines.join('\n').trim(), cause: error })
  }
}
