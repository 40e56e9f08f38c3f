import type { Kind } from '#kinds'
import type { KubeObject } from '#kube'

/**
 * What a resource needs around its writes and is no pure rule: addresses and ports of services. `begin` runs after
 * admission and before validation of what will be stored; it may change `object`.
 */
export interface StorageHook {
  readonly group: string
  readonly resource: string
  begin(write: HookedWrite): Promise<HookOutcome>
  /** After the object is gone. */
  afterDelete?(object: KubeObject): Promise<void>
}

/** One write that is about to happen. */
export interface HookedWrite {
  readonly kind: Kind
  readonly object: KubeObject
  readonly old: KubeObject | undefined
  readonly dryRun: boolean
  /** Hooks run only for writes of the object itself. */
  readonly subresource: string
}

/** How a hook learns whether the write happened. */
export interface HookOutcome {
  commit(): Promise<void>
  rollback(): Promise<void>
}
