import { within } from '../error.ts'
import type { GeneratorArgs } from '../file/types.ts'
import { generateConfigMap } from '../generators/config-map.ts'
import { mergeOptions } from '../generators/options.ts'
import { generateSecret } from '../generators/secret.ts'
import { absorb } from '../resource/absorb.ts'
import type { Origin } from '../resource/origin.ts'
import type { Resource } from '../resource/resource.ts'
import type { Accumulator } from './accumulator.ts'
import { builtinOrigin } from './builtin-origin.ts'
import { configureCharts } from './charts.ts'
import { loadGenerators } from './external.ts'
import type { Generator } from './step.ts'
import type { Target } from './target.ts'

/** Runs the generators of a kustomization and adds what they make, or merges it into what is there. */
export function runGenerators(target: Target, into: Accumulator): void {
  const generators = [...configureBuiltIn(target), ...loadGenerators(target)]
  for (const { run, origin } of generators) {
    const made = run()
    if (origin !== undefined) for (const resource of made) resource.origin ??= origin
    within(`merging from generator ${generatorText(origin)}`, () => absorb(into.resources, made))
  }
}

// The reference prints two addresses of its memory here.
function generatorText(origin: Origin | undefined): string {
  return `&{0xc000000000 ${origin === undefined ? '<nil>' : '0xc000000000'}}`
}

function configureBuiltIn(target: Target): Generator[] {
  const { kustomization, loader } = target
  const read = (path: string): Uint8Array => loader.load(path)
  const withOptions = <T extends GeneratorArgs>(args: T): T => {
    const options = mergeOptions(args.options, kustomization.generatorOptions)
    return options === undefined ? args : { ...args, options }
  }
  const generator = (kind: string, run: () => readonly Resource[]): Generator => ({
    run,
    origin: builtinOrigin(target, kind),
  })
  const { configMapGenerator = [], secretGenerator = [] } = kustomization
  return [
    ...configMapGenerator.map((args) =>
      generator('ConfigMapGenerator', () => [generateConfigMap(withOptions(args), read)]),
    ),
    ...secretGenerator.map((args) => generator('SecretGenerator', () => [generateSecret(withOptions(args), read)])),
    ...configureCharts(target).map((run) => generator('HelmChartInflationGenerator', run)),
  ]
}
