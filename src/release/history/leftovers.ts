import { createManifestClient } from '#client'
import { applyStrategicPatch, builtInKinds, type KubeObject, textAt } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { identityOf } from '../manifest/match.ts'
import { readStored } from '../manifest/read.ts'

/**
 * What a release may have in the cluster: the objects of `base`, and what revisions left behind that failed after the
 * deployed one, as far as it is there and carries the release's marks. An object of several revisions has the fields of
 * all, so that a three-way merge takes away what only a failed one wrote. Throws ReleaseError for a `base` that cannot be
 * read.
 */
export async function liveObjects(
  world: ReleaseWorld,
  history: readonly Release[],
  base: Release | undefined,
): Promise<readonly ManifestObject[]> {
  const known = base === undefined ? [] : await readStored(base.manifest, world)
  const others = leftoversOf(history).filter(({ version }) => version !== base?.version)
  const found = (await Promise.all(others.map((release) => readLeftover(world, release)))).flat()
  if (found.length === 0) return known
  const united = new Map(known.map((one) => [identityOf(one), one]))
  const mine = new Set(united.keys())
  for (const one of found) {
    const key = identityOf(one)
    const twin = united.get(key)
    united.set(key, twin === undefined ? one : { ...twin, object: withFieldsOf(twin.object, one.object) })
  }
  const kept = await Promise.all(
    [...united].map(async ([key, one]) => mine.has(key) || (await isOwned(world, one, history))),
  )
  return [...united.values()].filter((_, at) => kept[at])
}

/**
 * Revisions that may have written objects which no later one took away: those at the end that failed or were being
 * uninstalled, and the one below them where it counted as deployed.
 */
function leftoversOf(history: readonly Release[]): readonly Release[] {
  const below = history.findLastIndex(({ info }) => !UNFINISHED.has(info.status))
  const ended = history.slice(below + 1)
  const base = history[below]
  const hasDeployed = history.some(({ info }) => info.status === 'deployed')
  const isBase =
    base?.info.status === 'deployed' ||
    (base?.info.status === 'superseded' && !hasDeployed && ended.some(({ info }) => info.status === 'failed'))
  return base !== undefined && isBase ? [base, ...ended] : ended
}

const UNFINISHED: ReadonlySet<string> = new Set<Release['info']['status']>(['failed', 'uninstalling'])

/** A kind of an old revision may be served no more: then none of its objects are left either. */
async function readLeftover(
  world: ReleaseWorld,
  { name, manifest, version }: Release,
): Promise<readonly ManifestObject[]> {
  try {
    return await readStored(manifest, world)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    world.report({ type: 'warning', text: `release ${name}: revision ${version} cannot be read: ${reason}` })
    return []
  }
}

/** As a strategic merge puts them together; an object that cannot be merged stays as the first has it. */
function withFieldsOf(object: KubeObject, other: KubeObject): KubeObject {
  try {
    return applyStrategicPatch(object, other, builtInKinds(object.apiVersion, object.kind)) as KubeObject
  } catch {
    return object
  }
}

async function isOwned(world: ReleaseWorld, { object }: ManifestObject, history: readonly Release[]): Promise<boolean> {
  const live = await createManifestClient(world.client, world.mapper, world.namespace).read(object)
  const mark = (word: string): string => textAt(live, 'metadata', 'annotations', `meta.helm.sh/release-${word}`)
  const { name, namespace } = history[0] ?? { name: '', namespace: '' }
  return mark('name') === name && mark('namespace') === namespace
}
