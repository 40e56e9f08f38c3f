import type { KubeObject } from '#kube'
import type { Plan } from '#plan'
import { methodAfter } from '../action/part.ts'
import { rollbackDraft } from '../action/roll-back.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { BringDefinitions, ContentRequest, ReleaseContent, RenderContent } from '../contract/content.ts'
import type {
  ActionOptions,
  InstallOptions,
  RollbackOptions,
  UninstallOptions,
  UpgradeOptions,
} from '../contract/options.ts'
import type { ApplyMethod, Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { isDefinition, mapperWith } from '../crd/coming-kinds.ts'
import { ReleaseError } from '../error.ts'
import { liveObjects } from '../history/leftovers.ts'
import { previewHistory } from '../history/preview.ts'
import { newestOf, readHistory, upgradeBase } from '../history/read.ts'
import type { HookEvent } from '../hook/select.ts'
import { inOrderOf } from '../manifest/order.ts'
import { readManifest } from '../manifest/read.ts'
import { keptPolicy } from '../ownership/keep.ts'
import { withCauses, withRevision } from './causes.ts'
import { changesOf, type Foreseeable } from './changes.ts'
import { clusterId } from './cluster.ts'
import { type Definitions, definitionsOf, namespaceChange } from './definitions.ts'
import type { ForeseeSettings } from './dry-run.ts'
import { type HookStates, hookChanges } from './hooks.ts'

/** What an operation is carried out with; the operation says which. */
export type PlanOptions = InstallOptions | UpgradeOptions | RollbackOptions | UninstallOptions

/** What a plan tells beside what is done. */
export interface PlanLook extends Pick<ForeseeSettings, 'renamesBelow' | 'showsForeign'> {
  /** Test hooks are listed too. */
  readonly includesTests?: boolean
}

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: Plan
  /** What would be recorded; undefined for rollbacks and uninstalls, which render nothing. */
  readonly content: ReleaseContent | undefined
  /** What it would be carried out with. */
  readonly options: PlanOptions
  /** The newest revision that was there; 0 when there was none. */
  readonly newest: number
  /** The live objects that it was made against. */
  readonly live: readonly KubeObject[]
  /** What tells the cluster from all others; empty where nobody may ask. */
  readonly cluster: string
}

/** What an install would do. Nothing is written. Throws ReleaseError as `install` does, and what rendering throws. */
export async function planInstall(
  world: ReleaseWorld,
  options: InstallOptions,
  render: RenderContent,
  look: PlanLook = {},
): Promise<Planned> {
  const history = await previewHistory(world, { ...options, next: 'install' })
  const newest = history.at(-1)
  const isFree = newest === undefined || (options.replaces === true && isOver(newest))
  if (!isFree) {
    const hint = 'plan an upgrade instead, or uninstall it first'
    throw new ReleaseError('record-exists', 'cannot reuse a name that is still in use', { hint })
  }
  const method = options.method === 'auto' ? 'ssa' : options.method
  return planContent(world, { operation: 'install', history, base: undefined, options, look, method }, render)
}

function isOver({ info }: Release): boolean {
  return info.status === 'uninstalled' || info.status === 'failed'
}

/** What an upgrade would do; with `options.install`, an install where there is no release. Nothing is written. Throws as `upgrade` does. */
export async function planUpgrade(
  world: ReleaseWorld,
  options: UpgradeOptions,
  render: RenderContent,
  look: PlanLook = {},
): Promise<Planned> {
  const history = await previewHistory(world, { ...options, next: 'upgrade' })
  const status = history.at(-1)?.info.status
  if (options.install !== undefined && (status === undefined || status === 'uninstalled'))
    return planInstall(world, { ...options.install, replaces: true }, render, look)
  const base = upgradeBase(history, options.name)
  const method = methodAfter(newestOf(history), options)
  return planContent(world, { operation: 'upgrade', history, base, options, look, method }, render)
}

/** What a rollback would do. Nothing is written. Throws as `rollback` does. */
export async function planRollback(
  world: ReleaseWorld,
  options: RollbackOptions,
  look: PlanLook = {},
): Promise<Planned> {
  const history = await previewHistory(world, { ...options, next: 'rollback' })
  const base = newestOf(history)
  const draft = rollbackDraft(world, history, options)
  const after = await readManifest(draft.manifest, world)
  const before = await liveObjects(world, history, base)
  const method = draft.apply_method ?? 'csa'
  const settings = { ...settingsOf(world, { ...options, chart: draft.chart, method }), ...look }
  const found = await changesOf(world, { before, after: inInstallOrder(after, options) }, settings)
  const revision = options.revision === 0 ? base.version - 1 : options.revision
  const whole = { ...found, changes: withRevision(found.changes, revision) }
  return planned(world, { operation: 'rollback', history, options, look }, { found: whole, hooks: draft.hooks, base })
}

/** What an uninstall would do. Nothing is written. Throws ReleaseError `record-missing`. */
export async function planUninstall(
  world: ReleaseWorld,
  options: UninstallOptions,
  look: PlanLook = {},
): Promise<Planned> {
  const history = await readHistory(world, options.name)
  const base = newestOf(history)
  const objects = await liveObjects(world, history, base)
  const before = inOrderOf('uninstall', objects, options.compat ?? 'helm4')
  const settings: ForeseeSettings = { method: 'ssa', asks: 'client' }
  const found = await changesOf(world, { before, after: [] }, settings)
  return planned(world, { operation: 'uninstall', history, options, look }, { found, hooks: base.hooks, base })
}

interface Target {
  readonly operation: keyof typeof EVENTS
  readonly history: readonly Release[]
  readonly options: PlanOptions
  readonly look: PlanLook
}

interface ContentTarget extends Target {
  readonly options: InstallOptions | UpgradeOptions
  readonly base: Release | undefined
  readonly method: ApplyMethod
}

function requestOf(
  { client, namespace }: ReleaseWorld,
  { history, base, options, operation }: ContentTarget,
): ContentRequest {
  return {
    name: options.name,
    namespace: base?.namespace ?? namespace,
    // to templates every install is the first revision
    revision: operation === 'upgrade' ? (history.at(-1)?.version ?? 0) + 1 : 1,
    isUpgrade: operation === 'upgrade',
    previous: base,
    client: options.dryRun === 'client' ? undefined : client,
  }
}

async function planContent(world: ReleaseWorld, target: ContentTarget, render: RenderContent): Promise<Planned> {
  const { history, base, options, method } = target
  const { content, definitions } = await contentOf(world, target, render)
  const mapper = await mapperFor(world, content, definitions)
  const wider = { ...world, mapper }
  const after = inInstallOrder(await readManifest(content.manifest, wider), options)
  const before = await liveObjects(world, history, base)
  const settings = { ...settingsOf(world, { ...options, chart: content.chart, method }), ...target.look }
  const found = await changesOf(wider, { before, after }, settings)
  const namespaces = await namespaceChange(world, options)
  const whole: Foreseeable = {
    ...found,
    changes: [...namespaces.changes, ...definitions.changes, ...(await withCauses(found.changes, content))],
    warnings: [...definitions.warnings, ...found.warnings],
    refusals: [...namespaces.refusals, ...definitions.refusals, ...found.refusals],
  }
  const hooks = content.hooks.map((hook) => ({ ...hook, path: hook.source, manifest: hook.text, weight: hook.weight }))
  const made = await planned(world, target, { found: whole, hooks, base, explain: content.explain })
  return { ...made, content }
}

interface Rendering {
  readonly content: ReleaseContent
  readonly definitions: Definitions
}

/** Renders as if the kinds of definitions that are to come were served: templates look for that. */
async function contentOf(world: ReleaseWorld, target: ContentTarget, render: RenderContent): Promise<Rendering> {
  const request = requestOf(world, target)
  const settings = { isInstall: target.operation === 'install', options: target.options }
  let judged: Promise<Definitions> | undefined
  const beforeRender: BringDefinitions = async (crds) => {
    judged ??= definitionsOf(world, crds, settings)
    return (await judged).coming
  }
  const content = await render({ ...request, beforeRender })
  return { content, definitions: await (judged ?? definitionsOf(world, [], settings)) }
}

/** Knows what the server serves, and what it will serve once the definitions of the content are there. */
async function mapperFor(
  { mapper, namespace }: ReleaseWorld,
  { manifest }: ReleaseContent,
  { objects }: Definitions,
): Promise<ReleaseWorld['mapper']> {
  if (!/^\s*"?kind"?:\s*["']?CustomResourceDefinition/m.test(manifest)) return mapperWith(mapper, objects)
  const anyKind = { ...mapper, typeOf: async () => definitionType }
  const inside = await readManifest(manifest, { mapper: anyKind, namespace })
  return mapperWith(mapper, [...objects, ...inside.map(({ object }) => object).filter(isDefinition)])
}

const definitionType: Awaited<ReturnType<ReleaseWorld['mapper']['typeOf']>> = {
  group: '',
  version: '',
  resource: '',
  kind: '',
  isNamespaced: false,
  singular: '',
  shortNames: [],
  categories: [],
  verbs: [],
  subresources: [],
}

function inInstallOrder(
  objects: readonly ManifestObject[],
  { compat = 'helm4' }: Pick<ActionOptions, 'compat'>,
): readonly ManifestObject[] {
  return inOrderOf('install', objects, compat)
}

type Wishes = ActionOptions & { readonly chart: Release['chart']; readonly method: ApplyMethod }

function settingsOf({ namespace }: ReleaseWorld, wishes: Wishes): ForeseeSettings {
  const { name, method, chart, dryRun, compat, isForcedReplace, isForcedConflicts, takesOwnership } = wishes
  return {
    method,
    asks: dryRun === 'client' ? 'client' : 'server',
    owner: { name, namespace, compat },
    fieldPolicy: keptPolicy(chart),
    movesFromClientSide: true,
    isForcedReplace: isForcedReplace === true,
    isForcedConflicts: isForcedConflicts === true,
    takesOwnership: takesOwnership === true,
  }
}

/** The events of an operation's hooks. */
const EVENTS: Readonly<Record<'install' | 'upgrade' | 'rollback' | 'uninstall', readonly HookEvent[]>> = {
  install: ['pre-install', 'post-install'],
  upgrade: ['pre-upgrade', 'post-upgrade'],
  rollback: ['pre-rollback', 'post-rollback'],
  uninstall: ['pre-delete', 'post-delete'],
}

interface Findings extends Pick<HookStates, 'hooks' | 'explain'> {
  readonly found: Foreseeable
  readonly base: Release | undefined
}

async function planned(
  world: ReleaseWorld,
  { operation, history, options, look }: Target,
  { found, hooks, base, explain }: Findings,
): Promise<Planned> {
  const newest = history.at(-1)?.version ?? 0
  const events = options.noHooks === true ? [] : EVENTS[operation]
  const told = look.includesTests === true ? [...events, 'test' as const] : events
  const plan: Plan = {
    release: {
      name: options.name,
      namespace: world.namespace,
      revision: operation === 'uninstall' ? newest : newest + 1,
    },
    operation,
    changes: found.changes,
    ...(found.stages && { stages: found.stages }),
    hooks: await hookChanges(told, { hooks, before: base?.hooks ?? [], explain }),
    warnings: found.warnings,
    refusals: found.refusals,
  }
  return { plan, content: undefined, options, newest, live: [...found.live.values()], cluster: await clusterId(world) }
}
