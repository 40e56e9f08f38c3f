import { within } from '../error.ts'
import type { GeneratorArgs } from '../file/types.ts'
import { generateConfigMap } from '../generators/config-map.ts'
import { mergeOptions } from '../generators/options.ts'
import { generateSecret } from '../generators/secret.ts'
import { absorb } from '../resource/absorb.ts'
import type { Origin } from '../resource/origin.ts'
import type { Resource } from '../resource/resource.ts'
import type { Accumulator } from './accumulator.ts'
import { atEntry, atSource } from './at-entry.ts'
import { builtinOrigin } from './builtin-origin.ts'
import { configureCharts } from './charts.ts'
import { loadGenerators } from './external.ts'
import { observe } from './observer.ts'
import type { Generator } from './step.ts'
import { stepEntry } from './step-entry.ts'
import type { Target } from './target.ts'

/** Runs the generators of a kustomization and adds what they make, or merges it into what is there. */
export function runGenerators(target: Target, into: Accumulator): void {
  const generators = [...configureBuiltIn(target), ...loadGenerators(target)]
  const { resources } = into
  const { observer } = target.state.options
  for (const { run, origin, cause } of generators) {
    const made = atSource(cause, run)
    if (origin !== undefined) for (const resource of made) resource.origin ??= origin
    const add = (): void => within(`merging from generator ${generatorText(origin)}`, () => absorb(resources, made))
    observe({ observer, resources, cause }, () => atEntry(target, cause.entry, add))
  }
}

// The reference prints two addresses of its memory here.
function generatorText(origin: Origin | undefined): string {
  return `&{0xc000000000 ${origin === undefined ? '<nil>' : '0xc000000000'}}`
}

function configureBuiltIn(target: Target): Generator[] {
  const { kustomization, loader, fileName } = target
  const read = (path: string): Uint8Array => loader.load(path)
  const withOptions = <T extends GeneratorArgs>(args: T): T => {
    const options = mergeOptions(args.options, kustomization.generatorOptions)
    return options === undefined ? args : { ...args, options }
  }
  const generator = (kind: string, config: object, at: number): Omit<Generator, 'run'> => {
    const entry = stepEntry(kind, at, kustomization)
    return { origin: builtinOrigin(target, kind), cause: { kind, kustomization: { loader, fileName }, entry, config } }
  }
  const { configMapGenerator = [], secretGenerator = [], helmCharts = [] } = kustomization
  const runs = { ConfigMapGenerator: generateConfigMap, SecretGenerator: generateSecret }
  const maps = configMapGenerator.map((args, at) => ({ kind: 'ConfigMapGenerator' as const, args, at }))
  const secrets = secretGenerator.map((args, at) => ({ kind: 'SecretGenerator' as const, args, at }))
  return [
    ...[...maps, ...secrets].map(({ kind, args, at }) => ({
      ...generator(kind, args, at),
      run: (): readonly Resource[] => [runs[kind](withOptions(args), read)],
    })),
    ...configureCharts(target).map((run, at) => ({
      ...generator('HelmChartInflationGenerator', helmCharts[at] ?? {}, at),
      run,
    })),
  ]
}
