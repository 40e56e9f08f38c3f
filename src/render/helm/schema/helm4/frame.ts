import { isObject, type Json } from '../json.ts'
import type { Effort } from '../limit.ts'
import { ANY_PROBLEM, type Path, type Problem, pointer } from './problem.ts'
import { ready, type Schema } from './schema.ts'

/** A schema at work, and what asked for it: cycles and dynamic references look back along these. */
export interface Scope {
  readonly schema: Schema
  /** `$ref` and the like; empty where a keyword holds the schema itself. */
  readonly keyword: string
  /** The same for all scopes that look at one value. */
  readonly valueId: number
  readonly parent: Scope | undefined
}

/** The schemas of a document that is itself checked against its metaschema: parts of it may follow another draft. */
export interface Meta {
  readonly schema: Schema
  /** By pointer into the checked document, for resources with an id of their own. */
  readonly others: ReadonlyMap<string, Schema>
}

/** What one whole validation shares. */
export interface Run {
  readonly effort: Effort
  readonly apply: (frame: Frame) => Problem | undefined
}

/** What `unevaluated…` still has to look at. */
export interface Unevaluated {
  properties: Set<string> | undefined
  items: Set<number> | undefined
}

/** One schema applied to one value. */
export class Frame {
  readonly run: Run
  readonly value: Json
  readonly path: Path
  readonly schema: Schema
  readonly scope: Scope
  /** Only yes or no is asked for. */
  readonly isQuick: boolean
  readonly meta: Meta | undefined
  readonly unevaluated: Unevaluated
  readonly problems: Problem[] = []

  constructor(
    at: Omit<Frame, 'problems' | 'self' | 'child' | 'add' | 'note' | 'problem' | 'hasUnevaluated' | 'isDone'>,
  ) {
    this.run = at.run
    this.value = at.value
    this.path = at.path
    this.schema = at.schema
    this.scope = at.scope
    this.isQuick = at.isQuick
    this.meta = at.meta
    this.unevaluated = at.unevaluated
  }

  /** Applies another schema to the same value. */
  self(schema: Schema, keyword = '', isQuick = false): Problem | undefined {
    const target = this.#ownDraft(ready(schema), this.path)
    const frame = new Frame({
      run: this.run,
      value: this.value,
      path: this.path,
      schema: target,
      scope: { schema, keyword, valueId: this.scope.valueId, parent: this.scope },
      isQuick: this.isQuick || isQuick,
      meta: metaFor(this.meta, schema, target),
      unevaluated: unevaluatedFor(this.value, schema, this.hasUnevaluated()),
    })
    const problem = this.run.apply(frame)
    if (problem === undefined) merge(this.unevaluated, frame.unevaluated)
    return problem
  }

  /** Applies a schema to a value below this one. */
  child(schema: Schema, value: Json, token: string): Problem | undefined {
    const path = { token, parent: this.path }
    const target = this.#ownDraft(ready(schema), path)
    return this.run.apply(
      new Frame({
        run: this.run,
        value,
        path,
        schema: target,
        scope: { schema, keyword: '', valueId: this.scope.valueId + 1, parent: this.scope },
        isQuick: this.isQuick,
        meta: metaFor(this.meta, schema, target),
        unevaluated: unevaluatedFor(value, schema, false),
      }),
    )
  }

  #ownDraft(schema: Schema, path: Path): Schema {
    const { meta } = this
    if (meta === undefined || meta.others.size === 0 || schema !== meta.schema) return schema
    return meta.others.get(pointer(path)) ?? schema
  }

  /** Notes a problem, if there is one. */
  note(problem: Problem | undefined): void {
    if (problem !== undefined) this.problems.push(problem)
  }

  /** Notes a problem with this value. */
  add(text: string, causes: readonly Problem[] = []): void {
    this.problems.push(this.problem(text, causes))
  }

  /** A problem with this value. */
  problem(text: string, causes: readonly Problem[] = [], kind: Problem['kind'] = 'plain'): Problem {
    return this.isQuick ? ANY_PROBLEM : { path: this.path, text, kind, causes }
  }

  /** Whether `unevaluated…` of an outer schema waits for what is found here. */
  hasUnevaluated(): boolean {
    return (this.unevaluated.properties?.size ?? 0) > 0 || (this.unevaluated.items?.size ?? 0) > 0
  }

  /** Whether nothing more can change the answer. */
  isDone(): boolean {
    return this.isQuick && this.problems.length > 0
  }
}

function metaFor(meta: Meta | undefined, asked: Schema, used: Schema): Meta | undefined {
  return meta === undefined || asked === used ? meta : { schema: used, others: meta.others }
}

/** What is not yet evaluated when `schema` starts on `value`. */
export function unevaluatedFor(value: Json, schema: Schema, isAsked: boolean): Unevaluated {
  const none: Unevaluated = { properties: undefined, items: undefined }
  if (Array.isArray(value)) {
    const isWanted = isAsked || schema.unevaluatedItems !== undefined
    if (!isWanted || schema.areAllItemsEvaluated || schema.evaluatedItems >= value.length) return none
    const items = new Set<number>()
    for (let index = schema.evaluatedItems; index < value.length; index++) items.add(index)
    return { properties: undefined, items }
  }
  const isWanted = isAsked || schema.unevaluatedProperties !== undefined
  if (!isWanted || schema.areAllPropertiesEvaluated || !isObject(value)) return none
  return { properties: new Set(Object.keys(value)), items: undefined }
}

function merge(into: Unevaluated, from: Unevaluated): void {
  for (const key of into.properties ?? []) if (from.properties?.has(key) !== true) into.properties?.delete(key)
  for (const index of into.items ?? []) if (from.items?.has(index) !== true) into.items?.delete(index)
}
