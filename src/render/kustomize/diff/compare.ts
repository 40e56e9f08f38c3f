import { idText } from '../resource/id.ts'
import type { JsonObject } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import { yamlText } from '../resource/write.ts'
import type { KustomizeBuild } from '../target/render.ts'
import { changedFields, type FieldChange } from './fields.ts'
import { type Pair, pairResources } from './pair.ts'
import { redactedPair } from './redact.ts'
import { unifiedLines } from './unified.ts'

/** How builds are compared. */
export interface DiffOptions {
  /** Equal lines shown around a change. */
  readonly context: number
  /** Whether the values of Secrets are shown. */
  readonly showsSecrets: boolean
}

/** An object that differs between two builds. */
export interface ResourceChange {
  /** `Deployment.v1.apps/web.shop`, of the second build where both have it. */
  readonly id: string
  /** The id in the first build where a new hash has changed it. */
  readonly formerId?: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Fields that differ, where both builds have the object. */
  readonly fields: readonly FieldChange[]
  /** Hunks of a unified diff. */
  readonly lines: readonly string[]
}

/** The objects in which two builds differ. */
export function compareBuilds(before: KustomizeBuild, after: KustomizeBuild, options: DiffOptions): ResourceChange[] {
  const pairs = pairResources(before.resources.resources, after.resources.resources)
  return pairs.filter(differs).map((pair) => compare(pair, options))
}

function differs({ before, after }: Pair): boolean {
  return textOf(before?.value) !== textOf(after?.value)
}

function compare({ before, after }: Pair, { context, showsSecrets }: DiffOptions): ResourceChange {
  const [left, right] = showsSecrets ? [before?.value, after?.value] : redactedPair(before, after)
  const lines = unifiedLines(textOf(left), textOf(right), context)
  if (before === undefined || after === undefined) {
    const change = before === undefined ? 'added' : 'removed'
    return { id: idText((after ?? (before as Resource)).id), change, fields: [], lines }
  }
  const [id, formerId] = [idText(after.id), idText(before.id)]
  const fields = changedFields(left as JsonObject, right as JsonObject)
  return { id, ...(formerId !== id && { formerId }), change: 'changed', fields, lines }
}

function textOf(value: JsonObject | undefined): string {
  return value === undefined ? '' : yamlText(value)
}
