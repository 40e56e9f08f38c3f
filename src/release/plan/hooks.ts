import { isMap, type Json, type KubeObject } from '#kube'
import { compareObject, type FieldChange, fieldsAnew, type HookChange, schemaOfKind } from '#plan'
import { loadObject } from '#yaml'
import type { ExplainField } from '../contract/content.ts'
import type { ReleaseHook } from '../contract/release.ts'
import { type HookEvent, hooksFor } from '../hook/select.ts'
import { explainedFields } from './causes.ts'

/** A hook as contents and records have it. */
type PlannedHook = Pick<ReleaseHook, 'name' | 'kind' | 'events' | 'path' | 'manifest' | 'weight'>

/** What is known of hooks. */
export interface HookStates {
  readonly hooks: readonly PlannedHook[]
  /** Those of the revision before. */
  readonly before: readonly PlannedHook[]
  readonly explain?: ExplainField | undefined
}

/** The hooks of events in the order in which they run, each with what is new about it. */
export function hookChanges(
  events: readonly HookEvent[],
  { hooks, before, explain }: HookStates,
): Promise<readonly HookChange[]> {
  const old = new Map(before.map((hook) => [keyOf(hook), hook]))
  const planned = events.flatMap((event) =>
    hooksFor(hooks as readonly ReleaseHook[], event).map((hook) => ({ event, hook })),
  )
  return Promise.all(
    planned.map(async ({ event, hook }): Promise<HookChange> => {
      const { kind, name } = hook
      const twin = old.get(keyOf(hook))
      if (twin === undefined) return { event, kind, name, change: 'new', fields: [] }
      const fields = await explainedFields(
        fieldsOf(twin, hook),
        { source: hook.path, kind, namespace: '', name },
        explain,
      )
      return { event, kind, name, change: fields.length === 0 ? 'unchanged' : 'changed', fields }
    }),
  )
}

function keyOf({ kind, name }: PlannedHook): string {
  return `${kind}/${name}`
}

function fieldsOf(before: PlannedHook, after: PlannedHook): readonly FieldChange[] {
  const [previous, wanted] = [objectIn(before.manifest), objectIn(after.manifest)]
  if (previous === undefined || wanted === undefined) return []
  const facts = {
    source: after.path,
    schema: schemaOfKind(wanted),
    ours: new Set<string>(),
    isOwned: true,
    refused: [],
    instances: [],
  }
  return fieldsAnew(compareObject({ previous, wanted, live: previous, merged: wanted }, facts).fields)
}

function objectIn(text: string): KubeObject | undefined {
  try {
    const value = loadObject<Json>(text)
    return isMap(value) && isMap(value['metadata']) ? (value as KubeObject) : undefined
  } catch {
    return undefined
  }
}
