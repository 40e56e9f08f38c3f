import { nearestText } from '../../nearest.ts'
import { KustomizeError, within } from '../error.ts'
import { located } from '../fields/update.ts'
import { loadProgram } from '../functions/load.ts'
import { generatorKinds, transformerKinds } from '../plugins/built-in.ts'
import type { PluginContext } from '../plugins/context.ts'
import { gvkText } from '../resource/gvk.ts'
import { idText } from '../resource/id.ts'
import type { Origin } from '../resource/origin.ts'
import { readUniqueResources } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import { resourceYaml } from '../resource/write.ts'
import { Accumulator } from './accumulator.ts'
import type { Cause } from './observer.ts'
import { appendPath } from './origin-path.ts'
import type { Generator, Step } from './step.ts'
import type { Target } from './target.ts'

/** The generators that `generators` names, configured. Throws `plugin`, and what reading them throws. */
export function loadGenerators(target: Target): Generator[] {
  const { generators = [] } = target.kustomization
  if (generators.length === 0) return []
  return within('loading generator plugins', () => {
    const configs = readConfigs(target, generators, 'configuring external generator')
    return configs.map((config) =>
      within('failed to load generator', () => atPlugin(config, () => loadGenerator(target, config))),
    )
  })
}

/** The transformers that a list names (`transformers` or `validators`), configured. Throws `plugin` and what reading throws. */
export function loadTransformers(target: Target, entries: readonly string[]): Step[] {
  if (entries.length === 0) return []
  const configs = readConfigs(target, entries, 'configuring external transformer')
  return configs.flatMap((config) => atPlugin(config, () => loadTransformer(target, config)))
}

/** The objects that entries name: each entry is a YAML text, or a path of a file or folder. */
function readConfigs(target: Target, entries: readonly string[], what: string): Resource[] {
  const found = new Accumulator()
  const paths: string[] = []
  for (const entry of entries) {
    const inline = tryInline(target, entry)
    if (inline === undefined) paths.push(entry)
    else within(what, () => found.appendAll(inline))
  }
  target.gather(target, found, paths)
  return [...found.resources]
}

function tryInline(target: Target, entry: string): Resource[] | undefined {
  const { origin, fileName, loader } = target
  try {
    const resources = readUniqueResources(entry, `${loader.root}/${fileName}`)
    if (origin !== undefined) for (const resource of resources) resource.origin = appendPath(origin, fileName)
    return resources
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
}

function loadGenerator(target: Target, config: Resource): Generator {
  const origin = originOf(config)
  if (!isBuiltIn(config)) {
    const program = loadProgram(target, config)
    return { run: () => program.generate(), origin, cause: causeOf(target, config) }
  }
  const kind = generatorKinds.get(config.kind)
  if (kind === undefined) {
    const other = transformerKinds.get(config.kind) ?? unknownKind(config)
    configured(config, () => other(config, contextOf(target, config)))
    throw pluginError(`plugin ${idText(config.originalId())} not a generator`)
  }
  const run = configured(config, () => kind(config, contextOf(target, config)))
  return { run, origin, cause: causeOf(target, config) }
}

function loadTransformer(target: Target, config: Resource): Step[] {
  const origin = originOf(config)
  if (!isBuiltIn(config)) {
    const program = loadProgram(target, config)
    return [{ run: (resources) => program.transform(resources), origin, cause: causeOf(target, config) }]
  }
  const kind = transformerKinds.get(config.kind)
  if (kind === undefined) {
    const other = generatorKinds.get(config.kind) ?? unknownKind(config)
    configured(config, () => other(config, contextOf(target, config)))
    throw pluginError(`plugin ${idText(config.originalId())} not a transformer`)
  }
  const run = configured(config, () => kind(config, contextOf(target, config)))
  return [{ run, origin, cause: causeOf(target, config) }]
}

function causeOf({ loader, fileName }: Target, plugin: Resource): Cause {
  return { kind: plugin.kind, kustomization: { loader, fileName }, entry: [], plugin }
}

/** A failure without a place gets that of the configuration. */
function atPlugin<T>(config: Resource, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw located(error, config)
  }
}

function isBuiltIn({ gvk }: Resource): boolean {
  return gvk.group === '' && gvk.version === 'builtin'
}

function unknownKind({ gvk }: Resource): never {
  const near = nearestText(gvk.kind, [...transformerKinds.keys(), ...generatorKinds.keys()])
  throw pluginError(`unable to load builtin ${gvkText(gvk)}`, near && `did you mean ${near}?`)
}

function configured<T>(config: Resource, configure: () => T): T {
  return within(`plugin ${idText(config.originalId())} fails configuration`, configure)
}

function contextOf({ loader, state }: Target, config: Resource): PluginContext {
  return {
    loader,
    helm: state.options.helm,
    load: (path: string): string => loader.loadText(path),
    pathOf: (path: string): string => loader.pathOf(path),
    configText: () => resourceYaml(config),
    openapi: () => state.openapi,
    warn: (line: string) => state.warn(line),
  }
}

/** What an external configuration's own file says of where it lies; undefined where nobody asks. */
function originOf(config: Resource): Origin | undefined {
  const { origin, apiVersion, kind, name, namespace } = config
  if (origin === undefined) return undefined
  const { repo, ref, path = '' } = origin
  const configuredBy = { apiVersion, kind, name, namespace }
  return { ...(repo !== undefined && { repo }), ...(ref !== undefined && { ref }), configuredIn: path, configuredBy }
}

function pluginError(message: string, hint?: string): KustomizeError {
  return new KustomizeError({ code: 'plugin', message, hint })
}
