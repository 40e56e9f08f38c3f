import { KustomizeError, wrapFailure } from '../error.ts'
import { decode } from '../file/decode.ts'
import { field, goString, struct } from '../file/go-type.ts'
import type { Loader } from '../load/loader.ts'
import type { ResourceList } from '../resource/list.ts'
import { plainValue } from '../resource/plain.ts'
import { readResources, readUniqueResources } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import { resourceYaml } from '../resource/write.ts'
import { adoptGenerated, adoptTransformed } from './adopt.ts'
import { markedConfig, markedCopies, streamText } from './function-input.ts'
import type { ProgramOptions } from './program.ts'
import { splitShellWords } from './shell-words.ts'

/** A program below the home of plugins, configured. */
export interface PluginCall {
  readonly path: string
  readonly args: readonly string[]
  readonly configText: string
  readonly folder: string
  readonly options: ProgramOptions
}

/** What a configuration asks of a plugin's program. Throws `bad-config`, and what reading its file of arguments throws. */
export function configurePlugin(
  config: Resource,
  { path, loader, options }: { readonly path: string; readonly loader: Loader; readonly options: ProgramOptions },
): PluginCall {
  const { value } = decode(plainValue(config.value), argumentsType, { fromYaml: true })
  const { argsOneLiner = '', argsFromFile = '' } = value as { argsOneLiner?: string; argsFromFile?: string }
  const lines = argsFromFile === '' ? [] : loader.loadText(argsFromFile).split('\n')
  const args = [...splitShellWords(argsOneLiner), ...lines.map((line) => line.replace(/^ +/, '')).filter(Boolean)]
  return { path, args, configText: resourceYaml(markedConfig(config)), folder: loader.root, options }
}

const argumentsType = struct('execplugin.argsConfig', [
  field('argsOneLiner', goString),
  field('argsFromFile', goString),
])

/** Runs a plugin as a generator. Throws `KustomizeError`. */
export function generateByPlugin(call: PluginCall): readonly Resource[] {
  return adoptGenerated(readUniqueResources(runPlugin(call, ''), `output of ${call.path}`))
}

/** Runs a plugin on resources. Changes the list. Throws `KustomizeError`. */
export function transformByPlugin(call: PluginCall, resources: ResourceList): void {
  const copies = markedCopies(resources)
  let output: string
  try {
    output = runPlugin(call, streamText(copies.map(({ value }) => value)))
  } catch (error) {
    throw wrapFailure(error, (message) => `${message} `)
  }
  adoptTransformed(resources, readResources(output, `output of ${call.path}`), call.path)
}

/** Longest text that a process can be given in its environment. */
const MAX_VARIABLE = 131_071

function runPlugin({ path, args, configText, folder, options }: PluginCall, input: string): string {
  const environment = [`KUSTOMIZE_PLUGIN_CONFIG_STRING=${configText}`, `KUSTOMIZE_PLUGIN_CONFIG_ROOT=${folder}`]
  const fitting = environment.filter((text) => Buffer.byteLength(text) <= MAX_VARIABLE)
  const program = { path, args, environment: fitting, folder, input, configText, form: 'program' } as const
  const { stdout, stderr, failure, configPath = '' } = options.run(program)
  if (failure === undefined) return stdout
  const message = `${stderr}: failure in plugin configured via ${configPath}; ${failure}`
  throw new KustomizeError({ code: 'plugin', message })
}
