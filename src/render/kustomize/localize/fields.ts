import { within } from '../error.ts'
import type { GeneratorArgs, Kustomization } from '../file/types.ts'
import { atEntry } from '../target/at-entry.ts'
import type { CauseFile } from '../target/observer.ts'
import { localizeCharts } from './charts.ts'
import { localizeFileSource } from './file-source.ts'
import type { Folder } from './folder-type.ts'
import { localizeEntries, localizePatchEntry } from './plugins.ts'

/** What copies one entry and gives its new path. All throw `KustomizeError`. */
export interface Localizers {
  readonly folder: Folder
  /** The kustomization file, for the places of failures. */
  readonly source: CauseFile
  readonly file: (entry: string) => string
  readonly root: (entry: string) => string
  readonly resource: (entry: string) => string
  /** Puts a file in place with another content. */
  readonly write: (entry: string, content: string) => string
}

/** A kustomization file with every path in it replaced by that of its copy. Throws `KustomizeError`. */
export function localizeFields(file: Kustomization, localizers: Localizers): Kustomization {
  return STEPS.reduce((before, step) => ({ ...before, ...step(before, localizers) }), file)
}

type Step = (file: Kustomization, localizers: Localizers) => Partial<Kustomization>

/** Fields that are lists. */
type ListField = {
  [Name in keyof Kustomization]-?: NonNullable<Kustomization[Name]> extends readonly unknown[] ? Name : never
}[keyof Kustomization]
type Entry<Name extends ListField> = NonNullable<Kustomization[Name]> extends readonly (infer T)[] ? T : never

/** Changes each entry of a list; a failure has the place of its entry. */
function entries<Name extends ListField>(
  name: Name,
  change: (entry: Entry<Name>, localizers: Localizers) => Entry<Name>,
): Step {
  return (file, localizers) => {
    const list = file[name] as readonly Entry<Name>[] | undefined
    const changed = list?.map((entry, at) => atEntry(localizers.source, [name, at], () => change(entry, localizers)))
    return changed === undefined ? {} : { [name]: changed }
  }
}

/** The same with text before the message of a failure. */
function prefixed<Name extends ListField>(
  name: Name,
  prefix: string,
  change: (entry: Entry<Name>, localizers: Localizers) => Entry<Name>,
): Step {
  return entries(name, (entry, localizers) => within(prefix, () => change(entry, localizers)))
}

const STEPS: readonly Step[] = [
  localizeOpenapi,
  prefixed('bases', 'unable to localize bases entry', (entry, { root }) => root(entry)),
  prefixed('components', 'unable to localize components entry', (entry, { root }) => root(entry)),
  prefixed('configurations', 'unable to localize configurations entry', (entry, { file }) => file(entry)),
  prefixed('crds', 'unable to localize crds entry', (entry, { file }) => file(entry)),
  prefixed('resources', 'unable to localize resources entry', (entry, { resource }) => resource(entry)),
  prefixed('configMapGenerator', 'unable to localize configMapGenerator', localizeGenerator),
  prefixed('secretGenerator', 'unable to localize secretGenerator', localizeGenerator),
  localizeCharts,
  prefixed('patches', 'unable to localize patches', withPath),
  prefixed('patchesJson6902', 'unable to localize patchesJson6902', withPath),
  prefixed('patchesStrategicMerge', 'unable to localize patchesStrategicMerge entry', localizePatchEntry),
  prefixed('replacements', 'unable to localize replacements entry', withPath),
  entries('generators', (entry, localizers) => localizeEntries('generators', entry, localizers)),
  entries('transformers', (entry, localizers) => localizeEntries('transformers', entry, localizers)),
  entries('validators', (entry, localizers) => localizeEntries('validators', entry, localizers)),
]

function localizeOpenapi({ openapi }: Kustomization, { file }: Localizers): Partial<Kustomization> {
  const path = openapi?.['path']
  if (path === undefined) return {}
  return { openapi: { ...openapi, path: within('unable to localize openapi path', () => file(path)) } }
}

function withPath<T extends { readonly path?: string }>(entry: T, { file }: Localizers): T {
  return entry.path ? { ...entry, path: file(entry.path) } : entry
}

function localizeGenerator<T extends GeneratorArgs>(args: T, localizers: Localizers): T {
  const { env = '', envs = [], files = [] } = args
  const { file } = localizers
  const newEnv = within('unable to localize generator env file', () => file(env))
  const newEnvs = envs.map((entry) => within('unable to localize generator envs file', () => file(entry)))
  return { ...args, env: newEnv, envs: newEnvs, files: files.map((source) => localizeFileSource(source, localizers)) }
}
