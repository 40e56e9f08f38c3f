import { checkOwnership } from '../apply/ownership.ts'
import { updateInStages } from '../apply/staged.ts'
import type { Change } from '../apply/update.ts'
import type { ManifestObject, WriteSettings, Written } from '../contract/apply.ts'
import type { ActionOptions, RunOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { addedObjects } from '../manifest/match.ts'
import { readManifest } from '../manifest/read.ts'
import { keptPolicy } from '../ownership/keep.ts'
import { reasonOf, reworded, unable } from './failure.ts'
import { hooksStep, waitStep } from './part.ts'
import { recreatePods } from './recreate.ts'
import type { Run } from './run.ts'

/** The hooks around a change. */
export interface ChangeHooks {
  readonly before: 'pre-upgrade' | 'pre-rollback'
  readonly after: 'post-upgrade' | 'post-rollback'
}

/** Where a change went wrong, and what it had created by then. */
export class ChangeFailure extends Error {
  readonly stage: 'hooks' | 'objects' | 'wait'
  readonly created: readonly ManifestObject[]
  constructor(stage: ChangeFailure['stage'], created: readonly ManifestObject[], cause: unknown) {
    super(reasonOf(cause), { cause })
    this.stage = stage
    this.created = created
  }
}

/** Brings objects from one revision to another, hooks and wait included. Throws ChangeFailure. */
export async function changeObjects(
  run: Run,
  {
    change,
    hooks,
    settings,
  }: { readonly change: Change; readonly hooks: ChangeHooks; readonly settings: WriteSettings },
  options: ActionOptions & { readonly recreatesPods?: boolean },
): Promise<void> {
  let stage: ChangeFailure['stage'] = 'hooks'
  let created: readonly ManifestObject[] = []
  try {
    await hooksStep(run, hooks.before, options)
    stage = 'objects'
    if (options.refusesMixedForce === true) checkForce(settings)
    const gate = { strategy: options.wait, timeoutMs: options.timeoutMs }
    const written = await run.step('objects', () => updateInStages(run.world, change, { settings, gate }))
    created = written.created
    if (options.recreatesPods === true) await recreatePods(run.world, written)
    stage = 'wait'
    await waitStep(run, change.after, options)
    stage = 'hooks'
    await hooksStep(run, hooks.after, options)
    run.check()
  } catch (error) {
    throw new ChangeFailure(stage, writtenBy(error)?.created ?? created, error)
  }
}

/** Refuses what Helm 4 refuses. Throws ReleaseError `usage`. Source: helm.sh/helm/v4 pkg/kube/client.go `Update`. */
function checkForce({ method, isForcedReplace, isForcedConflicts }: WriteSettings): void {
  const text =
    method === 'csa' && isForcedConflicts === true
      ? 'invalid client update option(s): forceConflicts enabled when serverSideApply disabled'
      : method === 'ssa' && isForcedReplace === true
        ? 'invalid operation: cannot use server-side apply and force replace together'
        : undefined
  if (text !== undefined)
    throw new ReleaseError('usage', text, { hint: '--server-side=true or false says how objects are written' })
}

function writtenBy(error: unknown): Written | undefined {
  return error instanceof Error && 'written' in error ? (error.written as Written | undefined) : undefined
}

/** The objects of a revision that is to come. Throws ReleaseError `bad-manifest`. */
export async function readNew(world: ReleaseWorld, { manifest }: Release): Promise<readonly ManifestObject[]> {
  try {
    return await readManifest(manifest, world)
  } catch (error) {
    const text = `unable to build kubernetes objects from new release manifest: ${reasonOf(error)}`
    throw reworded(error, text, 'bad-manifest')
  }
}

/** Which new objects are in the cluster already and may be adopted. Throws ReleaseError `ownership`. */
export async function adoptedOf(
  world: ReleaseWorld,
  { before, after }: Pick<Change, 'before' | 'after'>,
  { settings, options }: { readonly settings: WriteSettings; readonly options: RunOptions },
): Promise<readonly ManifestObject[]> {
  try {
    return await checkOwnership(world, addedObjects(before, after), settings)
  } catch (error) {
    throw reworded(error, `${unable(options)} to continue with update: ${reasonOf(error)}`, 'ownership')
  }
}

/** How the objects of a revision are written. */
export function writeSettings(release: Release, options: ActionOptions, movesFromClientSide: boolean): WriteSettings {
  const { isForcedReplace, isForcedConflicts, takesOwnership, compat } = options
  return {
    method: release.apply_method ?? 'csa',
    owner: { name: release.name, namespace: release.namespace, compat },
    fieldPolicy: keptPolicy(release.chart),
    movesFromClientSide,
    ...(isForcedReplace !== undefined && { isForcedReplace }),
    ...(isForcedConflicts !== undefined && { isForcedConflicts }),
    ...(takesOwnership !== undefined && { takesOwnership }),
  }
}
