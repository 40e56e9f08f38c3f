import type { FolderOptions } from '../folder.ts'

/** Which Helm's texts and rules are followed where 3.17 and 4.1 differ. */
export type Compat = 'helm3' | 'helm4'

/** How a chart is loaded. */
export interface LoadOptions extends Pick<FolderOptions, 'limits' | 'links' | 'withTimes'> {
  /** Default `helm4`. */
  readonly compat?: Compat
  /** Load whatever apiVersion says, as Helm's lint does; a folder without Chart.yaml is then missing that file. */
  readonly anyApiVersion?: boolean
  /** Called with each line that Helm prints on standard error while it loads. */
  readonly onWarning?: (line: string) => void
  /** What positions and `Chart.origin` begin with; the path or name given by default. */
  readonly origin?: string
}
