import { ClientError } from '#client'
import { type KubeObject, StatusError, textAt } from '#kube'
import { type ClientSidePatch, mergeOffline, patchOffline } from '#plan'
import { isAppliedAlready } from '../apply/applied.ts'
import { claimPatch } from '../apply/claim.ts'
import { clientSidePatch } from '../apply/client-side.ts'
import { createOne } from '../apply/create.ts'
import { FIELD_MANAGER } from '../apply/manager.ts'
import { patiently } from '../apply/patiently.ts'
import { type Located, locate, objectText } from '../apply/place.ts'
import { immutableFields } from '../apply/refusal.ts'
import { applyOnServer } from '../apply/server-side.ts'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { leaveFields } from '../ownership/resolve.ts'

/** One object that would be written. */
export interface Intent {
  readonly one: ManifestObject
  readonly live: KubeObject | undefined
  /** As the last revision asked for, with the release's marks. */
  readonly previous: KubeObject | undefined
}

/** What would come of it. */
export interface Foreseen {
  readonly merged: KubeObject | undefined
  /** Why the server would not take it. */
  readonly refusal: string | undefined
  /** Fields (`spec.selector`) that the server says cannot change. */
  readonly immutable: readonly string[]
}

/** How objects would be written, and who says what would come of it: the server, or our own merge. */
export interface ForeseeSettings extends WriteSettings {
  readonly asks: 'server' | 'client'
  /** Objects that go and come count as renamed where less than this part of their lines differs; 0 for never. */
  readonly renamesBelow?: number
  /** What others have written, and what stays, is told too. */
  readonly showsForeign?: boolean
}

/**
 * What would be there after a write. The server says so in a dry run; our own merge does where the server is not asked, where
 * dry runs are forbidden or a webhook cannot take part in them, and where what the object needs is not there yet. Throws what
 * the client throws when there is no answer.
 */
export async function foresee(world: ObjectWorld, intent: Intent, settings: ForeseeSettings): Promise<Foreseen> {
  const { one } = intent
  const ownMerge = (): KubeObject | undefined => mergeAlone(intent, settings)
  if (settings.asks === 'client') return { merged: ownMerge(), refusal: undefined, immutable: [] }
  try {
    const merged = await ask(world, intent, { ...settings, isDryRun: true })
    return { merged, refusal: undefined, immutable: [] }
  } catch (error) {
    const immutable = immutableFields(error)
    if (isNoAnswer(error)) return { merged: ownMerge(), refusal: undefined, immutable }
    if (!isRefusal(error)) throw error
    const merged = await mergedAllTheSame(world, intent, { settings, error }).catch(ownMerge)
    return { merged: merged ?? ownMerge(), refusal: refusalText(one, error), immutable }
  }
}

/** Without asking the server: what a client-side patch makes of it, or what applying it comes to. */
function mergeAlone(intent: Intent, settings: WriteSettings): KubeObject | undefined {
  const { one, live, previous } = intent
  if (live === undefined || settings.method === 'ssa') return mergeOffline({ previous, wanted: one.object, live })
  const patch = patchOf(intent, live, { settings, seesLive: previous === undefined })
  return patch === undefined ? live : patchOffline(live, patch)
}

async function ask(world: ObjectWorld, intent: Intent, settings: WriteSettings): Promise<KubeObject> {
  const { one, live, previous } = intent
  if (live === undefined) return createOne(world, one, settings)
  const located = await locate(one, world)
  if (settings.isForcedReplace === true) return replaced(world, { ...located, one, live })
  if (previous !== undefined && settings.method === 'ssa' && isAppliedAlready(previous, one.object, live)) return live
  const isClaimed = settings.movesFromClientSide === true && claimPatch(live) !== undefined
  if (settings.method === 'ssa' && !isClaimed) {
    const object = leaveFields(one.object, live, policyOf(settings))
    return applyOnServer(world, { ...located, one: { ...one, object }, live, settings })
  }
  // Two dry runs cannot follow each other: what moves to server-side apply is foreseen by the three-way patch.
  const patch = patchOf(intent, live, { settings, seesLive: isClaimed || previous === undefined })
  if (patch === undefined) return live
  const { type, place } = located
  return patiently(world, () => world.client.patch(type, place, patch, { fieldManager: FIELD_MANAGER, dryRun: true }))
}

interface Patching {
  readonly settings: WriteSettings
  /** What others have changed is set right in kinds of which only the manifests are compared otherwise. */
  readonly seesLive: boolean
}

function patchOf(
  { one, previous }: Intent,
  live: KubeObject,
  { settings, seesLive }: Patching,
): ClientSidePatch | undefined {
  const modified = leaveFields(one.object, live, policyOf(settings))
  const original = previous === undefined ? modified : leaveFields(previous, live, policyOf(settings))
  return clientSidePatch({ original, modified, live }, { seesLive })
}

function policyOf({ fieldPolicy = [] }: WriteSettings): Parameters<typeof leaveFields>[2] {
  return { policy: fieldPolicy, manager: FIELD_MANAGER }
}

function replaced(
  world: ObjectWorld,
  { one, type, live }: Located & { readonly one: ManifestObject; readonly live: KubeObject },
): Promise<KubeObject> {
  const resourceVersion = textAt(live.metadata, 'resourceVersion')
  const object = { ...one.object, metadata: { ...one.object.metadata, resourceVersion } }
  return world.client.update(type, object, { fieldManager: FIELD_MANAGER, dryRun: true })
}

/** With fields that others own: what would be there if they were taken over. */
async function mergedAllTheSame(
  world: ObjectWorld,
  intent: Intent,
  { settings, error }: { readonly settings: ForeseeSettings; readonly error: unknown },
): Promise<KubeObject | undefined> {
  if (!(error instanceof ReleaseError) || error.code !== 'conflict') return undefined
  return ask(world, intent, { ...settings, isDryRun: true, isForcedConflicts: true })
}

/** Forbidden, not there yet, or not to be had in a dry run: nothing is said about the object itself. */
function isNoAnswer(thrown: unknown): boolean {
  if (thrown instanceof ClientError) return thrown.code === 'unknown-kind'
  const error = thrown instanceof ReleaseError ? thrown.cause : thrown
  if (!(error instanceof StatusError)) return false
  return [403, 404, 405].includes(error.status.code ?? 0) || /does not support dry[- ]?run/i.test(error.message)
}

function isRefusal(error: unknown): boolean {
  if (error instanceof ReleaseError) return true
  return error instanceof StatusError && [400, 409, 422, 500].includes(error.status.code ?? 0)
}

function refusalText(one: ManifestObject, error: unknown): string {
  return `${objectText(one)}: ${error instanceof Error ? error.message : String(error)}`
}
