import { checkOwnership } from '../apply/ownership.ts'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { RunOptions } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { readManifest } from '../manifest/read.ts'
import { reasonOf, reworded, unable } from './failure.ts'

/** What an install asks the cluster before it writes. */
export interface TargetOptions extends RunOptions {
  readonly takesOwnership?: boolean
  /** An upgrade may find its objects there. */
  readonly isUpgrade?: boolean
}

/**
 * Asks the cluster what an install asks before it writes: is every kind of the manifest served, and does no object of it
 * belong to somebody else? Throws ReleaseError `bad-manifest`, `ownership`, `apply`. Source: helm.sh/helm/v4
 * pkg/action/install.go.
 */
export async function checkTarget(world: ObjectWorld, manifest: string, options: TargetOptions): Promise<void> {
  const objects = await readTarget(world, manifest)
  if (options.isUpgrade === true) return
  const { name, takesOwnership = false } = options
  const settings = { owner: { name, namespace: world.namespace }, takesOwnership }
  await ownedOf(world, objects, { settings, options })
}

/** The objects of a manifest that is to be installed. Throws ReleaseError `bad-manifest`. */
export async function readTarget(
  world: Pick<ObjectWorld, 'mapper' | 'namespace'>,
  manifest: string,
): Promise<readonly ManifestObject[]> {
  try {
    return await readManifest(manifest, world)
  } catch (error) {
    const text = `unable to build kubernetes objects from release manifest: ${reasonOf(error)}`
    throw reworded(error, text, 'bad-manifest')
  }
}

/** Who takes objects over, and in whose words a failure is told. */
interface Claim {
  readonly settings: Pick<WriteSettings, 'owner' | 'takesOwnership'>
  readonly options: Pick<RunOptions, 'compat'>
}

/** Those of the objects that are there already and may be taken over. Throws ReleaseError `ownership`, `apply`. */
export async function ownedOf(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  { settings, options }: Claim,
): Promise<readonly ManifestObject[]> {
  try {
    return await checkOwnership(world, objects, settings)
  } catch (error) {
    throw reworded(error, `${unable(options)} to continue with install: ${reasonOf(error)}`, 'ownership')
  }
}
