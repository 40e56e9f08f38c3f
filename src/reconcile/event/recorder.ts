import { type Client, coreType } from '#client'
import { type Clock, type KubeObject, textAt } from '#kube'

/** What happened to an object. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning'
  /** One word in upper camel case. */
  readonly reason: string
  readonly message: string
  /** What was done or tried; said by components that write events.k8s.io. */
  readonly action?: string
  readonly related?: KubeObject
  /** The node it happened on, for components that speak of several. */
  readonly host?: string
  /** The part of the object: `spec.containers{web}`. */
  readonly fieldPath?: string
}

/** Tells an Event about an object. Never throws and never waits. */
export type RecordEvent = (about: KubeObject, note: EventNote) => void

/** With what events are written. */
export interface RecorderOptions {
  readonly client: Client
  readonly clock: Clock
  /** `deployment-controller`. */
  readonly component: string
  /** The node, for what happens on one. */
  readonly host?: string
}

const events = coreType('events', 'Event')

/** Writes events of one component. */
export function createRecorder({ client, clock, component, host }: RecorderOptions): RecordEvent {
  let serial = 0
  return (about, { type, reason, message }) => {
    const { apiVersion, kind, metadata } = about
    const now = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
    const namespace = textAt(metadata, 'namespace') || 'default'
    const { name } = metadata
    const [uid, resourceVersion] = [textAt(metadata, 'uid'), textAt(metadata, 'resourceVersion')]
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${(BigInt(clock.now()) * 1_000_000n + BigInt(serial++)).toString(16)}`, namespace },
      involvedObject: { apiVersion, kind, namespace: textAt(metadata, 'namespace'), name, uid, resourceVersion },
      reason,
      message,
      type,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      source: { component, ...(host !== undefined && { host }) },
      reportingComponent: component,
      reportingInstance: host ?? '',
    }
    client.create(events, event).catch(() => undefined)
  }
}
