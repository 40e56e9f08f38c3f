import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { createManifestClient } from '#client'
import { apiVersionOf, isMap, type JsonObject, type KubeObject, textAt } from '#kube'
import { comparable, type ObjectChange, type Plan, redacted } from '#plan'
import { install } from '../action/install.ts'
import { rollback } from '../action/rollback.ts'
import { uninstall } from '../action/uninstall.ts'
import { upgrade } from '../action/upgrade.ts'
import type { ReleaseContent } from '../contract/content.ts'
import type { InstallOptions, RollbackOptions, UninstallOptions, UpgradeOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { readHistory } from '../history/read.ts'
import { inflate } from '../record/inflate.ts'
import { clusterId } from './cluster.ts'
import type { Planned, PlanOptions } from './plan.ts'

/**
 * A plan that can be carried out later, as it is kept in a file. What can be read in it is redacted; what will be written, with
 * its Secrets, is in `content`.
 */
export interface SavedPlan {
  readonly format: typeof FORMAT
  readonly plan: Plan
  readonly options: PlanOptions
  /** What is to be recorded, as gzipped JSON in base64; null where nothing was rendered. */
  readonly content: string | null
  /** The cluster that it was made for; empty where nobody could tell. */
  readonly cluster: string
  /** The newest revision that was there; 0 when there was none. */
  readonly newest: number
  /** Sums of the live objects, by `Kind.group/namespace/name`: what only the server writes is not in them. */
  readonly live: Readonly<Record<string, string>>
  /** Sum of all of the above. */
  readonly digest: string
}

const FORMAT = 'berth.dev/plan/v1'

/** A plan as text for a file. */
export function savePlan({ plan, content, options, newest, live, cluster }: Planned): string {
  const body = {
    format: FORMAT,
    plan: redacted(plan, content?.secrets),
    // It was planned dry; it is carried out for good.
    options: plan.operation === 'uninstall' ? options : { ...options, dryRun: 'none' },
    content: content === undefined ? null : packed(content),
    cluster,
    newest,
    live: Object.fromEntries(live.map((object) => [keyOf(object), sumOf(object)])),
  } as const
  return `${JSON.stringify({ ...body, digest: digestOf(body) }, undefined, 1)}\n`
}

function packed(content: ReleaseContent): string {
  const { explain: _, secrets: __, ...kept } = content
  return gzipSync(JSON.stringify(kept)).toString('base64')
}

function unpacked(text: string | null): ReleaseContent | undefined {
  return text === null ? undefined : (JSON.parse(inflate(text)) as ReleaseContent)
}

/** Reads what `savePlan` wrote into a file. Throws ReleaseError `bad-plan` for anything else, and for what was changed since. */
export function readSavedPlan(text: string, file = 'the plan'): SavedPlan {
  const saved = parsed(text)
  if (!isMap(saved) || saved['format'] !== FORMAT)
    throw new ReleaseError('bad-plan', `${file}: this is no saved plan`, { hint: 'berth plan … --out FILE writes one' })
  const { digest, ...body } = saved
  if (digest !== digestOf(body))
    throw new ReleaseError('bad-plan', `${file}: the saved plan was changed since it was made`, { hint: 'plan again' })
  return saved as unknown as SavedPlan
}

function parsed(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject
  } catch {
    return undefined
  }
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/**
 * Carries out a saved plan exactly: what is written is what the plan holds, nothing is rendered again. Throws ReleaseError
 * `stale-plan` with what is otherwise now, and what the operation throws. Gives the record; undefined where none is left.
 */
export async function applyPlan(world: ReleaseWorld, saved: SavedPlan): Promise<Release | undefined> {
  await checkUnmoved(world, saved)
  const { plan, options } = saved
  const content = unpacked(saved.content)
  const render = (): Promise<ReleaseContent> => Promise.resolve(content as ReleaseContent)
  switch (plan.operation) {
    case 'install':
      return install(world, options as InstallOptions, render)
    case 'upgrade':
      return upgrade(world, options as UpgradeOptions, render)
    case 'rollback':
      return rollback(world, options as RollbackOptions)
    case 'uninstall':
      return (await uninstall(world, options as UninstallOptions)).release
    case 'comparison':
      throw new ReleaseError('bad-plan', 'a comparison does nothing')
  }
}

/** Throws ReleaseError `stale-plan` when the release or one of its objects is not what the plan was made against. */
async function checkUnmoved(world: ReleaseWorld, { plan, newest, live, cluster }: SavedPlan): Promise<void> {
  if (world.namespace !== plan.release.namespace) {
    const text = `the plan is for namespace ${plan.release.namespace}, and not for ${world.namespace}`
    throw new ReleaseError('stale-plan', text, { hint: `add --namespace ${plan.release.namespace}` })
  }
  const here = await clusterId(world)
  if (cluster !== '' && here !== '' && cluster !== here)
    throw new ReleaseError('stale-plan', 'the plan is for another cluster', { hint: 'name its --kube-context' })
  const now = (await readHistory(world, plan.release.name)).at(-1)?.version ?? 0
  const moved: string[] = []
  if (now !== newest) moved.push(`the release is at revision ${now}, and was at ${newest}`)
  const client = createManifestClient(world.client, world.mapper, world.namespace)
  // What the server names has no name yet.
  for (const change of plan.changes.filter(({ name }) => name !== '')) {
    const found = await readNow(client, change)
    const [before, after] = [live[keyOf(subjectOf(change))], found && sumOf(found)]
    if (found !== undefined && textAt(found.metadata, 'resourceVersion') === change.against) continue
    if (before !== after) moved.push(`${nameOf(change)} ${movedText(before, after)}`)
  }
  if (moved.length === 0) return
  throw new ReleaseError(
    'stale-plan',
    `the cluster is not what the plan was made for:\n${moved.map((one) => `  ${one}`).join('\n')}`,
    {
      hint: 'plan again',
    },
  )
}

function movedText(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'is there now'
  return after === undefined ? 'is gone' : 'was changed'
}

async function readNow(
  client: ReturnType<typeof createManifestClient>,
  change: ObjectChange,
): Promise<KubeObject | undefined> {
  try {
    return await client.read(subjectOf(change))
  } catch (error) {
    // A kind that is only defined by the plan itself.
    if (error instanceof Error && 'code' in error && error.code === 'unknown-kind') return undefined
    throw error
  }
}

function subjectOf({ gvk, name, namespace }: ObjectChange): KubeObject {
  const metadata = { name, ...(namespace !== '' && { namespace }) }
  return { apiVersion: apiVersionOf(gvk), kind: gvk.kind, metadata }
}

function nameOf({ gvk, name }: ObjectChange): string {
  return `${gvk.kind}/${name}`
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${kind}.${apiVersion}/${textAt(metadata, 'namespace')}/${metadata.name}`
}

function sumOf(object: KubeObject): string {
  return createHash('sha256')
    .update(canonicalText(comparable(object)))
    .digest('hex')
}

/** JSON with keys in order: a server may change theirs. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
