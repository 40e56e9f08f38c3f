import type { GroupVersionKind, Json, KubeObject } from '#kube'

/** What will happen to an object. */
export type ChangeClass =
  | 'create'
  | 'update' // in place
  | 'restart' // in place, and its pods start again
  | 'replace' // a field cannot change: delete and create
  | 'delete'
  | 'keep' // left behind by its resource policy
  | 'adopt' // there already, taken over
  | 'drift' // nothing new is asked; somebody changed it
  | 'crd' // the schema of a custom resource changes
  | 'unchanged'

/** What made a field change. */
export type Cause =
  /** A line of a template, with the values it used. */
  | { readonly kind: 'template'; readonly file: string; readonly line: number; readonly values: readonly string[] }
  /** Somebody else wrote the live object. */
  | { readonly kind: 'drift'; readonly manager: string; readonly time: string }
  /** Values that its template asks for, where no line is left to name. */
  | { readonly kind: 'values'; readonly file: string; readonly values: readonly string[] }
  /** A revision that is gone back to has it so. */
  | { readonly kind: 'revision'; readonly revision: number }
  /** The API server fills it in. */
  | { readonly kind: 'server' }
  | { readonly kind: 'unknown' }

/**
 * One field that changes; undefined is "not there". `path` is a JSON pointer whose steps
 * into keyed lists name their item: `/spec/template/spec/containers/[name=web]/image`.
 */
export interface FieldChange {
  readonly path: string
  readonly before: Json | undefined
  readonly after: Json | undefined
  /** Where a new item of a keyed list stands. */
  readonly index?: number
  /** Where a manifest asks for it, where that is another field: `/stringData/a` for `/data/a` of a Secret. */
  readonly askedAt?: string
  readonly cause: Cause
  /** Who had changed it since the last revision, where that is lost now; `time` is RFC 3339. */
  readonly overwrites?: { readonly manager: string; readonly time: string }
  /** Why it cannot change in place. */
  readonly immutable?: string
}

/** One object that changes. */
export interface ObjectChange {
  readonly gvk: GroupVersionKind
  readonly namespace: string
  readonly name: string
  /** The template or file. */
  readonly source: string
  readonly change: ChangeClass
  readonly fields: readonly FieldChange[]
  /** What made it come or go as a whole. */
  readonly cause?: Cause
  /** Name of the object that goes, and that this one is so much like that it was only renamed. */
  readonly renamedFrom?: string
  /** What others wrote into the live object, and what stays as it is. */
  readonly foreign?: readonly FieldChange[]
  /** The stage in which it is written; absent where there is only one. */
  readonly stage?: number
  /** What a person should know: a CRD that breaks live objects, a hook that will run. */
  readonly warnings: readonly string[]
  /** The resourceVersion that the plan was made against; empty when there was none. */
  readonly against: string
}

/** A hook, and what is new about it. */
export interface HookChange {
  /** `pre-upgrade`. */
  readonly event: string
  readonly kind: string
  readonly name: string
  readonly change: 'new' | 'changed' | 'unchanged'
  readonly fields: readonly FieldChange[]
}

/** Everything one operation will do. */
export interface Plan {
  readonly release: { readonly name: string; readonly namespace: string; readonly revision: number }
  readonly operation: 'install' | 'upgrade' | 'rollback' | 'uninstall' | 'comparison'
  /** What a comparison holds the release against. */
  readonly against?: Plan['release']
  /** In the order in which they are done. */
  readonly changes: readonly ObjectChange[]
  /** Where there is more than one stage: the objects that have to be ready before each begins (`Deployment/db`). */
  readonly stages?: readonly (readonly string[])[]
  /** Hooks that will run, in their order. */
  readonly hooks: readonly HookChange[]
  /** What a person should know of the whole: circles of needs, CRDs that stay as they are. */
  readonly warnings: readonly string[]
  /** Why it would not go through; one sentence each, and none when it would. */
  readonly refusals: readonly string[]
}

/** An object before and after, as a plan compares them. */
export interface Compared {
  /** What the last revision asked for. */
  readonly previous: KubeObject | undefined
  /** What this one asks for. */
  readonly wanted: KubeObject | undefined
  /** What is there. */
  readonly live: KubeObject | undefined
  /** What would be there: the server's answer to a dry run, or our own merge. */
  readonly merged: KubeObject | undefined
}
