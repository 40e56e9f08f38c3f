import type { RenderedResource } from '#render'
import { createAll } from '../apply/create.ts'
import { readLive } from '../apply/live.ts'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { identityOf } from '../manifest/match.ts'
import { readManifest } from '../manifest/read.ts'
import { waitReady } from '../wait/ready.ts'

/** How CRDs are installed. */
export interface CrdSettings extends Pick<WriteSettings, 'method' | 'isForcedConflicts' | 'isDryRun'> {
  readonly strategy: WaitStrategy
}

/** How long new kinds may take to be served. */
const TIMEOUT_MS = 60_000

/**
 * Installs the CRDs of a chart that are not there yet, waits until they are served, and forgets what was known of kinds;
 * gives those that are new. Throws ReleaseError `crd`; `not-ready` and `timeout` unless only hooks are waited for.
 * Source: helm.sh/helm/v4 pkg/action/install.go.
 */
export async function installCrds(
  world: ObjectWorld,
  crds: readonly RenderedResource[],
  settings: CrdSettings,
): Promise<readonly ManifestObject[]> {
  const installed: ManifestObject[] = []
  for (const crd of crds) installed.push(...(await installFile(world, crd, settings)))
  if (installed.length > 0 && settings.isDryRun !== true) {
    await waitServed(world, installed, settings.strategy)
    world.mapper.reset()
  }
  return installed
}

async function installFile(
  world: ObjectWorld,
  { text, source }: RenderedResource,
  settings: CrdSettings,
): Promise<readonly ManifestObject[]> {
  try {
    const objects = await readManifest(text, world, source)
    const live = await readLive(world, objects, 'metadata')
    const missing = objects.filter((one) => !live.has(identityOf(one)))
    return missing.length === 0 ? [] : (await createAll(world, missing, settings)).created
  } catch (error) {
    const { message, hint } = error as { readonly message: string; readonly hint?: string }
    throw new ReleaseError('crd', `failed to install CRD ${nameOf(source)}: ${message}`, { hint, cause: error })
  }
}

/** The file as its own chart has it: `crds/toy.yaml`. */
function nameOf(source: string): string {
  return /(?:^|\/)(crds\/.*)$/.exec(source)?.[1] ?? source
}

/** Helm 4 waits for nothing but hooks unless told otherwise; what comes next fails without its kinds, so it is tried. */
export async function waitServed(
  world: ObjectWorld,
  crds: readonly ManifestObject[],
  strategy: WaitStrategy,
): Promise<void> {
  if (strategy !== 'hookOnly') return waitReady(world, crds, { strategy, timeoutMs: TIMEOUT_MS })
  try {
    await waitReady(world, crds, { strategy: 'watcher', timeoutMs: TIMEOUT_MS })
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.code === 'interrupted') throw error
    world.report({ type: 'warning', text: error.message })
  }
}
