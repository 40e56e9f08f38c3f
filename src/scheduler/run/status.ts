import { mapAt, mapsAt, numberAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, StatusError, timeText } from '#kube'
import type { Context } from '#reconcile'
import { types } from '../types.ts'

/** What is to be said in a pod's status. */
export interface StatusNote {
  readonly condition?: ConditionNote
  /** The node that was made free for it; undefined: as it is. */
  readonly nomination?: string | undefined
}

/** A condition without its times. */
export interface ConditionNote {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** Writes what is new in a pod's status. A pod that is gone is no error; whatever else the server says is thrown. */
export async function noteStatus(pod: KubeObject, note: StatusNote, { client, clock }: Context): Promise<void> {
  const status: JsonObject = {}
  const { condition, nomination } = note
  if (condition !== undefined && isNews(pod, condition))
    status['conditions'] = [conditionOf(pod, condition, clock.now())]
  if (nomination !== undefined && nomination !== textAt(mapAt(pod, 'status'), 'nominatedNodeName')) {
    status['nominatedNodeName'] = nomination === '' ? null : nomination
  }
  if (Object.keys(status).length === 0) return
  const place = { namespace: textAt(pod.metadata, 'namespace'), name: pod.metadata.name }
  const body: JsonObject = { metadata: { uid: textAt(pod.metadata, 'uid') }, status }
  try {
    await client.patch(types.pods, place, { type: 'strategic', body }, { subresource: 'status' })
  } catch (error) {
    if (!(error instanceof StatusError) || (error.code !== 'NotFound' && error.code !== 'Conflict')) throw error
  }
}

function present(pod: KubeObject, type: string): JsonObject | undefined {
  return mapsAt(mapAt(pod, 'status'), 'conditions').find((condition) => condition['type'] === type)
}

function isNews(pod: KubeObject, { type, status, reason, message }: ConditionNote): boolean {
  const known = present(pod, type)
  return known?.['status'] !== status || known['reason'] !== reason || (known['message'] ?? '') !== message
}

function conditionOf(pod: KubeObject, note: ConditionNote, nowMs: number): JsonObject {
  const known = present(pod, note.type)
  const now = timeText(nowMs)
  const generation = numberAt(pod.metadata, 'generation')
  const isSame = known?.['status'] === note.status
  return {
    ...note,
    ...(generation !== undefined && { observedGeneration: generation }),
    lastProbeTime: null,
    lastTransitionTime: isSame ? (known['lastTransitionTime'] ?? now) : now,
  }
}
