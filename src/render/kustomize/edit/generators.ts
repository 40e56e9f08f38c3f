import { quoteGo } from '#template'
import { within } from '../error.ts'
import type { ConfigMapArgs, Kustomization } from '../file/types.ts'
import { generateConfigMap } from '../generators/config-map.ts'
import { mergeOptions } from '../generators/options.ts'
import { generateSecret } from '../generators/secret.ts'
import type { EditOperation, EditWorld } from './edit.ts'
import * as from from './generator-flags.ts'
import { refuse } from './refuse.ts'

interface Kind {
  readonly field: from.GeneratorField
  /** As commands and the messages of `add` and `remove` name it. */
  readonly noun: 'configmap' | 'secret'
  /** As the messages of `set` name it. */
  readonly title: 'ConfigMap' | 'Secret'
  readonly check: (args: ConfigMapArgs, world: EditWorld) => void
}

/** The ConfigMap generators of a file. */
export const configMaps: Kind = {
  field: 'configMapGenerator',
  noun: 'configmap',
  title: 'ConfigMap',
  check: (args, world) => void generateConfigMap(args, (path) => world.load(path)),
}

/** The Secret generators of a file. */
export const secrets: Kind = {
  field: 'secretGenerator',
  noun: 'secret',
  title: 'Secret',
  check: (args, world) => void generateSecret(args, (path) => world.load(path)),
}

const CONTEXT = { find: 'failed to load kustomization file', read: 'failed to read kustomization file' }

/** `edit add configmap|secret`. */
export function addGenerator(kind: Kind): EditOperation {
  return (request, world) => {
    const flags = from.readGeneratorFlags(request, world)
    from.checkAddFlags(flags)
    return {
      context: CONTEXT,
      change: (file) => within(`failed to create ${kind.noun}`, () => added(file, flags, { kind, world })),
    }
  }
}

/** `edit set configmap|secret`. */
export function setGenerator(kind: Kind): EditOperation {
  return (request, world) => {
    const flags = from.readGeneratorFlags(request, world)
    if (flags.literals.length === 0 && flags.newNamespace === '') {
      refuse('failed to validate flags: at least one of [--from-literal, --new-namespace] must be specified')
    }
    return {
      context: CONTEXT,
      change: (file) => within(`failed to create ${kind.noun}`, () => updated(file, flags, { kind, world })),
    }
  }
}

/** `edit remove configmap|secret`. */
export function removeGenerators({ field, noun }: Kind): EditOperation {
  return ({ args, flags }, world) => {
    const [text] = args
    if (text === undefined) return refuse(`at least one ${noun} name must be specified`)
    if (args.length > 1) {
      const hint = `to provide multiple ${noun}s to remove, please separate ${noun} names by commas`
      refuse(`too many arguments: [${args.join(' ')}]; ${hint}`)
    }
    const names = text.split(',')
    const context = {
      find: 'could not read kustomization file',
      read: 'could not read kustomization file contents',
    }
    const isGone = ({ name = '', namespace }: ConfigMapArgs): boolean =>
      names.includes(name) && from.isSameNamespace(namespace, String(flags['namespace'] ?? ''))
    return {
      context,
      change: (file) => {
        const list = from.generatorsOf(file, field)
        const found = new Set(list.filter(isGone).map(({ name }) => name))
        if (found.size === 0) refuse(`no specified ${noun}(s) were found in the kustomization.yaml file`)
        for (const name of names) if (!found.has(name)) world.log(`${noun} ${name} doesn't exist in kustomization file`)
        return { ...file, [field]: list.filter((args) => !isGone(args)) }
      },
    }
  }
}

interface Task {
  readonly kind: Kind
  readonly world: EditWorld
}

function added(file: Kustomization, flags: from.GeneratorFlags, { kind, world }: Task): Kustomization {
  const list = [...from.generatorsOf(file, kind.field)]
  const { name, namespace, type } = flags
  const index = from.indexOfGenerator(list, flags)
  const created = { name, namespace, ...(kind.noun === 'secret' && { type }) }
  const args = finished(from.withFlags(list[index] ?? created, flags), file)
  kind.check(args, world)
  list[index < 0 ? list.length : index] = args
  return { ...file, [kind.field]: list }
}

function updated(file: Kustomization, flags: from.GeneratorFlags, { kind, world }: Task): Kustomization {
  const list = [...from.generatorsOf(file, kind.field)]
  const index = from.indexOfGenerator(list, flags)
  const found = list[index]
  if (found === undefined) {
    return refuse(
      `could not set new ${kind.title} value: unable to find ${kind.title} with name ${quoteGo(flags.name)}`,
    )
  }
  const changed = {
    ...found,
    ...(flags.literals.length > 0 && { literals: updatedLiterals(found.literals ?? [], flags.literals) }),
    ...(flags.newNamespace !== '' && { namespace: flags.newNamespace }),
  }
  const args = finished(changed, file)
  within(`failed to validate ${kind.title} structure`, () => kind.check(args, world))
  list[index] = args
  return { ...file, [kind.field]: list }
}

function finished(args: ConfigMapArgs, file: Kustomization): ConfigMapArgs {
  const options = mergeOptions(args.options, file.generatorOptions)
  return options === undefined ? args : { ...args, options }
}

function updatedLiterals(old: readonly string[], given: readonly string[]): string[] {
  return within('failed to update literal sources', () => {
    const pairs = new Map(old.map(literalPair))
    for (const [key, value] of given.map(literalPair)) {
      if (!pairs.has(key)) refuse(`key '${key}' not found in resource`)
      pairs.set(key, value)
    }
    return [...pairs].map(([key, value]) => `${key}=${value}`)
  })
}

function literalPair(literal: string): readonly [string, string] {
  const [key = '', value, ...rest] = literal.split('=')
  if (value !== undefined && rest.length === 0) return [key, value]
  return refuse('failed to update resource: invalid format: literal values must be specified in the key=value format')
}
