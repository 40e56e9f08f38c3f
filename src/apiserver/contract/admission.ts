import type { Kind } from '#kinds'
import type { GroupVersionKind, GroupVersionResource, JsonObject, KubeObject } from '#kube'
import type { Registry } from './registry.ts'
import type { User } from './user.ts'

/** What is about to happen. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'

/** One write on its way to the store, as admission plugins see it. */
export interface AdmissionRequest {
  readonly operation: Operation
  /** The kind of `object` at the version the client used: a subresource's body may be of another kind than the resource. */
  readonly gvk: GroupVersionKind
  readonly resource: GroupVersionResource
  readonly subresource: string
  /** The kind of the resource; absent for resources that are not stored (reviews). */
  readonly kind?: Kind
  readonly namespace: string
  /** Empty for a create with generateName before the name is made. */
  readonly name: string
  /** The object to be stored; `admit` may mutate or replace it. Absent for DELETE and some CONNECT. */
  object?: KubeObject
  readonly oldObject?: KubeObject
  /** CreateOptions, UpdateOptions, PatchOptions or DeleteOptions as sent. */
  readonly options: JsonObject
  readonly dryRun: boolean
  readonly user: User
  /** Set in the mutating half; absent where plugins are called once alone. */
  readonly reinvocation?: Reinvocation
  warn(text: string): void
  annotate(key: string, value: string): void
}

/** The second round of mutation: a plugin that changed the object late lets those before it look again. */
export interface Reinvocation {
  /** True in the second round, which is the last. */
  readonly isRepeat: boolean
  /** Asks for a second round. */
  want(): void
  /** What plugins know from the first round, by their names. */
  readonly memory: Map<string, unknown>
}

/** One step of admission. A refusal is thrown as a StatusError. */
export interface AdmissionPlugin {
  readonly name: string
  readonly operations: readonly Operation[]
  /** Changes `request.object`; runs before validation of the object. */
  admit?(request: AdmissionRequest, registry: Registry): void | Promise<void>
  /** Only looks; runs after all mutation and validation. */
  validate?(request: AdmissionRequest, registry: Registry): void | Promise<void>
}
