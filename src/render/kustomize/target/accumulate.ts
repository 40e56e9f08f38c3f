import { quoteGo } from '#template'
import { KustomizeError, within, wrapFailure } from '../error.ts'
import { loadConfiguration } from '../fields/read-configuration.ts'
import { COMPONENT_KIND } from '../file/fix.ts'
import { readKustomization } from '../file/read.ts'
import { type Loader, textOf } from '../load/loader.ts'
import { varText } from '../references/var-set.ts'
import { readUniqueResources } from '../resource/read.ts'
import { inFile } from '../resource/read-file.ts'
import type { Resource } from '../resource/resource.ts'
import { Accumulator } from './accumulator.ts'
import { atEntry, atNamed } from './at-entry.ts'
import type { BuildState } from './build-state.ts'
import { loadCrds } from './crds.ts'
import { findKustomization } from './find.ts'
import { runGenerators } from './generate.ts'
import { appendPath } from './origin-path.ts'
import type { Target } from './target.ts'
import { runTransformers } from './transform.ts'
import { runValidators } from './validate.ts'

/** Reads the kustomization of a folder; warnings go to the build's `warn`. Throws `no-kustomization` and `bad-file`. */
export function loadTarget(loader: Loader, state: BuildState): Target {
  const { name, text } = findKustomization(loader)
  const source = { text, file: `${loader.root}/${name}`, folder: loader.root }
  const kustomization = readKustomization(source, (line) => state.warn(line))
  return { loader, kustomization, fileName: name, state, origin: undefined, gather: accumulateResources }
}

/**
 * Gathers and changes the resources of a kustomization: bases first, then generators, components, transformers and
 * validators. Names are not final yet. Adds to `into`, which is empty but for components. Throws `KustomizeError`.
 */
export function accumulate(target: Target, into: Accumulator = new Accumulator()): Accumulator {
  const { kustomization, loader } = target
  within('accumulating resources', () => accumulateResources(target, into, kustomization.resources ?? []))
  const load = (path: string): string => atNamed(target, path, () => loader.loadText(path))
  into.mergeConfiguration(loadConfiguration(load, kustomization.configurations ?? [], (path) => loader.pathOf(path)))
  if (kustomization.crds !== undefined) mergeCrds(target, into)
  runGenerators(target, into)
  const whole = within('accumulating components', () => accumulateComponents(target, into))
  runTransformers(target, whole)
  runValidators(target, whole)
  const { vars } = kustomization
  if (vars !== undefined) {
    const what = `merging vars [${vars.map(varText).join(' ')}]`
    atEntry(target, ['vars'], () => within(what, () => whole.mergeVars(vars)))
  }
  return whole
}

function mergeCrds(target: Target, into: Accumulator): void {
  const { crds = [] } = target.kustomization
  const load = (path: string): string => atNamed(target, path, () => target.loader.loadText(path))
  const added = within(`loading CRDs [${crds.join(' ')}]`, () => loadCrds(load, crds))
  into.mergeConfiguration(added)
}

/** Adds what a list of paths names: each is tried as a file, then as a folder or repository. Throws `KustomizeError`. */
export function accumulateResources(target: Target, into: Accumulator, paths: readonly string[]): void {
  for (const path of paths) {
    atNamed(target, path, () => {
      const problem = tryFile(target, into, path)
      if (problem !== undefined) accumulateBase(target, into, { path, problem })
    })
  }
}

function tryFile(target: Target, into: Accumulator, path: string): KustomizeError | undefined {
  try {
    accumulateFile(target, into, path)
    return undefined
  } catch (error) {
    if (error instanceof KustomizeError && !error.message.includes('HTTP Error')) return error
    throw error
  }
}

function accumulateFile(target: Target, into: Accumulator, path: string): void {
  const resources = within(`accumulating resources from '${path}'`, () => readFile(target, path))
  if (target.origin !== undefined) {
    const origin = appendPath(target.origin, path)
    for (const resource of resources) resource.origin = origin
  }
  const { loader, fileName, state } = target
  state.options.observer?.loaded(resources, { kind: 'Resource', kustomization: { loader, fileName }, entry: [] })
  within(`merging resources from '${path}'`, () => into.appendAll(resources))
}

function readFile({ loader, state }: Target, path: string): Resource[] {
  const data = loader.load(path)
  const file = loader.pathOf(path)
  const parse = (): Resource[] => readUniqueResources(textOf(data), file)
  try {
    return state.options.kept?.read(data, file, parse) ?? parse()
  } catch (error) {
    throw wrapFailure(error, (message) => inFile(message, path))
  }
}

interface Entry {
  readonly path: string
  /** Why it is no file of resources. */
  readonly problem: KustomizeError
}

function accumulateBase(target: Target, into: Accumulator, { path, problem }: Entry): void {
  const prefix = `accumulation err='${problem.message}'`
  let loader: Loader
  try {
    loader = target.loader.open(path)
  } catch (error) {
    if (error instanceof KustomizeError && problem.message.includes('MalformedYAMLError')) throw problem
    throw wrapFailure(betterPlaced(error, problem), (message) => `${prefix}: ${message}`)
  }
  within(prefix, () => accumulateFolder(target, into, { path, loader }))
}

/** An entry that is a file after all: what is wrong in the file says more than that it is no folder. */
function betterPlaced(error: unknown, problem: KustomizeError): unknown {
  if (!(error instanceof KustomizeError) || problem.code === 'not-found') return error
  const { message, cause } = error
  const { code, position, hint } = problem
  return new KustomizeError({ code, message, cause, position, hint: hint ?? error.hint })
}

interface Folder {
  readonly path: string
  readonly loader: Loader
}

function accumulateFolder(target: Target, into: Accumulator, { path, loader }: Folder): void {
  const sub = openTarget(target, { path, loader })
  if (sub.kustomization.kind === COMPONENT_KIND) {
    const message = `expected kind != '${COMPONENT_KIND}' for path '${loader.root}'`
    throw new KustomizeError({ code: 'bad-file', message, hint: `name ${path} under components` })
  }
  const inner = within(`recursed accumulation of path '${loader.root}'`, () => accumulate(sub))
  within(`recursed merging from path '${loader.root}'`, () => into.merge(inner))
}

function openTarget(target: Target, { path, loader }: Folder): Target {
  const { state, origin } = target
  const sub = within(`couldn't make target for path '${loader.root}'`, () => loadTarget(loader, state))
  atEntry(sub, ['openapi', 'path'], () => state.useSchema(sub.kustomization, loader))
  const { buildMetadata } = target.kustomization
  const { buildMetadata: _own, ...rest } = sub.kustomization
  const kustomization = buildMetadata === undefined ? rest : { ...rest, buildMetadata }
  return { ...sub, kustomization, origin: origin && appendPath(origin, path) }
}

function accumulateComponents(target: Target, into: Accumulator): Accumulator {
  let whole = into
  for (const path of target.kustomization.components ?? []) {
    whole = atNamed(target, path, () => {
      const loader = quoted('loader.New', () => target.loader.open(path))
      return quoted('accumulateDirectory:', () => accumulateComponent(target, whole, { path, loader }))
    })
  }
  return whole
}

// The reference quotes the message of these two failures as a whole.
function quoted<T>(prefix: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw wrapFailure(error, (message) => `${prefix} ${quoteGo(message)}`)
  }
}

function accumulateComponent(target: Target, into: Accumulator, { path, loader }: Folder): Accumulator {
  const sub = openTarget(target, { path, loader })
  const { kind = '' } = sub.kustomization
  if (kind !== COMPONENT_KIND) {
    const message = `expected kind '${COMPONENT_KIND}' for path '${loader.root}' but got '${kind}'`
    throw new KustomizeError({ code: 'bad-file', message, hint: `name ${path} under resources` })
  }
  const whole = within(`recursed accumulation of path '${loader.root}'`, () => accumulate(sub, into))
  const merged = new Accumulator()
  within(`recursed merging from path '${loader.root}'`, () => merged.merge(whole))
  return merged
}
