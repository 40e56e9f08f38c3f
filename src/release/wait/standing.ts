import type { KubeObject } from '#kube'
import type { Located } from '../apply/place.ts'
import type { ManifestObject } from '../contract/apply.ts'

/** An object that is waited for, and where it is. */
export interface Target extends Located {
  readonly one: ManifestObject
}

/** Where an object stands; `status` is kstatus' word for it. */
export interface Standing {
  readonly status: 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'NotFound'
  readonly message: string
  /** The reason of the condition that says so, where one does. */
  readonly reason?: string
}

/** The cluster as it was seen last. */
export interface View {
  get(target: Target): KubeObject | undefined
  pods(namespace: string): readonly KubeObject[]
  replicaSets(namespace: string): readonly KubeObject[]
  readonly nowMs: number
}

export const current = (message: string): Standing => ({ status: 'Current', message })
export const inProgress = (message: string): Standing => ({ status: 'InProgress', message })
export const failed = (message: string): Standing => ({ status: 'Failed', message })

/** What is not there. */
export const notFound: Standing = { status: 'NotFound', message: 'Resource not found' }
