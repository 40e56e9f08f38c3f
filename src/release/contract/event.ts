import type { KubeObject } from '#kube'
import type { Operation } from '../journal/steps.ts'

/** An object as events name it. */
export type ObjectName = Pick<KubeObject, 'apiVersion' | 'kind'> & {
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

/** What an action tells while it runs. */
export type ReleaseEvent =
  /** A step of the journal has begun. */
  | { readonly type: 'step'; readonly step: string; readonly operation: Operation; readonly release: string }
  /** An object was written, or left as it is. */
  | {
      readonly type: 'object'
      readonly action: 'created' | 'updated' | 'unchanged' | 'deleted' | 'kept'
      readonly object: ObjectName
    }
  /** Where an object stands while it is waited for. */
  | {
      readonly type: 'waiting'
      readonly object: ObjectName
      readonly state: 'ready' | 'in-progress' | 'failed' | 'gone'
      /** Why it is not ready: `1 of 3 pods ready`. */
      readonly reason: string
      /** What it belongs to: a pod its workload. */
      readonly parent?: ObjectName
    }
  /** A line of a container's log, or an event of the cluster, that belongs to what is waited for. */
  | { readonly type: 'line'; readonly from: 'log' | 'event'; readonly object: ObjectName; readonly text: string }
  | { readonly type: 'warning'; readonly text: string }
  /** What Helm writes into its log at this place: that something failed, before the failure itself is told. */
  | { readonly type: 'log'; readonly text: string; readonly fields: Readonly<Record<string, string | number>> }
