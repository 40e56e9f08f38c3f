import type { ManifestObject } from '../contract/apply.ts'
import type { BringDefinitions, ContentRequest, RenderContent } from '../contract/content.ts'
import type { UpgradeOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { upgradeCrds } from '../crd/upgrade.ts'
import { liveObjects } from '../history/leftovers.ts'
import { previewHistory } from '../history/preview.ts'
import { newestOf, readHistory, upgradeBase, withStatus } from '../history/read.ts'
import { endText, isUninstalled, superseded } from '../history/settle.ts'
import { readManifest } from '../manifest/read.ts'
import { checkUserLabels, mergeUserLabels } from '../record/labels.ts'
import { bringOnce } from './bring-crds.ts'
import { adoptedOf, changeObjects, writeSettings } from './change.ts'
import { checkHidden, checkName, isDryRun } from './check.ts'
import { draftRelease } from './draft.ts'
import { reasonOf, reworded } from './failure.ts'
import { install } from './install.ts'
import { methodAfter } from './part.ts'
import { prune } from './prune.ts'
import { recover } from './recover.ts'
import { type Run, withRun } from './run.ts'
import { failUpgrade } from './upgrade-failure.ts'

/**
 * Upgrades a release; with `options.install` it installs one that is not there. Throws ReleaseError; what failed midway
 * leaves a `failed` record, and the revision before stays the deployed one. Source: helm.sh/helm/v4 pkg/action/upgrade.go.
 */
export async function upgrade(world: ReleaseWorld, options: UpgradeOptions, render: RenderContent): Promise<Release> {
  if (options.install !== undefined) {
    const newest = (await readHistory(world, options.name)).at(-1)
    if (newest === undefined) return await install(world, options.install, render)
    if (isUninstalled(newest)) return await install(world, { ...options.install, replaces: true }, render)
  }
  checkHidden(options)
  checkName(options, () => `release name is invalid: ${options.name}`)
  checkUserLabels(options.labels ?? {})
  const settled = options.undoesOnFailure === true && options.wait === 'hookOnly' ? waiting(options) : options
  if (isDryRun(options)) return await dryRun(world, settled, render)
  const { name, description, takesOver } = options
  return await withRun(world, { name, operation: 'upgrade', description, takesOver }, async (run) => {
    await recover(run, settled)
    return await perform(run, settled, render)
  })
}

/** To undo on failure, failures have to be waited for. */
function waiting(options: UpgradeOptions): UpgradeOptions {
  return { ...options, wait: options.compat === 'helm3' ? 'legacy' : 'watcher' }
}

/** What an upgrade goes from and to. */
interface Prepared {
  readonly base: Release
  readonly draft: Release
  readonly before: readonly ManifestObject[]
  readonly after: readonly ManifestObject[]
  readonly adopted: readonly ManifestObject[]
}

async function perform(run: Run, options: UpgradeOptions, render: RenderContent): Promise<Release> {
  const task = { history: run.history, options, render, beforeRender: bringingCrds(run, options) }
  const { base, draft, ...change } = await prepare(run.world, task)
  await prune(run, options.historyMax)
  run.current = draft
  await run.step('record', () => run.create(draft))
  try {
    const hooks = { before: 'pre-upgrade', after: 'post-upgrade' } as const
    const settings = settingsOf(base, draft, options)
    await changeObjects(run, { change, hooks, settings }, options)
  } catch (error) {
    return await failUpgrade(run, options, error)
  }
  await run.step('finish', async () => {
    const end = withStatus(run.current, 'deployed', endText(run.current, options.description ?? ''))
    for (const record of superseded(run.history, run.current)) await run.updateQuietly(record)
    await run.update(end)
  })
  return run.current
}

/** `--upgrade-crds`: what is rendered afterwards may look for the kinds, so they come first. */
function bringingCrds(run: Run, options: UpgradeOptions): BringDefinitions | undefined {
  if (options.upgradesCrds !== true || options.skipsCrds === true) return undefined
  const settings = { method: methodAfter(newestOf(run.history), options), strategy: options.wait }
  return bringOnce(run, (crds) => upgradeCrds(run.world, crds, settings))
}

function settingsOf(base: Release, draft: Release, options: UpgradeOptions): ReturnType<typeof writeSettings> {
  const wasClientSide = base.apply_method !== 'ssa'
  return writeSettings(draft, options, wasClientSide && draft.apply_method === 'ssa')
}

interface Task {
  readonly history: readonly Release[]
  readonly options: UpgradeOptions
  readonly render: RenderContent
  readonly beforeRender?: BringDefinitions | undefined
}

async function prepare(world: ReleaseWorld, { history, ...task }: Task): Promise<Prepared> {
  const { options } = task
  const base = upgradeBase(history, options.name)
  const newest = newestOf(history)
  const draft = await draftOf(world, { base, newest, ...task })
  const after = await readManifest(draft.manifest, world)
  const before = await readCurrent(world, history, base)
  const settings = settingsOf(base, draft, options)
  const adopted = await adoptedOf(world, { before, after }, { settings, options })
  return { base, draft, before, after, adopted }
}

interface Bases extends Omit<Task, 'history'> {
  readonly base: Release
  readonly newest: Release
}

async function draftOf(world: ReleaseWorld, bases: Bases): Promise<Release> {
  const { base, newest, options, render, beforeRender } = bases
  const version = newest.version + 1
  const request = requestOf(world, base, { options, revision: version })
  const content = await render(beforeRender === undefined ? request : { ...request, beforeRender })
  const { clock, timeText } = world
  return draftRelease(content, {
    name: options.name,
    namespace: base.namespace,
    version,
    info: {
      first_deployed: base.info.first_deployed,
      last_deployed: timeText(clock.now()),
      deleted: '',
      description: 'Preparing upgrade',
      status: 'pending-upgrade',
    },
    method: methodAfter(newest, options),
    labels: mergeUserLabels(newest.labels, options.labels ?? {}),
  })
}

function requestOf(
  { client }: ReleaseWorld,
  previous: Release,
  { options, revision }: { readonly options: UpgradeOptions; readonly revision: number },
): ContentRequest {
  return { name: options.name, namespace: previous.namespace, revision, isUpgrade: true, previous, client }
}

async function readCurrent(
  world: ReleaseWorld,
  history: readonly Release[],
  base: Release,
): Promise<readonly ManifestObject[]> {
  try {
    return await liveObjects(world, history, base)
  } catch (error) {
    throw reworded(error, `${currentWords(reasonOf(error))}: ${reasonOf(error)}`, 'bad-manifest')
  }
}

function currentWords(reason: string): string {
  if (!reason.includes('no matches for kind')) return 'unable to build kubernetes objects from current release manifest'
  return (
    'current release manifest contains removed kubernetes api(s) for this kubernetes version and it is therefore ' +
    'unable to build the kubernetes objects for performing the diff. error from kubernetes'
  )
}

/** Everything but writing. */
async function dryRun(world: ReleaseWorld, options: UpgradeOptions, render: RenderContent): Promise<Release> {
  const history = await previewHistory(world, { ...options, next: 'upgrade' })
  const { draft } = await prepare(world, { history, options, render })
  return withStatus(draft, 'pending-upgrade', options.description || 'Dry run complete')
}
