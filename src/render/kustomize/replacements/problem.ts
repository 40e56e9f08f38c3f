import { KustomizeError } from '../error.ts'
import { isObject, type Json } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import type { Mistyped } from './typed-scalar.ts'

/** What was put into a resource that it cannot be printed with, unless it goes again. */
export interface Misfit extends Mistyped {
  readonly resource: Resource
  readonly position: KustomizeError['position']
}

/** Notes on each resource the first misfit that is still in it: the reference fails when it prints the object. */
export function noteProblems(misfits: readonly Misfit[]): void {
  const byValue = new Map<Json, Misfit>(misfits.map((misfit) => [misfit.literal, misfit]))
  for (const resource of new Set(misfits.map((misfit) => misfit.resource))) {
    const first = firstIn(resource.value, byValue)
    if (first === undefined) continue
    const { message, hint, position } = first
    resource.problem ??= new KustomizeError({ code: 'bad-value', message, hint, position })
  }
}

function firstIn(value: Json, misfits: ReadonlyMap<Json, Misfit>): Misfit | undefined {
  const own = misfits.get(value)
  if (own !== undefined) return own
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
  for (const item of inner) {
    const found = firstIn(item, misfits)
    if (found !== undefined) return found
  }
  return undefined
}
