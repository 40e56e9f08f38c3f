import { createManifestClient } from '#client'
import { isMap, type Json, type KubeObject, StatusError } from '#kube'
import { type CompareFacts, compareObject, crdBreaks, mergeOffline, type ObjectChange, schemaOfKind } from '#plan'
import { loadAll, objectOf } from '#yaml'
import { FIELD_MANAGER } from '../apply/manager.ts'
import type { ReleaseContent } from '../contract/content.ts'
import type { InstallOptions, UpgradeOptions } from '../contract/options.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { visibleInstances } from '../crd/instances.ts'
import { brokenText, putCrd } from '../crd/upgrade.ts'

/** What becomes of the definitions that a source brings beside its objects. */
export interface Definitions {
  /** Those that will be there. */
  readonly objects: readonly KubeObject[]
  /** Those that are written. */
  readonly coming: readonly KubeObject[]
  readonly changes: readonly ObjectChange[]
  readonly warnings: readonly string[]
  readonly refusals: readonly string[]
}

const facts: Omit<CompareFacts, 'source' | 'schema'> = {
  ours: new Set([FIELD_MANAGER]),
  isOwned: true,
  refused: [],
  instances: [],
}

/** The definition of one file, held against what is there. */
interface Judged {
  readonly object: KubeObject
  readonly change: ObjectChange
  readonly refusal: string | undefined
}

/** What is done to definitions. */
interface Doing {
  readonly isCreating: boolean
  readonly isUpgrading: boolean
}

/**
 * The definitions of a source: an install creates those that are not there, an upgrade none; what is there stays as it is,
 * unless it is asked for. What differs is told.
 */
export async function definitionsOf(
  world: ReleaseWorld,
  crds: ReleaseContent['crds'],
  { isInstall, options }: { readonly isInstall: boolean; readonly options: InstallOptions | UpgradeOptions },
): Promise<Definitions> {
  const isUpgrading = options.upgradesCrds === true && options.skipsCrds !== true
  const doing = { isCreating: (isInstall && options.skipsCrds !== true) || isUpgrading, isUpgrading }
  const files = crds.flatMap(({ source, text }) => readObjects(text).map((object) => ({ source, object })))
  const asks = isUpgrading && options.dryRun !== 'client'
  const judged = await Promise.all(files.map(({ source, object }) => judge(world, { source, object }, asks)))
  const written = judged.filter((one) => isWritten(one.change, doing))
  return {
    objects: doing.isCreating ? files.map(({ object }) => object) : [],
    coming: written.map(({ object }) => object),
    changes: written.map(({ change }) => change),
    warnings: judged.flatMap(({ change }) => (isWritten(change, doing) ? [] : warningsOf(change))),
    refusals: isUpgrading ? judged.flatMap(({ refusal }) => refusal ?? []) : [],
  }
}

function isWritten({ change }: ObjectChange, { isCreating, isUpgrading }: Doing): boolean {
  return change === 'create' ? isCreating : change !== 'unchanged' && isUpgrading
}

async function judge(
  world: ReleaseWorld,
  { source, object }: { readonly source: string; readonly object: KubeObject },
  asks: boolean,
): Promise<Judged> {
  const live = await createManifestClient(world.client, world.mapper, world.namespace).read(object)
  const own = (): KubeObject | undefined => mergeOffline({ previous: undefined, wanted: object, live })
  const one = { object, source }
  let refusal: string | undefined
  let merged = own()
  if (asks && live !== undefined) {
    try {
      merged = await putCrd(world, one, { live, isDryRun: true })
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error)
    }
  }
  const instances = live === undefined ? [] : await visibleInstances(world, live)
  const compared = { previous: undefined, wanted: object, live, merged }
  const change = compareObject(compared, { ...facts, source, schema: schemaOfKind(object), instances })
  const breaks = live === undefined || change.change === 'unchanged' ? [] : crdBreaks(live, object, instances)
  return { object, change, refusal: breaks.length > 0 ? brokenText(one, breaks) : refusal }
}

function readObjects(text: string): readonly KubeObject[] {
  return loadAll(text)
    .map((value) => objectOf(value) as Json)
    .filter((value): value is KubeObject => isMap(value) && isMap(value['metadata']))
}

function warningsOf({ change, name, source, warnings }: ObjectChange): readonly string[] {
  if (change === 'create')
    return [`${name} of ${source} is not there, and is only created by installs (--upgrade-crds makes it)`]
  if (change === 'unchanged') return []
  const text = `${name} of ${source} differs from the one that is there, which stays as it is (--upgrade-crds changes it)`
  return [text, ...warnings.map((warning) => `${name}: ${warning}`)]
}

/** What becomes of the release's namespace. */
export async function namespaceChange(
  { client, namespace }: ReleaseWorld,
  options: InstallOptions | UpgradeOptions,
): Promise<{ readonly changes: readonly ObjectChange[]; readonly refusals: readonly string[] }> {
  if (await isThere(client, namespace)) return { changes: [], refusals: [] }
  const creates = 'createsNamespace' in options && options.createsNamespace === true
  if (!creates)
    return {
      changes: [],
      refusals: [`namespace ${JSON.stringify(namespace)} is not there (--create-namespace makes it)`],
    }
  const wanted: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { name: namespace } },
  }
  const compared = { previous: undefined, wanted, live: undefined, merged: undefined }
  return {
    changes: [compareObject(compared, { ...facts, source: '--create-namespace', schema: undefined })],
    refusals: [],
  }
}

/** True, too, where nobody may ask. */
async function isThere(client: ReleaseWorld['client'], name: string): Promise<boolean> {
  const type = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false }
  try {
    await client.get(type, { name })
    return true
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return error.status.code !== 404
  }
}
