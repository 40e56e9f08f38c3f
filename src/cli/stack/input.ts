import type { ValuesLayer } from '#render'
import type { StackFlag, StackRelease } from '#stack'
import { globalFlags } from '../flags/global.ts'
import { upgradeFlags } from '../flags/release.ts'
import type { Input } from '../frame/flag.ts'
import { parseFlags } from '../frame/parse.ts'
import { formatOf } from '../release/format.ts'
import type { PartSession } from './part-session.ts'
import { patchFilter } from './patch.ts'
import { withSubcharts } from './subcharts.ts'

/** The command line of an upgrade. */
export type UpgradeLine = Input<typeof globalFlags & typeof upgradeFlags>

/** What a stack's command line says about all of its releases. */
export interface StackGiven {
  readonly flags: Input<typeof globalFlags>['flags']
  /** For releases that do not say themselves. */
  readonly usual?: readonly StackFlag[]
  /** Above what the releases say. */
  readonly above?: readonly StackFlag[]
}

/**
 * A release of a stack as the command line of `upgrade --install`: its own flags, and the global ones of the stack's command
 * line. Its values, patches and subcharts go along. Throws CliError `usage` for a setting that the flag refuses.
 */
export function upgradeLine(
  release: StackRelease,
  { flags: given, usual = [], above = [] }: StackGiven,
  session: PartSession,
): UpgradeLine {
  const own = new Set(release.flags.map(([name]) => name))
  const flags = [...release.flags, ...usual.filter(([name]) => !own.has(name)), ...sourceFlags(release), ...above]
  const sets = release.sets.map(({ kind, expression }) => `--${kind}=${expression}`)
  const parsed = parseFlags({ ...globalFlags, ...upgradeFlags }, [
    '--install',
    ...flags.flatMap(wordOf),
    ...sets,
    ...release.words,
  ])
  const globals = Object.keys(globalFlags).filter((name) => !parsed.given.has(name))
  const isLocal = parsed.flags.repo === undefined && !/^[a-z0-9+]+:\/\//.test(release.source)
  const merged: UpgradeLine['flags'] = {
    ...parsed.flags,
    ...Object.fromEntries(globals.map((name) => [name, given[name as keyof typeof given]])),
    output: 'table',
    json: false,
    'dependency-update': parsed.given.has('dependency-update') ? parsed.flags['dependency-update'] : isLocal,
    'values-from': release.valuesFrom,
    ...placeOf(release, given),
  }
  warnOfValues(release, merged, session)
  return {
    args: [release.name, release.source],
    flags: { ...merged, ...extras(release, merged, session) },
    given: parsed.given,
  }
}

function warnOfValues({ source, values }: StackRelease, flags: UpgradeLine['flags'], session: PartSession): void {
  const isChart = values.length === 0 || formatOf(source, flags, session) === 'helm'
  if (!isChart) session.stderr.write(`warning: values are for charts, which ${source} is not: they are left out\n`)
}

/** What no flag can say. */
function extras(
  { values, patches, subcharts }: StackRelease,
  flags: UpgradeLine['flags'],
  session: PartSession,
): object {
  return {
    layers: values.map(
      ({ file, values: map, isSecret }): ValuesLayer => ({ origin: { kind: 'file', file, isSecret }, values: map }),
    ),
    progress: session.progress,
    ...(patches !== undefined && { filter: patchFilter(patches, session) }),
    ...(subcharts.length > 0 && { complete: withSubcharts(subcharts, flags, session) }),
  }
}

/** Which cluster and namespace a release is for. */
export function placeOf(
  { namespace, context }: StackRelease,
  given: Input<typeof globalFlags>['flags'],
): { readonly namespace: string | undefined; readonly 'kube-context': string | undefined } {
  return {
    namespace: namespace === '' ? given.namespace : namespace,
    'kube-context': given['kube-context'] ?? (context === '' ? undefined : context),
  }
}

function sourceFlags({ version, repository }: StackRelease): readonly StackFlag[] {
  const place: StackFlag[] = repository === undefined || repository.isOci ? [] : [['repo', repository.url]]
  return [...(version === '' ? [] : ([['version', version]] as const)), ...place, ...(repository?.flags ?? [])]
}

function wordOf([name, value]: StackFlag): string[] {
  if (name === 'wait' && value === false) return []
  return [typeof value === 'boolean' && value ? `--${name}` : `--${name}=${String(value)}`]
}
