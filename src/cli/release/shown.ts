import type { Json } from '#kube'
import { type Release, releaseJson } from '#release'
import { dump } from '#yaml'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { isDebug } from '../chart/log.ts'
import type { Outcome } from '../frame/command.ts'
import type { Session } from '../frame/session.ts'
import { statusText } from '../view/release-status.ts'
import { computedValues } from './computed-values.ts'

/** The flags that say how a release is shown. */
export interface ShownFlags extends GlobalInput {
  readonly output?: 'table' | 'json' | 'yaml'
  readonly 'hide-notes'?: boolean
}

/** A release as a command prints it: Helm's lines, or the whole record as JSON or YAML. `first` comes before the lines. */
export function shown(
  release: Release,
  flags: ShownFlags,
  { session, first = '' }: { readonly session: Session; readonly first?: string },
): Outcome {
  const { compat, output = 'table' } = flags
  if (output === 'json') return { text: `${releaseJson(release, compat)}\n` }
  const data = (): Json => JSON.parse(releaseJson(release, compat)) as Json
  if (output === 'yaml') return { text: dump(data()) }
  const text = statusText(release, {
    compat,
    isDebug: isDebug(flags, session),
    hidesNotes: flags['hide-notes'] === true,
    hasColour: compat === 'helm4' && hasColour(flags, session),
    computed: () => computedValues(release, compat),
  })
  return { text: first + text, ...(flags.json && { data: data() }) }
}

/** Is the output coloured: as the flags say, else `NO_COLOR` and `HELM_COLOR`, else on a terminal? */
export function hasColour({ color, colour }: GlobalInput, { stdout, environment }: Session): boolean {
  const wish = colour ?? color
  if (wish !== 'auto') return wish === 'always'
  const standing = environment['NO_COLOR'] ? 'never' : environment['HELM_COLOR']?.toLowerCase()
  if (standing === 'always' || standing === 'never') return standing === 'always'
  return stdout.isTerminal && environment['TERM'] !== 'dumb'
}
