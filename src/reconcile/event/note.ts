import type { KubeObject } from '#kube'

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

/** An object as Events name it. */
export interface Reference {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly apiVersion: string
  readonly resourceVersion: string
  readonly fieldPath?: string
}
