import { within } from '../error.ts'
import type { GeneratorArgs, Kustomization, Patch } from '../file/types.ts'
import { localizeCharts } from './charts.ts'
import { localizeFileSource } from './file-source.ts'
import type { Folder } from './folder-type.ts'
import { localizeEntries, localizePatchEntry } from './plugins.ts'

/** What copies one entry and gives its new path. All throw `KustomizeError`. */
export interface Localizers {
  readonly folder: Folder
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

const PATH_FIELDS = [
  ['bases', 'root'],
  ['components', 'root'],
  ['configurations', 'file'],
  ['crds', 'file'],
  ['resources', 'resource'],
] as const

const STEPS: readonly Step[] = [
  localizeOpenapi,
  ...PATH_FIELDS.map(
    ([name, how]): Step =>
      (file, localizers) => {
        const localize = (entry: string): string =>
          within(`unable to localize ${name} entry`, () => localizers[how](entry))
        return each(name, file[name], localize)
      },
  ),
  (file, localizers) =>
    each('configMapGenerator', file.configMapGenerator, generatorStep('configMapGenerator', localizers)),
  (file, localizers) => each('secretGenerator', file.secretGenerator, generatorStep('secretGenerator', localizers)),
  localizeCharts,
  (file, localizers) => each('patches', file.patches, patchStep('patches', localizers)),
  (file, localizers) => each('patchesJson6902', file.patchesJson6902, patchStep('patchesJson6902', localizers)),
  (file, localizers) =>
    each('patchesStrategicMerge', file.patchesStrategicMerge, (entry) =>
      within('unable to localize patchesStrategicMerge entry', () => localizePatchEntry(entry, localizers)),
    ),
  (file, localizers) =>
    each('replacements', file.replacements, (entry) =>
      within('unable to localize replacements entry', () => withPath(entry, localizers)),
    ),
  ...(['generators', 'transformers', 'validators'] as const).map(
    (name): Step =>
      (file, localizers) => {
        return each(name, file[name], (entry) => localizeEntries(name, entry, localizers))
      },
  ),
]

/** A field with each of its entries changed; nothing where it is missing. */
function each<T>(name: string, list: readonly T[] | undefined, change: (entry: T) => T): Partial<Kustomization> {
  return list === undefined ? {} : { [name]: list.map(change) }
}

function localizeOpenapi({ openapi }: Kustomization, { file }: Localizers): Partial<Kustomization> {
  const path = openapi?.['path']
  if (path === undefined) return {}
  return { openapi: { ...openapi, path: within('unable to localize openapi path', () => file(path)) } }
}

function withPath<T extends { readonly path?: string }>(entry: T, { file }: Localizers): T {
  return entry.path ? { ...entry, path: file(entry.path) } : entry
}

function patchStep(field: string, localizers: Localizers): (entry: Patch) => Patch {
  return (entry) => within(`unable to localize ${field}`, () => withPath(entry, localizers))
}

function generatorStep(field: string, localizers: Localizers): <T extends GeneratorArgs>(args: T) => T {
  return (args) => within(`unable to localize ${field}`, () => localizeGenerator(args, localizers))
}

function localizeGenerator<T extends GeneratorArgs>(args: T, localizers: Localizers): T {
  const { env = '', envs = [], files = [] } = args
  const { file } = localizers
  const newEnv = within('unable to localize generator env file', () => file(env))
  const newEnvs = envs.map((entry) => within('unable to localize generator envs file', () => file(entry)))
  return { ...args, env: newEnv, envs: newEnvs, files: files.map((source) => localizeFileSource(source, localizers)) }
}
