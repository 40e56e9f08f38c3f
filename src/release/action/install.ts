import { orderByNeeds } from '#plan'
import { createAll } from '../apply/create.ts'
import { updateInStages } from '../apply/staged.ts'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { ContentRequest, ReleaseContent, RenderContent } from '../contract/content.ts'
import type { InstallOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { counted } from '../counted.ts'
import { installCrds } from '../crd/install.ts'
import { upgradeCrds } from '../crd/upgrade.ts'
import { ReleaseError } from '../error.ts'
import { liveObjects } from '../history/leftovers.ts'
import { withStatus } from '../history/read.ts'
import { endText, failureText } from '../history/settle.ts'
import { addedObjects } from '../manifest/match.ts'
import { keptPolicy } from '../ownership/keep.ts'
import { checkUserLabels } from '../record/labels.ts'
import { bringOnce } from './bring-crds.ts'
import { checkHidden, checkName, isDryRun } from './check.ts'
import { clearHooks } from './clean-up.ts'
import { draftRelease } from './draft.ts'
import { reasonOf, reworded } from './failure.ts'
import { createNamespace } from './namespace.ts'
import { hooksStep, waitStep } from './part.ts'
import { recover } from './recover.ts'
import { type Run, withRun } from './run.ts'
import { checkTarget, ownedOf, readTarget } from './target.ts'
import { tearDown } from './tear-down.ts'

/**
 * Installs a release. Throws ReleaseError; what failed midway leaves a `failed` record, as Helm leaves it. An install that
 * died is taken up again. Source: helm.sh/helm/v4 pkg/action/install.go.
 */
export async function install(world: ReleaseWorld, options: InstallOptions, render: RenderContent): Promise<Release> {
  checkHidden(options)
  checkName(options, (reason) => reason)
  checkUserLabels(options.labels ?? {})
  const settled = options.undoesOnFailure === true && options.wait === 'hookOnly' ? waiting(options) : options
  if (isDryRun(options)) return await dryRun(world, settled, render)
  const { name, description, takesOver } = options
  return await withRun(world, { name, operation: 'install', description, takesOver }, async (run) => {
    const wasCutShort = run.interrupted?.journal?.operation === 'install'
    await recover(run, settled)
    checkAvailable(run, settled, wasCutShort)
    return await perform(run, settled, render)
  })
}

/** To undo on failure, failures have to be waited for. */
function waiting(options: InstallOptions): InstallOptions {
  return { ...options, wait: options.compat === 'helm3' ? 'legacy' : 'watcher' }
}

/** The name is free, or `--replace` may take it; an install that was cut short goes on under its name. */
function checkAvailable({ history }: Run, { replaces, compat }: InstallOptions, wasCutShort: boolean): void {
  const status = history.at(-1)?.info.status
  if (status === undefined) return
  if (replaces === true && (status === 'uninstalled' || status === 'failed')) return
  if (wasCutShort && status === 'failed') return
  const text =
    compat === 'helm3'
      ? 'cannot re-use a name that is still in use'
      : 'release name check failed: cannot reuse a name that is still in use'
  throw new ReleaseError('record-exists', text, { hint: 'upgrade it instead, or uninstall it first' })
}

async function perform(run: Run, options: InstallOptions, render: RenderContent): Promise<Release> {
  const draft = await prepare(run, options, render)
  const after = await readTarget(run.world, draft.manifest)
  const before = await liveObjects(run.world, run.history, undefined)
  const claim = { settings: settingsOf(draft, options), options }
  const adopted = await ownedOf(run.world, addedObjects(before, after), claim)
  if (options.createsNamespace === true)
    await run.step('namespace', () => createNamespace(run.world, draft.apply_method))
  await run.holdNow()
  await supersedeUninstalled(run)
  run.current = draft
  await run.step('record', () => run.create(draft))
  try {
    await hooksStep(run, 'pre-install', options)
    await run.step('objects', () => write(run, { before, after, adopted }, options))
    await waitStep(run, after, options)
    await hooksStep(run, 'post-install', options)
    run.check()
  } catch (error) {
    return await fail(run, options, error)
  }
  const end = withStatus(run.current, 'deployed', endText(run.current, options.description ?? ''))
  await run.step('finish', () => run.updateQuietly(end))
  return end
}

/** Renders once the CRDs are there: templates look for what the server serves. */
async function prepare(run: Run, options: InstallOptions, render: RenderContent): Promise<Release> {
  const version = (run.history.at(-1)?.version ?? 0) + 1
  const request = requestOf(run.world, options)
  const settings = { method: methodOf(options), strategy: options.wait }
  const bring = options.upgradesCrds === true ? upgradeCrds : installCrds
  const beforeRender = bringOnce(run, (crds) => bring(run.world, crds, settings))
  const content = await render(options.skipsCrds === true ? request : { ...request, beforeRender })
  return draftOf(run.world, options, { version, content })
}

/** To templates every install is the first revision, also where it takes up the name of another release. */
function requestOf({ client, namespace }: ReleaseWorld, { name, dryRun: mode }: InstallOptions): ContentRequest {
  const asks = mode === 'client' ? undefined : client
  return { name, namespace, revision: 1, isUpgrade: false, previous: undefined, client: asks }
}

function methodOf({ method }: InstallOptions): 'csa' | 'ssa' {
  return method === 'auto' ? 'ssa' : method
}

function draftOf(
  { namespace, clock, timeText }: ReleaseWorld,
  options: InstallOptions,
  { version, content }: { readonly version: number; readonly content: ReleaseContent },
): Release {
  const now = timeText(clock.now())
  const description = 'Initial install underway'
  const info = { first_deployed: now, last_deployed: now, deleted: '', description, status: 'pending-install' } as const
  const { name, labels = {} } = options
  return draftRelease(content, { name, namespace, version, info, method: methodOf(options), labels })
}

function settingsOf(draft: Release, options: InstallOptions): WriteSettings {
  const { isForcedReplace, isForcedConflicts, takesOwnership } = options
  return {
    method: methodOf(options),
    owner: { name: draft.name, namespace: draft.namespace },
    fieldPolicy: keptPolicy(draft.chart),
    movesFromClientSide: true,
    ...(isForcedReplace !== undefined && { isForcedReplace }),
    ...(isForcedConflicts !== undefined && { isForcedConflicts }),
    ...(takesOwnership !== undefined && { takesOwnership }),
  }
}

/** The uninstalled revision whose name is used again is superseded; a failed one stays what it is. */
async function supersedeUninstalled(run: Run): Promise<void> {
  const newest = run.history.at(-1)
  if (newest === undefined || newest.info.status === 'failed') return
  await run.step('replace', () => run.update(withStatus(newest, 'superseded', 'superseded by new release')))
}

type Change = Parameters<typeof updateInStages>[1]

async function write({ world, current }: Run, change: Change, options: InstallOptions): Promise<void> {
  const settings = settingsOf(current, options)
  const isFresh = change.before.length === 0 && change.adopted?.length === 0
  const { stages } = orderByNeeds(change.after)
  const [only] = stages
  if (isFresh && only !== undefined && stages.length === 1)
    await createFresh(world, only.objects, { settings: { ...settings, isForcedConflicts: false }, options })
  else await updateInStages(world, change, { settings, gate: { strategy: options.wait, timeoutMs: options.timeoutMs } })
}

async function createFresh(
  world: ReleaseWorld,
  objects: readonly ManifestObject[],
  { settings, options }: { readonly settings: WriteSettings; readonly options: InstallOptions },
): Promise<void> {
  try {
    await createAll(world, objects, settings)
  } catch (error) {
    throw options.compat === 'helm3' ? counted(error) : error
  }
}

/** Marks the revision failed, or takes everything away again. Always throws. */
async function fail(run: Run, options: InstallOptions, error: unknown): Promise<never> {
  run.checkHeld()
  run.goOnCalmly()
  const failed = withStatus(run.current, 'failed', failureText(run.current, reasonOf(error)))
  if (options.undoesOnFailure !== true) {
    await run.step('fail', async () => {
      await run.updateQuietly(failed)
      await clearHooks(run, options)
    })
    throw error
  }
  await run.step('undo', () => undo(run, options, error))
  const flag = options.compat === 'helm3' ? 'atomic' : 'rollback-on-failure'
  const text = `release ${run.name} failed, and has been uninstalled due to ${flag} being set: ${reasonOf(error)}`
  throw reworded(error, text, 'apply')
}

async function undo(run: Run, options: InstallOptions, cause: unknown): Promise<void> {
  const { name, timeoutMs, wait, noHooks = false, compat = 'helm4' } = options
  try {
    await tearDown(run, { name, timeoutMs, wait, noHooks, compat, cascade: 'background' }, (_, work) => work())
  } catch (error) {
    const text = 'an error occurred while uninstalling the release. original install error'
    throw reworded(error, `${text}: ${reasonOf(cause)}: ${reasonOf(error)}`, 'delete')
  }
}

/** Everything but writing; a dry run by the client asks the server nothing. */
async function dryRun(world: ReleaseWorld, options: InstallOptions, render: RenderContent): Promise<Release> {
  const content = await render(requestOf(world, options))
  if (content.crds.length > 0 && options.skipsCrds !== true && options.dryRun === 'server') {
    const text = 'This chart or one of its subcharts contains CRDs. Rendering may fail or contain inaccuracies.'
    world.report({ type: 'warning', text })
  }
  const draft = draftOf(world, options, { version: 1, content })
  if (options.dryRun === 'server') await checkTarget(world, draft.manifest, options)
  return withStatus(draft, 'pending-install', 'Dry run complete')
}
