import {
  copyOf,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  StatusError,
  sameJson,
  setField,
  valueAt,
} from '#kube'
import { comparable, crdBreaks } from '#plan'
import type { RenderedResource } from '#render'
import { createAll } from '../apply/create.ts'
import { FIELD_MANAGER } from '../apply/manager.ts'
import { patiently } from '../apply/patiently.ts'
import { locate } from '../apply/place.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { readManifest } from '../manifest/read.ts'
import { type CrdSettings, waitServed } from './install.ts'
import { instancesOf } from './instances.ts'

/**
 * Brings the CRDs of a chart to what its files say: makes those that are not there, and changes those that differ, as long as
 * no object that is there breaks; gives those that were written. Throws ReleaseError `crd`, before anything is written.
 */
export async function upgradeCrds(
  world: ObjectWorld,
  crds: readonly RenderedResource[],
  settings: CrdSettings,
): Promise<readonly ManifestObject[]> {
  const objects = (await Promise.all(crds.map(({ text, source }) => readManifest(text, world, source)))).flat()
  const states = await Promise.all(objects.map((one) => stateOf(world, one)))
  const changed = states.filter(({ live, merged }) => live !== undefined && !isSame(live, merged))
  await Promise.all(changed.map((state) => checkUnbroken(world, state)))
  const missing = states.filter(({ live }) => live === undefined).map(({ one }) => one)
  if (missing.length > 0) await createAll(world, missing, settings)
  for (const { one, live } of changed) await putCrd(world, one, { live: live as KubeObject, isDryRun: false })
  const written = [...missing, ...changed.map(({ one }) => one)]
  if (written.length > 0) {
    await waitServed(world, written, settings.strategy)
    world.mapper.reset()
  }
  return written
}

interface State {
  readonly one: ManifestObject
  readonly live: KubeObject | undefined
  /** What would be there. */
  readonly merged: KubeObject | undefined
}

async function stateOf(world: ObjectWorld, one: ManifestObject): Promise<State> {
  const { type, place } = await locate(one, world)
  try {
    const live = await patiently(world, () => world.client.get(type, place, { signal: world.signal }))
    return { one, live, merged: await putCrd(world, one, { live, isDryRun: true }) }
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code !== 404) throw error
    return { one, live: undefined, merged: undefined }
  }
}

/** Whether the server has it so already. */
function isSame(live: KubeObject, merged: KubeObject | undefined): boolean {
  return merged !== undefined && sameJson(comparable(live), comparable(merged))
}

async function checkUnbroken(world: ObjectWorld, { one, live }: State): Promise<void> {
  if (live === undefined) return
  const breaks = crdBreaks(live, one.object, await instancesToFit(world, live))
  if (breaks.length === 0) return
  throw new ReleaseError('crd', brokenText(one, breaks), {
    hint: 'change the objects first, or leave --upgrade-crds out',
  })
}

async function instancesToFit(world: ObjectWorld, live: KubeObject): Promise<readonly KubeObject[]> {
  try {
    return await instancesOf(world, live)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ReleaseError('crd', `cannot tell what an upgrade of ${live.metadata.name} would break: ${reason}`, {
      cause: error,
      hint: 'get the right to list its objects, or leave --upgrade-crds out',
    })
  }
}

/** What a definition would break, for people. */
export function brokenText({ object, source }: ManifestObject, breaks: readonly string[]): string {
  const lines = breaks.map((text) => `\n  ${text}`).join('')
  return `the definition ${object.metadata.name} of ${source} does not fit what is there:${lines}`
}

/** Puts what a definition says over the live one; gives what comes of it. Throws ReleaseError `crd`. */
export async function putCrd(
  world: ObjectWorld,
  one: ManifestObject,
  { live, isDryRun }: { readonly live: KubeObject; readonly isDryRun: boolean },
): Promise<KubeObject> {
  const { type } = await locate(one, world)
  const options = { fieldManager: FIELD_MANAGER, ...(isDryRun && { dryRun: true }) }
  try {
    return await patiently(world, () => world.client.update(type, withSchemaOf(live, one.object), options))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ReleaseError('crd', `failed to upgrade CRD ${one.source}: ${reason}`, { cause: error })
  }
}

/** A definition as it is there with what another says: its spec, and labels and annotations over those that are there. */
function withSchemaOf(live: KubeObject, wanted: KubeObject): KubeObject {
  const metadata: JsonObject = { ...live.metadata }
  for (const field of ['labels', 'annotations']) {
    const merged = mergedMap(live.metadata[field], wanted.metadata[field])
    if (merged !== undefined) metadata[field] = merged
  }
  return { ...live, metadata: metadata as KubeObject['metadata'], spec: withBundle(live, wanted['spec'] as JsonObject) }
}

function mergedMap(old: Json | undefined, next: Json | undefined): JsonObject | undefined {
  if (!isMap(next)) return undefined
  const merged: JsonObject = isMap(old) ? copyOf(old) : {}
  for (const key of Object.keys(next)) setField(merged, key, next[key] as Json)
  return merged
}

/** What an injector has put in stays, where the file leaves it open. */
function withBundle(live: KubeObject, spec: JsonObject): JsonObject {
  const bundle = valueAt(live, 'spec', 'conversion', 'webhook', 'clientConfig', 'caBundle')
  const webhook = valueAt(spec, 'conversion', 'webhook')
  const config = valueAt(webhook, 'clientConfig')
  if (bundle === undefined || !isMap(webhook) || !isMap(config) || config['caBundle'] !== undefined) return spec
  const injected = { ...webhook, clientConfig: { ...config, caBundle: bundle } }
  return { ...spec, conversion: { ...(spec['conversion'] as JsonObject), webhook: injected } }
}
