import { quoteGo } from '#template'
import { KustomizeError, within } from '../error.ts'
import { fieldOf } from '../fields/field.ts'
import { updateField } from '../fields/update.ts'
import { idText } from '../resource/id.ts'
import { isObject, type Json, scalarText } from '../resource/json.ts'
import { readUniqueResources } from '../resource/read.ts'
import { readResourceFile } from '../resource/read-file.ts'
import type { Resource } from '../resource/resource.ts'
import { resourceYaml } from '../resource/write.ts'
import { copyChartHome } from './charts.ts'
import { localizeFileSource } from './file-source.ts'
import type { Folder } from './folder-type.ts'

/** What copies files for plugins. */
export interface PluginLocalizers {
  readonly folder: Folder
  readonly file: (entry: string) => string
  readonly write: (entry: string, content: string) => string
}

/** An entry of `generators`, `transformers` or `validators` with the paths of built-in plugins in it replaced. Throws `KustomizeError`. */
export function localizeEntries(field: string, entry: string, localizers: PluginLocalizers): string {
  const { resources, isFile } = within(`unable to load ${field} entry`, () => loadEntry(entry, localizers.folder))
  for (const resource of resources) localizePlugin(resource, localizers)
  const text = resources.map(resourceYaml).join('---\n')
  return isFile ? within(`unable to localize ${field} entry`, () => localizers.write(entry, text)) : text
}

/** An entry that is an object in place, or the path of a file with one. Throws `KustomizeError`. */
export function localizePatchEntry(entry: string, localizers: PluginLocalizers): string {
  return loadEntry(entry, localizers.folder).isFile ? localizers.file(entry) : entry
}

interface Entry {
  readonly resources: readonly Resource[]
  readonly isFile: boolean
}

function loadEntry(entry: string, { loader }: Folder): Entry {
  try {
    const resources = readUniqueResources(entry, loader.root)
    // what stands in the kustomization file has the place of its entry
    for (const resource of resources) resource.place = undefined
    return { resources, isFile: false }
  } catch (error) {
    if (error instanceof KustomizeError) return loadFile(entry, loader, error)
    throw error
  }
}

function loadFile(entry: string, loader: Folder['loader'], inline: KustomizeError): Entry {
  try {
    return { resources: readResourceFile(loader, entry), isFile: true }
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error
    const parts = `when parsing as inline received error: ${inline.message}\nwhen parsing as filepath received error: ${error.message}`
    const message = `unable to load resource entry ${quoteGo(entry)}: ${parts}`
    throw new KustomizeError({ code: error.code, message, hint: error.hint, cause: error })
  }
}

type How = 'file' | 'source' | 'patch'

/** The fields of built-in plugins that name files, in the order in which they are looked at; the reference forgets one. */
const FIELDS: readonly (readonly [kind: string, path: string, how: How])[] = [
  ['ConfigMapGenerator', 'env', 'file'],
  ['ConfigMapGenerator', 'envs', 'file'],
  ['SecretGenerator', 'env', 'file'],
  ['SecretGenerator', 'envs', 'file'],
  ['HelmChartInflationGenerator', 'valuesFile', 'file'],
  ['HelmChartInflationGenerator', 'additionalValuesFiles', 'file'],
  ['PatchTransformer', 'path', 'file'],
  ['PatchJson6902Transformer', 'path', 'file'],
  ['ReplacementTransformer', 'replacements/path', 'file'],
  ['ValueAddTransformer', 'targetFilePath', 'file'],
  ['ConfigMapGenerator', 'files', 'source'],
  ['SecretGenerator', 'files', 'source'],
  ['PatchStrategicMergeTransformer', 'paths', 'patch'],
]
const CHART_KIND = 'HelmChartInflationGenerator'

/** Replaces the paths of one plugin. Changes the resource. */
function localizePlugin(resource: Resource, localizers: PluginLocalizers): void {
  const { gvk } = resource
  if (gvk.version !== 'builtin') return
  const localize: Readonly<Record<How, (entry: string) => string>> = {
    file: localizers.file,
    source: (entry) => localizeFileSource(entry, localizers),
    patch: (entry) => localizePatchEntry(entry, localizers),
  }
  for (const [, path, how] of FIELDS.filter(([kind]) => kind === gvk.kind)) {
    for (const spelled of spellings(resource, path)) {
      updateField(resource, fieldOf({ path: spelled }), (value) => localizeAll(value, localize[how]))
    }
  }
  if (gvk.kind === CHART_KIND && gvk.group === '') localizeHome(resource, localizers.folder)
}

/** A path with its first name as the object has it: plugins read their fields in any case of letters. */
function spellings({ value }: Resource, path: string): readonly string[] {
  const [first = '', ...rest] = path.split('/')
  const names = Object.keys(value).filter((key) => key.toLowerCase() === first.toLowerCase())
  return names.map((name) => [name, ...rest].join('/'))
}

function localizeAll(value: Json, localize: (entry: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => localize(scalarText(item)))
  if (!isObject(value)) return localize(scalarText(value))
  throw new KustomizeError({ code: 'bad-value', message: 'expected sequence or scalar node' })
}

function localizeHome(resource: Resource, folder: Folder): void {
  const home = resource.value['chartHome']
  within(`plugin ${idText(resource.id)}`, () => {
    const local = copyChartHome(folder, scalarText(home))
    if (home !== undefined) resource.value['chartHome'] = local
  })
}
