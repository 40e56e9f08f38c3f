import { loadObject, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { decode } from '../file/decode.ts'
import { field, type GoStruct, goBool, goString, listOf, struct } from '../file/go-type.ts'
import type { Resource } from '../resource/resource.ts'

/** How a function is run: as a container, or as a program. */
export interface FunctionSpec {
  readonly deferFailure?: boolean
  readonly container?: {
    readonly image?: string
    readonly network?: boolean
    readonly mounts?: readonly { readonly src?: string; readonly type?: string; readonly dst?: string }[]
    readonly envs?: readonly string[]
  }
  readonly exec?: { readonly path?: string; readonly args?: readonly string[]; readonly envs?: readonly string[] }
}

const KEYS = ['config.kubernetes.io/function', 'config.k8s.io/function']

/** The function that a configuration names in its annotations; undefined where it names none. Throws `plugin`. */
export function functionOf(config: Resource): FunctionSpec | undefined {
  const { annotations } = config
  for (const key of KEYS) {
    const text = annotations.get(key) ?? ''
    if (text !== '') return readSpec(text, key)
  }
  const image = annotations.get('config.kubernetes.io/container') ?? ''
  return image === '' ? undefined : { container: { image } }
}

function readSpec(text: string, key: string): FunctionSpec {
  const { value, problem } = decode(parse(text, key), specType, { isStrict: true, fromYaml: true })
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
