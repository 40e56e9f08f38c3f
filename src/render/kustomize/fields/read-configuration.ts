import { loadObject, loadTree, locate, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { decode } from '../file/decode.ts'
import { field, type GoStruct, type GoType, namedList, struct } from '../file/go-type.ts'
import { fieldSpecType, gvkFields } from '../file/kustomization-type.ts'
import {
  type Configuration,
  DEFAULT_CONFIGURATION,
  mergeConfigurations,
  NO_CONFIGURATION,
  sortConfiguration,
} from './configuration.ts'

/** The defaults with what files of `configurations` add. Throws `bad-config`, and what `load` throws. */
export function loadConfiguration(
  load: (path: string) => string,
  paths: readonly string[],
  pathOf = (path: string): string => path,
): Configuration {
  if (paths.length === 0) return DEFAULT_CONFIGURATION
  let custom = NO_CONFIGURATION
  for (const path of paths) custom = mergeConfigurations(custom, readConfiguration(load(path), pathOf(path)))
  return mergeConfigurations(DEFAULT_CONFIGURATION, custom)
}

/** One file of field tables. Fields and keys that are not known, or stand twice, are refused. Throws `bad-config`. */
export function readConfiguration(text: string, file: string): Configuration {
  const { value, problem, at, hint } = decode(loadDocument(text, file), configurationType, {
    isStrict: true,
    fromYaml: true,
  })
  if (problem !== undefined) {
    const message = `error unmarshaling JSON: while decoding JSON: ${problem}`
    const found = text.length > MAX_SEARCHED ? undefined : locate(loadTree(text), at)
    const { line = 1, column = 1 } = found ?? {}
    throw new KustomizeError({ code: 'bad-config', message, position: { file, line, column }, hint })
  }
  return sortConfiguration({ ...NO_CONFIGURATION, ...(value as Partial<Configuration> | undefined) })
}

/** Characters of a file whose wrong entry is looked for: see `file/read.ts`. */
const MAX_SEARCHED = 2 ** 20

function loadDocument(text: string, file: string): unknown {
  try {
    return loadObject(text, { file, duplicateKeys: 'error' })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const message = `error converting YAML to JSON: ${error.message}`
    const { line = 1, column = 1 } = error.position ?? {}
    throw new KustomizeError({ code: 'bad-config', message, position: { file, line, column }, cause: error })
  }
}

const fieldSpecs: GoType = namedList('types.FsSlice', fieldSpecType)

const nameReferenceType = struct('builtinconfig.NameBackReferences', [...gvkFields, field('fieldSpecs', fieldSpecs)])

const configurationType: GoStruct = struct('builtinconfig.TransformerConfig', [
  field('namePrefix', fieldSpecs),
  field('nameSuffix', fieldSpecs),
  field('namespace', fieldSpecs),
  field('commonLabels', fieldSpecs),
  field('labels', fieldSpecs),
  field('templateLabels', fieldSpecs),
  field('commonAnnotations', fieldSpecs),
  field('nameReference', namedList('builtinconfig.nbrSlice', nameReferenceType)),
  field('varReference', fieldSpecs),
  field('images', fieldSpecs),
  field('replicas', fieldSpecs),
])
