import { mapAt, numberAt } from '#kinds'
import { type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { templateHash } from '../pod/template-hash.ts'
import { unless } from '../refusal.ts'
import { hasData } from '../revision/decide.ts'
import { type History, historyLimitOf, recordHistory, removeRevisions } from '../revision/history.ts'
import { templatePatch } from '../revision/template-patch.ts'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { HASH } from './daemon-pod.ts'

/** The states a daemon set has been in, with the hash of the one of now. */
export interface DaemonHistory extends History {
  readonly hash: string
}

/** Makes sure that the newest revision has the template as it is now, and that only one has. */
export async function recordTemplate(
  set: KubeObject,
  pods: readonly KubeObject[],
  context: Context,
): Promise<DaemonHistory> {
  const data = templatePatch(set)
  const history = await recordHistory(
    {
      owner: set,
      ownerType: types.daemonSets,
      data,
      hashLabel: HASH,
      collisions: numberAt(mapAt(set, 'status'), 'collisionCount'),
      hash: (collisions) => templateHash(mapAt(set, 'spec', 'template'), collisions),
    },
    context,
  )
  const hash = hashOf(history.current)
  const doubles = history.others.filter((one) => hasData(one, data))
  if (doubles.length === 0) return { ...history, hash }
  await relabel(pods, new Set(doubles.map(hashOf)), hash, context)
  await removeRevisions(doubles, context)
  return { ...history, others: history.others.filter((one) => !doubles.includes(one)), hash }
}

/** Removes the oldest revisions above the limit that no pod was made from. */
export async function pruneTemplates(
  set: KubeObject,
  pods: readonly KubeObject[],
  { others }: History,
  context: Context,
): Promise<void> {
  const excess = others.length - historyLimitOf(set)
  if (excess <= 0) return
  const live = new Set(pods.map((pod) => labelsOf(pod)[HASH]))
  await removeRevisions(others.filter((one) => !live.has(hashOf(one))).slice(0, excess), context)
}

/** A revision that was made by hand has no hash: its name stands for it. */
function hashOf(revision: KubeObject): string {
  return labelsOf(revision)[HASH] ?? revision.metadata.name
}

async function relabel(
  pods: readonly KubeObject[],
  former: ReadonlySet<string>,
  hash: string,
  { client }: Context,
): Promise<void> {
  for (const pod of pods.filter((one) => former.has(labelsOf(one)[HASH] ?? ''))) {
    const place = { namespace: textAt(pod, 'metadata', 'namespace'), name: pod.metadata.name }
    const body = { metadata: { labels: { [HASH]: hash } } }
    await unless(['NotFound'], client.patch(types.pods, place, { type: 'merge', body }))
  }
}
