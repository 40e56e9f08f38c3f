import type { Chart } from '#source'
import type { Value } from '#template'
import { nearestText } from '../../nearest.ts'
import type { HelmRenderOptions } from '../options.ts'
import { prepareChart } from '../render.ts'
import { parsePath, pathText, type ValuePath } from './identity.ts'
import { HIDDEN, type Origin, Provenance } from './provenance.ts'

/** Who wrote one value. */
export interface ValueExplanation {
  readonly path: string
  /** What templates see; undefined when there is none. */
  readonly value: unknown
  /** Lowest precedence first. */
  readonly writers: readonly (Origin & { readonly isWinner: boolean })[]
  /** The known path that was most likely meant, when nobody writes this one. */
  readonly nearest: string | undefined
}

/** Every writer of the value at `path` (`sub.image.tag`, `list[0].name`). Throws `RenderError`. */
export function explainValue(chart: Chart, options: HelmRenderOptions, path: string): ValueExplanation {
  const prepared = prepareChart(chart, options)
  const provenance = new Provenance(prepared)
  const steps = parsePath(path)
  const writers = provenance.writers(steps)
  const winner = provenance.winner(steps)
  const value = provenance.valueAt(steps)
  const at = writers.findLastIndex((origin) => origin.text === winner?.text)
  const isUnknown = writers.length === 0 && value === undefined
  return {
    path: pathText(steps),
    value: winner?.isSecret ? HIDDEN : value,
    writers: writers.map((origin, index) => ({ ...withoutSecret(origin), isWinner: index === at })),
    nearest: isUnknown ? nearestText(pathText(steps), leafPaths(prepared.values).map(pathText)) : undefined,
  }
}

/** Every value that is no table, with the writer whose word holds. Throws `RenderError`. */
export function explainAllValues(chart: Chart, options: HelmRenderOptions): ValueExplanation[] {
  const prepared = prepareChart(chart, options)
  const provenance = new Provenance(prepared)
  return leafPaths(prepared.values).map((path) => {
    const winner = provenance.winner(path)
    const writers = winner === undefined ? [] : [{ ...withoutSecret(winner), isWinner: true }]
    const value = winner?.isSecret ? HIDDEN : provenance.valueAt(path)
    return { path: pathText(path), value, writers, nearest: undefined }
  })
}

function withoutSecret(origin: Origin): Origin {
  return origin.isSecret ? { ...origin, value: HIDDEN } : origin
}

/** Paths of everything that is no table with entries. */
export function leafPaths(value: Value, path: ValuePath = []): ValuePath[] {
  if (!(value instanceof Map) || (value.size === 0 && path.length > 0)) return path.length === 0 ? [] : [path]
  return [...value].flatMap(([key, inner]) => leafPaths(inner as Value, [...path, key]))
}
