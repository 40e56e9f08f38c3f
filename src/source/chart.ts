import type { ChartMetadata, Lock } from '#repo'
import type { YamlMap } from '#yaml'

/** A file of a chart: `name` is relative to the chart with `/`, `data` its bytes (a leading BOM removed). */
export interface ChartFile {
  readonly name: string
  readonly data: Uint8Array
  /** When it was last written, in milliseconds since 1970; packaging keeps it. */
  readonly modifiedMs?: number
}

/** A chart in memory, as Helm's loader makes it. Subcharts stand in `dependencies`, in load order. */
export interface Chart {
  readonly metadata: ChartMetadata
  readonly lock?: Lock
  /** Everything under `templates/`. */
  readonly templates: readonly ChartFile[]
  /** Everything else that `.Files` can reach, `crds/` included. */
  readonly files: readonly ChartFile[]
  /** All files in load order, Chart.yaml and values.yaml included (what `show`, `package` and explain read). */
  readonly raw: readonly ChartFile[]
  /** Parsed values.yaml; empty when there is none. */
  readonly values: YamlMap
  /** Bytes of values.schema.json. */
  readonly schema?: Uint8Array
  readonly dependencies: readonly Chart[]
  /**
   * Where it was loaded from: the folder or archive, as the user named it; for a subchart, its parent's origin and the
   * path below it (`web/charts/db`, `web/charts/db-1.0.0.tgz`). Positions are printed relative to it.
   */
  readonly origin: string
}
