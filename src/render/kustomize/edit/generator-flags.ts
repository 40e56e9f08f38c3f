import { within } from '../error.ts'
import type { ConfigMapArgs, GeneratorArgs, Kustomization } from '../file/types.ts'
import type { EditRequest, EditWorld } from './edit.ts'
import { filesOf } from './path-lists.ts'
import { refuse } from './refuse.ts'

/** The flags of `configmap` and `secret`, read. */
export interface GeneratorFlags {
  readonly name: string
  readonly namespace: string
  readonly newNamespace: string
  readonly behavior: string
  readonly type: string
  readonly literals: readonly string[]
  readonly files: readonly string[]
  readonly envFile: string
  readonly disableNameSuffixHash: boolean
}

/** Reads the flags; patterns of `--from-file` become the files they name. Throws `bad-config`. */
export function readGeneratorFlags({ args, flags }: EditRequest, world: EditWorld): GeneratorFlags {
  const text = (name: string): string => String(flags[name] ?? '')
  const list = (name: string): readonly string[] => (flags[name] as readonly string[] | undefined) ?? []
  const patterns = list('from-file')
  const files = within('failed to expand file source', () => patterns.flatMap((pattern) => expand(pattern, world)))
  if (args.length !== 1) refuse('failed to validate flags: name must be specified once')
  return {
    name: args[0] as string,
    namespace: text('namespace'),
    newNamespace: text('new-namespace'),
    behavior: text('behavior'),
    type: text('type'),
    literals: list('from-literal'),
    files,
    envFile: text('from-env-file'),
    disableNameSuffixHash: flags['disableNameSuffixHash'] === true,
  }
}

function expand(pattern: string, world: EditWorld): readonly string[] {
  const [first = '', second, ...rest] = pattern.split('=')
  const hasKey = second !== undefined && rest.length === 0
  const found = filesOf(hasKey ? second : first, world)
  if (!hasKey || first === '') return found
  if (found.length !== 1) refuse(`'pattern '${pattern}' catches files [${found.join(' ')}], should catch only one`)
  return [`${first}=${found[0]}`]
}

/** Refuses flags that `add` cannot use. */
export function checkAddFlags({ envFile, files, literals, behavior }: GeneratorFlags): void {
  const problem = addProblem({ envFile, hasSources: files.length > 0 || literals.length > 0, behavior })
  if (problem !== undefined) refuse(`failed to validate flags: ${problem}`)
}

function addProblem(flags: { envFile: string; hasSources: boolean; behavior: string }): string | undefined {
  if (flags.envFile === '' && !flags.hasSources)
    return 'at least from-env-file, or from-file or from-literal must be set'
  if (flags.envFile !== '' && flags.hasSources) return 'from-env-file cannot be combined with from-file or from-literal'
  if (['', 'create', 'merge', 'replace'].includes(flags.behavior)) return undefined
  return 'invalid behavior: must be one of "create", "merge", or "replace"'
}

/** A generator with the flags put into it. */
export function withFlags<T extends GeneratorArgs>(args: T, flags: GeneratorFlags): T {
  return {
    ...args,
    ...(flags.literals.length > 0 && { literals: [...(args.literals ?? []), ...flags.literals] }),
    ...(flags.files.length > 0 && { files: [...(args.files ?? []), ...flags.files] }),
    ...(flags.envFile !== '' && { envs: [...(args.envs ?? []), flags.envFile] }),
    ...(flags.disableNameSuffixHash && { options: { disableNameSuffixHash: true } }),
    ...(flags.behavior !== '' && { behavior: flags.behavior }),
  }
}

/** Where the generator of that name and namespace stands in a list, or -1. */
export function indexOfGenerator(list: readonly ConfigMapArgs[], flags: { name: string; namespace: string }): number {
  return list.findIndex(({ name, namespace }) => name === flags.name && isSameNamespace(namespace, flags.namespace))
}

/** True for two names of one namespace; none is `default`. */
export function isSameNamespace(a: string | undefined, b: string | undefined): boolean {
  return (a || 'default') === (b || 'default')
}

/** The list of generators of one kind. */
export function generatorsOf(file: Kustomization, field: GeneratorField): readonly ConfigMapArgs[] {
  return file[field] ?? []
}

/** Fields that hold generators of objects. */
export type GeneratorField = 'configMapGenerator' | 'secretGenerator'
