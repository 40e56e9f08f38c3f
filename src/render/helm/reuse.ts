import type { GoMap } from '#template'
import { coalesceValues, mergeTables } from './coalesce.ts'
import { copyMap } from './copy.ts'
import type { Compat } from './options.ts'
import { createWarnings } from './warnings.ts'

/** The values of an earlier revision. */
export interface EarlierValues {
  readonly chartName: string
  /** The chart's default values, as the record has them. */
  readonly defaults: GoMap
  /** The user's values. */
  readonly config: GoMap
}

/** The user's values on top of those of an earlier revision; a null on top takes away what is below it. */
export function overEarlier(config: GoMap, earlier: GoMap, compat: Compat): GoMap {
  const place = { keepNulls: false, warnings: createWarnings(compat), prefix: '' }
  return mergeTables(copyMap(config), copyMap(earlier), place)
}

/** All values of an earlier revision put together: what `--reuse-values` takes as the chart's defaults. */
export function earlierDefaults({ chartName, defaults, config }: EarlierValues, compat: Compat): GoMap {
  const mode = { keepNulls: false, warnings: createWarnings(compat) }
  const chart = { name: chartName, dependencies: [], values: defaults }
  return coalesceValues(chart, config, mode)
}
