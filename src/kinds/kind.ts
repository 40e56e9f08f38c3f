import type { Finding, Json, JsonObject, KubeObject, Schema } from '#kube'

/** `Namespaced` objects live in a namespace, `Cluster` objects in none. */
export type Scope = 'Namespaced' | 'Cluster'

/** The verbs of an endpoint, in discovery's words. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch'

/** One column of a table (meta/v1 TableColumnDefinition) and how its cell is computed. */
export interface Column {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  readonly format?: string
  readonly description?: string
  /** 0 is always shown, 1 only with `-o wide`. */
  readonly priority: number
  /** The cell; `now` in milliseconds is what ages are counted from. */
  value(object: KubeObject, now: number): Json
}

/** One endpoint below an object: `status`, `scale`, `log` … */
export interface Subresource {
  readonly name: string
  readonly verbs: readonly string[]
  /** What travels there when it is not the kind itself: `autoscaling/v1 Scale`, `policy/v1 Eviction`. */
  readonly body?: { readonly group: string; readonly version: string; readonly kind: string }
}

/** Reads and writes of the scale subresource, paths without the leading dot (`spec.replicas`). */
export interface ScalePaths {
  readonly specReplicas: string
  readonly statusReplicas: string
  /** Path of a text or of a LabelSelector; absent when the kind has none. */
  readonly selector?: string
}

/** What the strategy hooks may ask of their surroundings. */
export interface StrategyContext {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Name of the user who asks, for `spec.username` of a CSR and the like. */
  readonly user?: {
    readonly name: string
    readonly uid?: string
    readonly groups: readonly string[]
    readonly extra?: JsonObject
  }
}

/**
 * The pure hooks of a kind. The registry runs them in this order: create: `defaults`, `prepareForCreate`, mutating
 * admission, `validate`, validating admission; update: `defaults`, `prepareForUpdate`, admission, `validate` and
 * `validateUpdate`. Hooks mutate the object they are given where they say so.
 */
export interface Strategy {
  /** Fills what the user left out (mutates). */
  defaults?(object: KubeObject): void
  /** Takes away what a creator may not set (mutates): status, generation. */
  prepareForCreate?(object: KubeObject, context: StrategyContext): void
  /** Keeps what an updater may not change (mutates `object`). */
  prepareForUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void
  /** The same for the status subresource, beyond "spec and metadata of the stored object win". */
  prepareForStatusUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void
  validate?(object: KubeObject, context: StrategyContext): readonly Finding[]
  /** What only a new object may not have; runs on create, behind `validate`. */
  validateCreate?(object: KubeObject): readonly Finding[]
  validateUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): readonly Finding[]
  validateStatusUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): readonly Finding[]
  /** Sentences for the `Warning` header of creates and updates. */
  warnings?(object: KubeObject, old: KubeObject | undefined): readonly string[]
  /**
   * Marks an object that somebody has to clean up behind (mutates): runs on the first DELETE, which then leaves the object
   * there. Absent: deletions know no such act.
   */
  markForCleanup?(object: KubeObject, context: StrategyContext): void
  /** Seconds between the first DELETE and removal when the client says nothing; 0 removes at once. Absent: 0. */
  gracePeriodSeconds?(object: KubeObject): number
  /** Whether PUT of an object that is not there creates it. Absent: false. */
  readonly createsOnUpdate?: boolean
  /** Whether PUT without a resourceVersion overwrites. Absent: true. */
  readonly updatesUnconditionally?: boolean
  /** What a DELETE without propagationPolicy does to dependents; absent: background. */
  readonly orphansByDefault?: boolean
}

/**
 * One kind at one version: everything the generic registry, tables, discovery and documents need. A CRD becomes the same
 * value at run time.
 */
export interface Kind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly listKind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly scope: Scope
  readonly verbs: readonly Verb[]
  readonly subresources: readonly Subresource[]
  readonly scale?: ScalePaths
  /** Resolved schema of the whole object; built on first use. */
  readonly schema: Schema
  readonly columns: readonly Column[]
  /** Field labels beyond metadata.name and metadata.namespace, with the text each has on an object. */
  readonly selectableFields: Readonly<Record<string, (object: KubeObject) => string>>
  readonly strategy: Strategy
  /**
   * Identity of the stored resource that several kinds share: `{group, resource}` names the place in the store. `convert`
   * is absent when this version is what is stored.
   */
  readonly storage: StoragePlace
  /** True for kinds made from a CRD. */
  readonly isCustom?: boolean
  /** True when a protobuf message of `schema.typeName` exists. */
  readonly hasProtobuf?: boolean
  /** What every request of a deprecated kind or version is warned with. */
  readonly deprecation?: string
}

/** Where objects of a kind are kept, and how they become what is kept. */
export interface StoragePlace {
  readonly group: string
  readonly resource: string
  readonly version: string
  /** Conversion between this version and the stored one; may ask a webhook. Absent when they are the same. */
  readonly convert?: {
    toStored(objects: readonly KubeObject[]): readonly KubeObject[] | Promise<readonly KubeObject[]>
    fromStored(objects: readonly KubeObject[]): readonly KubeObject[] | Promise<readonly KubeObject[]>
  }
  /**
   * Whether an object of this version reads just as it is stored. Absent: always. Schemas of custom kinds change while
   * objects lie in the store; one that is not current goes through `convert` on its way out.
   */
  isCurrent?(object: KubeObject): boolean
}
