import { CliError } from '../frame/error.ts'

/** Where `--values-from` takes values from. */
export interface ValuesReference {
  /** As it was written. */
  readonly text: string
  readonly kind: 'configmap' | 'secret' | 'env'
  /** Of the object; undefined is the release's. */
  readonly namespace: string | undefined
  /** Of the object, or of the variable. */
  readonly name: string
  /** Key of the object's data. */
  readonly key: string
  /** Where the text goes; undefined when it is YAML with values of its own. */
  readonly path: string | undefined
  /** It may be missing. */
  readonly isOptional: boolean
}

const DEFAULT_KEY = 'values.yaml'
const OBJECT = /^(configmap|secret)\/(?:([^/:=?]+)\/)?([^/:=?]+)(?::([^:=?]+))?(\?)?(?:=(.+))?$/s
const VARIABLE = /^env:([^=?]+)(\?)?(?:=(.+))?$/s

/**
 * Reads `configmap/[NAMESPACE/]NAME[:KEY][?][=PATH]`, the same of `secret/`, or `env:NAME[?][=PATH]`. Without a path the text
 * there is YAML; with one it is a string that goes to that path. `?` lets it be missing. Throws `usage`.
 */
export function parseReference(text: string): ValuesReference {
  const variable = VARIABLE.exec(text)
  if (variable !== null) {
    const [, name = '', optional, path] = variable
    return { text, kind: 'env', namespace: undefined, name, key: '', path, isOptional: optional !== undefined }
  }
  const object = OBJECT.exec(text)
  if (object === null) {
    throw new CliError('usage', `invalid argument ${JSON.stringify(text)} for "--values-from" flag`, {
      hint: 'write configmap/NAME:KEY, secret/NAME:KEY or env:NAME, each with =PATH where the text is one string',
    })
  }
  const [, kind, namespace, name = '', key = DEFAULT_KEY, optional, path] = object
  const isOptional = optional !== undefined
  return { text, kind: kind as 'configmap' | 'secret', namespace, name, key, path, isOptional }
}
