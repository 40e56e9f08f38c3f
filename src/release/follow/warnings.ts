import { coreType } from '#client'
import { numberAt } from '#kinds'
import { type KubeObject, textAt } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'

/** An event of the cluster that says that something is wrong. */
export interface Warning {
  /** Of the event. */
  readonly name: string
  /** Of the object that it is about. */
  readonly uid: string
  readonly about: { readonly kind: string; readonly name: string }
  /** `FailedScheduling: 0/1 nodes are available`. */
  readonly text: string
  /** How often it was told. */
  readonly count: number
}

const EVENTS = coreType('events', 'Event')
/** Events that are looked at in one namespace. */
const PAGE = 500

/** The warnings of a namespace, oldest first. Throws StatusError, ClientError. */
export async function warningsIn({ client }: ObjectWorld, namespace: string): Promise<readonly Warning[]> {
  const { items } = await client.list(EVENTS, { namespace, limit: PAGE, fieldSelector: 'type=Warning' })
  return items
    .toSorted((a, b) => timeOf(a) - timeOf(b))
    .map((event) => ({
      name: event.metadata.name,
      uid: textAt(event, 'involvedObject', 'uid'),
      about: { kind: textAt(event, 'involvedObject', 'kind'), name: textAt(event, 'involvedObject', 'name') },
      text: `${textAt(event, 'reason')}: ${textAt(event, 'message')}`,
      count: numberAt(event, 'count') ?? 1,
    }))
}

/** When an event was told last, in milliseconds; the three texts have different precisions. */
function timeOf(event: KubeObject): number {
  const made = textAt(event, 'metadata', 'creationTimestamp')
  return Date.parse(textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || made) || 0
}
