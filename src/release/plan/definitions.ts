import { createManifestClient } from '#client'
import { isMap, type Json, type KubeObject, StatusError } from '#kube'
import { type CompareFacts, compareObject, mergeOffline, type ObjectChange, schemaOfKind } from '#plan'
import { loadAll, objectOf } from '#yaml'
import { FIELD_MANAGER } from '../apply/manager.ts'
import type { ReleaseContent } from '../contract/content.ts'
import type { InstallOptions, UpgradeOptions } from '../contract/options.ts'
import type { ReleaseWorld } from '../contract/world.ts'

/** What becomes of the definitions that a source brings beside its objects. */
export interface Definitions {
  readonly objects: readonly KubeObject[]
  readonly changes: readonly ObjectChange[]
  readonly warnings: readonly string[]
}

const facts: Omit<CompareFacts, 'source' | 'schema'> = {
  ours: new Set([FIELD_MANAGER]),
  isOwned: true,
  refused: [],
  instances: [],
}

/**
 * The definitions of a source: an install creates those that are not there; what is there stays as it is, and an upgrade
 * creates none. What differs is told.
 */
export async function definitionsOf(
  world: ReleaseWorld,
  { crds }: ReleaseContent,
  { isInstall, options }: { readonly isInstall: boolean; readonly options: InstallOptions | UpgradeOptions },
): Promise<Definitions> {
  const files = crds.flatMap(({ source, text }) => readObjects(text).map((object) => ({ source, object })))
  const isCreating = isInstall && options.skipsCrds !== true
  const client = createManifestClient(world.client, world.mapper, world.namespace)
  const judged = await Promise.all(
    files.map(async ({ source, object }) => {
      const live = await client.read(object)
      const merged = mergeOffline({ previous: undefined, wanted: object, live })
      const compared = { previous: undefined, wanted: object, live, merged }
      return compareObject(compared, { ...facts, source, schema: schemaOfKind(object) })
    }),
  )
  return {
    objects: isCreating ? files.map(({ object }) => object) : [],
    changes: judged.filter(({ change }) => change === 'create' && isCreating),
    warnings: judged.flatMap((change) => warningsOf(change, isCreating)),
  }
}

function readObjects(text: string): readonly KubeObject[] {
  return loadAll(text)
    .map((value) => objectOf(value) as Json)
    .filter((value): value is KubeObject => isMap(value) && isMap(value['metadata']))
}

function warningsOf({ change, name, source, warnings }: ObjectChange, isCreating: boolean): readonly string[] {
  if (change === 'create')
    return isCreating ? [] : [`${name} of ${source} is not there, and is only created by installs`]
  if (change === 'unchanged') return []
  const text = `${name} of ${source} differs from the one that is there, which stays as it is`
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
