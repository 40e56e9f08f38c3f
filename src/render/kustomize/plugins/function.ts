import { loadObject, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { decode } from '../file/decode.ts'
import { field, type GoStruct, goBool, goString, listOf, struct } from '../file/go-type.ts'
import { isNull, isObject } from '../resource/json.ts'
import { plainValue } from '../resource/plain.ts'
import type { Resource } from '../resource/resource.ts'

/** Storage of a container: kind, source, and where it is seen. */
export interface StorageMount {
  readonly type?: string
  readonly src?: string
  readonly dst?: string
  readonly rw?: boolean
}

/** How a function is run: as a container, or as a program. */
export interface FunctionSpec {
  readonly deferFailure?: boolean
  readonly container?: {
    readonly image?: string
    readonly network?: boolean
    readonly mounts?: readonly StorageMount[]
    readonly envs?: readonly string[]
  }
  readonly exec?: { readonly path?: string; readonly args?: readonly string[]; readonly envs?: readonly string[] }
}

const KEYS = ['config.kubernetes.io/function', 'config.k8s.io/function']

/** The function that a configuration names in its annotations or in `metadata.configFn`; undefined where it names none. Throws `plugin`. */
export function functionOf(config: Resource): FunctionSpec | undefined {
  const { annotations } = config
  for (const key of KEYS) {
    const text = annotations.get(key) ?? ''
    if (text !== '') return readSpec(parse(text, key), key)
  }
  const { metadata } = config.value
  const inline = isObject(metadata) ? metadata['configFn'] : undefined
  if (inline !== undefined && !isNull(inline)) return readSpec(plainValue(inline), 'configFn')
  const image = annotations.get('config.kubernetes.io/container') ?? ''
  return image === '' ? undefined : { container: { image } }
}

function readSpec(document: unknown, key: string): FunctionSpec {
  const { value, problem } = decode(document, specType, { isStrict: true, fromYaml: true })
  if (problem === undefined) return (value ?? {}) as FunctionSpec
  throw badSpec(key, `error unmarshaling JSON: while decoding JSON: ${problem}`)
}

function parse(text: string, key: string): unknown {
  try {
    return loadObject(text, { duplicateKeys: 'error' })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw badSpec(key, `error converting YAML to JSON: ${error.message}`)
  }
}

function badSpec(key: string, problem: string): KustomizeError {
  const message = `loader: failed to get FunctionSpec: ${key} unmarshal error: ${problem}`
  return new KustomizeError({ code: 'plugin', message })
}

const texts = listOf(goString)

const mountType = struct('runtimeutil.StorageMount', [
  field('type', goString),
  field('src', goString),
  field('dst', goString),
  field('rw', goBool),
])

const specType: GoStruct = struct('runtimeutil.FunctionSpec', [
  field('deferFailure', goBool),
  field(
    'container',
    struct('runtimeutil.ContainerSpec', [
      field('image', goString),
      field('network', goBool),
      field('mounts', listOf(mountType)),
      field('envs', texts),
    ]),
  ),
  field('exec', struct('runtimeutil.ExecSpec', [field('path', goString), field('args', texts), field('envs', texts)])),
])
