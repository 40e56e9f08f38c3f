import { fixKustomization } from '../file/fix.ts'
import type { TextMap } from '../file/types.ts'
import { readResources } from '../resource/read.ts'
import { printKustomization } from './commented-fields.ts'
import type { EditWorld } from './edit.ts'
import { readPairList } from './pairs.ts'
import { rootsOf } from './path-lists.ts'
import { refuse } from './refuse.ts'

/** Names that a kustomization file may have. */
export const kustomizationFileNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** What a new kustomization shall hold; texts are as the flags give them. */
export interface CreateOptions {
  readonly resources: string
  readonly namespace: string
  readonly annotations: string
  readonly labels: string
  readonly namePrefix: string
  readonly nameSuffix: string
  /** Take in the resources that lie in the folder. */
  readonly detects: boolean
  /** Look into folders too. */
  readonly isRecursive: boolean
}

/** The text of a new kustomization file. Throws `KustomizeError`. */
export function createKustomization(options: CreateOptions, world: EditWorld): string {
  const { namespace, namePrefix, nameSuffix } = options
  const given = options.resources === '' ? [] : options.resources.split(',').flatMap((path) => rootsOf(path, world))
  const found = kustomizationFileNames.filter((name) => world.exists(name))
  if (found.length === 1) refuse('kustomization file already exists')
  if (found.length > 1) refuse(`Found multiple kustomization file: [${found.join(' ')}]\n`)
  const detected = options.detects ? detect('', world, options.isRecursive) : []
  const resources = [...given, ...detected.filter((path) => !given.includes(path))]
  const commonAnnotations = mapOf(readPairList(options.annotations, 'annotation'))
  const commonLabels = mapOf(readPairList(options.labels, 'label'))
  const fields = { resources, namespace, namePrefix, nameSuffix, commonAnnotations, commonLabels }
  return printKustomization('', { ...fixKustomization({}), ...fields })
}

function mapOf(pairs: ReadonlyMap<string, string>): TextMap {
  return Object.fromEntries(pairs)
}

function detect(folder: string, world: EditWorld, isRecursive: boolean): string[] {
  return (world.list(folder === '' ? '.' : folder) ?? []).flatMap(({ name, isFolder }) => {
    const path = folder === '' ? name : `${folder}/${name}`
    if (!isFolder) return isResources(path, world) ? [path] : []
    if (!isRecursive) return []
    const isBase = kustomizationFileNames.some((file) => world.exists(`${path}/${file}`))
    return isBase ? [path] : detect(path, world, isRecursive)
  })
}

function isResources(path: string, world: EditWorld): boolean {
  const text = new TextDecoder().decode(world.read(path))
  try {
    readResources(text, path)
    return true
  } catch {
    return false
  }
}
