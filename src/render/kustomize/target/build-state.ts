import { KustomizeError } from '../error.ts'
import type { Kustomization } from '../file/types.ts'
import type { Loader } from '../load/loader.ts'
import type { BuildOptions } from './options.ts'

/** What all kustomizations of one build share. */
export class BuildState {
  readonly options: BuildOptions
  #openapi: string | undefined
  #version = ''

  constructor(options: BuildOptions) {
    this.options = options
  }

  /** The OpenAPI document that takes the place of the built-in one. */
  get openapi(): string | undefined {
    return this.#openapi
  }

  warn(line: string): void {
    this.options.warn?.(line)
  }

  /** Takes the schema that a kustomization names; the first one holds for the whole build. Throws `bad-config`. */
  useSchema({ openapi }: Kustomization, loader: Loader): void {
    const path = openapi?.['path']
    const text = path === undefined ? undefined : loader.loadText(path)
    if (this.#version !== '' || this.#openapi !== undefined) return
    const version = openapi?.['version']
    if (text !== undefined) {
      if (version !== undefined) throw badSchema('builtin version and custom schema provided, cannot use both')
      this.#openapi = text
      return
    }
    if (version === undefined || version === '') return
    if (!VERSIONS.includes(version)) throw badSchema('the specified OpenAPI version is not built in')
    this.#version = version
  }
}

const VERSIONS: readonly string[] = ['v1.21.2']

function badSchema(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message, hint: `the version that is built in is ${VERSIONS.join()}` })
}
