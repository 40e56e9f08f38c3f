import { KustomizeError, within } from '../error.ts'
import { cleanPath, joinPath } from '../load/path.ts'
import { type FunctionSpec, functionOf } from '../plugins/function.ts'
import { idText } from '../resource/id.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import type { PluginOptions } from '../target/options.ts'
import type { Target } from '../target/target.ts'
import { type FunctionCall, generateByFunction, transformByFunction } from './function-plugin.ts'
import type { ProgramOptions } from './program.ts'
import { configurePlugin, generateByPlugin, transformByPlugin } from './program-plugin.ts'

/** A program of the user's own that makes or changes resources. Both throw `KustomizeError`. */
export interface ExternalProgram {
  generate(): readonly Resource[]
  transform(resources: ResourceList): void
}

/** The function or plugin that a configuration names, configured but not run. Throws `plugin` where it is not allowed or not there. */
export function loadProgram(target: Target, config: Resource): ExternalProgram {
  const { plugins } = target.state.options
  const { kind } = config.originalId().gvk
  if (plugins === undefined) {
    const message = `external plugins disabled; unable to load external plugin '${kind}'`
    throw pluginError(message, 'pass --enable-alpha-plugins')
  }
  const spec = functionOf(config)
  if (spec === undefined) return loadPlugin(target, plugins, config)
  checkMounts(spec, config)
  const { state, loader } = target
  const options = demandPrograms(plugins)
  const call: FunctionCall = { spec, config, folder: loader.root, options, warn: (line) => state.warn(line) }
  return {
    generate: () => generateByFunction(call),
    transform: (resources) => transformByFunction(call, resources),
  }
}

function loadPlugin({ loader }: Target, plugins: PluginOptions, config: Resource): ExternalProgram {
  const options = demandPrograms(plugins)
  const path = pluginPath(plugins, options, config)
  const configure = (): ReturnType<typeof configurePlugin> => configurePlugin(config, { path, loader, options })
  const call = within(`plugin ${idText(config.originalId())} fails configuration`, configure)
  return {
    generate: () => generateByPlugin(call),
    transform: (resources) => transformByPlugin(call, resources),
  }
}

/** Where a plugin's program lies: its kind, in a folder of its group, version and kind. Throws `plugin` where it is not. */
function pluginPath({ home, searched }: PluginOptions, options: ProgramOptions, config: Resource): string {
  if (home === undefined) throw pluginError(`unable to find plugin root - tried: ${searchedText(searched)}`)
  const { group, version, kind } = config.originalId().gvk
  const path = joinPath(home, group, version, kind.toLowerCase(), kind)
  const state = options.stateOf(path)
  if (state === 'executable') return path
  if (state === 'not-executable') throw pluginError(`unexecutable plugin at: ${path}`, `run chmod +x ${path}`)
  throw pluginError(`expected file with Go object code at: ${path}.so`, `put an executable at ${path}`)
}

function demandPrograms({ programs }: PluginOptions): ProgramOptions {
  if (programs !== undefined) return programs
  throw pluginError('programs cannot be run here')
}

function searchedText(searched: PluginOptions['searched']): string {
  return searched.map(([path, by]) => `('${path}'; homed in ${by})`).join(', ')
}

function checkMounts({ container }: FunctionSpec, config: Resource): void {
  for (const { src = '' } of container?.mounts ?? []) {
    const start = `plugin ${idText(config.originalId())} with mount path '${src}' is not permitted; mount paths must be`
    if (src.startsWith('/')) throw pluginError(`${start} relative to the current kustomization directory`)
    if (isAbove(src)) throw pluginError(`${start} under the current kustomization directory`)
  }
}

// the reference lets a bare `..` pass
function isAbove(path: string): boolean {
  const clean = cleanPath(path)
  return clean === '..' || clean.startsWith('../')
}

function pluginError(message: string, hint?: string): KustomizeError {
  return new KustomizeError({ code: 'plugin', message, hint })
}
