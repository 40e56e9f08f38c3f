import { within } from '../error.ts'
import type { Kustomization } from '../file/types.ts'
import type { EditOperation, EditWorld } from './edit.ts'
import { matchesPath } from './match-path.ts'
import { refuse } from './refuse.ts'

type ListField = 'resources' | 'components' | 'generators' | 'transformers'

/** `edit add resource|component`: paths that exist, or what `checkRoot` lets pass. */
export function addRoots(field: ListField, noun: string): EditOperation {
  return ({ args, flags }, world) => {
    if (args.length === 0) refuse(`must specify a ${noun} file`)
    const paths = flags['no-verify'] === true ? args : args.flatMap((pattern) => rootsOf(pattern, world))
    return {
      change: (file, name) => addAll(file, { field, noun, paths: paths.filter((path) => path !== name) }, world),
    }
  }
}

/** `edit add generator|transformer`: files that patterns name. */
export function addFiles(field: ListField, noun: string): EditOperation {
  return ({ args }, world) => {
    if (args.length === 0) refuse(`must specify a yaml file which contains a ${noun} plugin resource`)
    const paths = args.flatMap((pattern) => filesOf(pattern, world))
    if (paths.length === 0) return undefined
    return { change: (file) => addAll(file, { field, noun, paths }, world) }
  }
}

/** `edit add base`: folders that exist, in one argument. */
export const addBase: EditOperation = ({ args }, world) => {
  if (args.length !== 1) refuse('must specify a base directory')
  const paths = (args[0] as string).split(',')
  return {
    change: (file) => {
      const resources = [...(file.resources ?? [])]
      for (const path of paths) {
        if (!world.exists(path)) refuse(`${path} does not exist`)
        if (resources.includes(path)) refuse(`base ${path} already in kustomization file`)
        resources.push(path)
      }
      return { ...file, resources }
    },
  }
}

/** `edit remove resource|transformer`: the entries that patterns match. */
export function removePaths(field: ListField, noun: string): EditOperation {
  return ({ args }) => {
    if (args.length === 0) refuse(`must specify a ${noun} file`)
    return {
      change: (file) => {
        const list = file[field] ?? []
        const gone = args.flatMap((pattern) => list.filter((path) => matchesPath(pattern, path)))
        if (gone.length === 0) return undefined
        return { ...file, [field]: list.filter((path) => !gone.includes(path)) }
      },
    }
  }
}

/** The files that a pattern names; none is worth a remark. */
export function filesOf(pattern: string, world: EditWorld): readonly string[] {
  const files = world.glob(pattern)
  if (files.length === 0) world.log(`${pattern} has no match`)
  return files
}

/** The files that a pattern names, or the path itself where it may be a base. Throws `KustomizeError`. */
export function rootsOf(pattern: string, world: EditWorld): readonly string[] {
  const files = within('error checking the filesystem', () => world.glob(pattern))
  if (files.length > 0) return files
  within(`${pattern} has no match`, () => world.checkRoot(pattern))
  return [pattern]
}

interface Addition {
  readonly field: ListField
  readonly noun: string
  readonly paths: readonly string[]
}

function addAll(file: Kustomization, { field, noun, paths }: Addition, world: EditWorld): Kustomization {
  const list = [...(file[field] ?? [])]
  for (const path of paths) {
    if (list.includes(path)) world.log(`${noun} ${path} already in kustomization file`)
    else list.push(path)
  }
  return { ...file, [field]: list }
}
