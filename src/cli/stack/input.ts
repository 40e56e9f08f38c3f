import type { ValuesLayer } from '#render'
import type { StackFlag, StackRelease } from '#stack'
import { globalFlags } from '../flags/global.ts'
import { upgradeFlags } from '../flags/release.ts'
import type { Input } from '../frame/flag.ts'
import { parseFlags } from '../frame/parse.ts'

/** The command line of an upgrade. */
export type UpgradeLine = Input<typeof globalFlags & typeof upgradeFlags>

/**
 * A release of a stack as the command line of `upgrade --install`: its own flags, and the global ones of the stack's command
 * line. Its values go along as layers. Throws CliError `usage` for a setting that the flag refuses.
 */
export function upgradeLine(
  release: StackRelease,
  given: Input<typeof globalFlags>['flags'],
  more: readonly StackFlag[] = [],
): UpgradeLine {
  const own = new Set(release.flags.map(([name]) => name))
  const flags = [...release.flags, ...more.filter(([name]) => !own.has(name)), ...sourceFlags(release)]
  const words = [...flags.flatMap(wordOf), ...release.sets.map(({ kind, expression }) => `--${kind}=${expression}`)]
  const parsed = parseFlags({ ...globalFlags, ...upgradeFlags }, ['--install', ...words])
  const globals = Object.fromEntries(Object.keys(globalFlags).map((name) => [name, given[name as keyof typeof given]]))
  const merged = {
    ...parsed.flags,
    ...globals,
    output: 'table',
    json: false,
    'dependency-update': parsed.flags.repo === undefined && !/^[a-z0-9+]+:\/\//.test(release.source),
    layers: layersOf(release),
    'values-from': release.valuesFrom,
    ...placeOf(release, given),
  }
  return { args: [release.name, release.source], flags: merged as UpgradeLine['flags'], given: parsed.given }
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

function layersOf({ values }: StackRelease): ValuesLayer[] {
  return values.map(({ file, values: map, isSecret }) => ({ origin: { kind: 'file', file, isSecret }, values: map }))
}
