import { textAt } from '#kube'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { identityOf } from '../manifest/match.ts'
import { readLive, UnreadableObject } from './live.ts'
import { strangerReason } from './marks.ts'
import { objectText } from './place.ts'

/**
 * Which of these objects are in the cluster already and may be taken over: they carry the release's marks, or
 * `takesOwnership` is set. Throws ReleaseError `ownership` for one that belongs to somebody else, `apply` for one that
 * cannot be read. Source: helm.sh/helm/v4 pkg/action/validate.go.
 */
export async function checkOwnership(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  { owner, takesOwnership }: Pick<WriteSettings, 'owner' | 'takesOwnership'>,
): Promise<readonly ManifestObject[]> {
  const live = await readLive(world, objects.filter(hasName), 'metadata').catch((error: unknown) => {
    throw unreadable(error)
  })
  return objects.filter((one) => {
    const found = live.get(identityOf(one))
    if (found === undefined) return false
    const reason = owner === undefined || takesOwnership === true ? undefined : strangerReason(found, owner)
    if (reason === undefined) return true
    throw new ReleaseError(
      'ownership',
      `${objectText(one)} exists and cannot be imported into the current release: ${reason}`,
      { hint: '--take-ownership takes it over; or delete it, or give it another name' },
    )
  })
}

/** False for names that the server makes. */
function hasName({ object: { metadata } }: ManifestObject): boolean {
  const isMade = textAt(metadata, 'generateName') !== ''
  if (isMade && metadata.name !== '') {
    throw new ReleaseError('bad-manifest', 'metadata.name and metadata.generateName cannot both be set')
  }
  return !isMade
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof UnreadableObject)) return error
  const { one, message, cause } = error
  return new ReleaseError('apply', `could not get information about the resource ${objectText(one)}: ${message}`, {
    cause,
  })
}
