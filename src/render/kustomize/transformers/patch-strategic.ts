import { KustomizeError, wrapFailure } from '../error.ts'
import { resourceHint } from '../patches/hint.ts'
import { type PatchPlace, placeInFile, positionOf } from '../patches/place.ts'
import { mergeSchemas } from '../patches/schemas.ts'
import { patchSelected } from '../patches/strategic.ts'
import type { ResourceList, Transform } from '../resource/list.ts'
import { readResources } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import type { StepContext } from '../target/step-context.ts'

/** What the step for `patchesStrategicMerge` is told: files or texts, and (as a plugin) one text more. */
export interface StrategicConfig {
  readonly paths?: readonly string[]
  readonly patches?: string
}

/** Applies strategic merge patches, each to the one resource that it names. Throws `bad-config`, and what reading throws. */
export function patchesStrategicMerge(config: StrategicConfig, context: StepContext): Transform {
  const { paths = [], patches: text = '' } = config
  if (paths.length === 0 && text === '') throw badConfig('empty file path and empty patch content')
  const inline = (entry: number): PatchPlace => ({
    position: () => context.place?.(entry),
    block: () => context.block?.([], entry),
  })
  const patches = paths.flatMap((path, at) => readPath(path, inline(at), context))
  if (text !== '') patches.push(...readResources(text, '').map((patch) => ({ patch, place: inline(0) })))
  if (patches.length === 0) {
    throw badConfig(`patch appears to be empty; files=[${paths.join(' ')}], Patch=${text}`)
  }
  const schemas = mergeSchemas(context)
  return (resources) => {
    for (const { patch, place } of patches) {
      patchSelected(resources, [findTarget(resources, patch, place)], patch, { schemas, place })
    }
  }
}

interface PlacedPatch {
  readonly patch: Resource
  readonly place: PatchPlace
}

/** An entry is taken as a patch itself where it is one, else as the path of a file. */
function readPath(path: string, inline: PatchPlace, context: StepContext): PlacedPatch[] {
  try {
    return readResources(path, '').map((patch) => ({ patch, place: inline }))
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error
  }
  const text = context.load(path)
  const place = placeInFile(context.pathOf?.(path) ?? path, text)
  try {
    return readResources(text, place.file?.name ?? path).map((patch) => ({ patch, place }))
  } catch (error) {
    throw wrapFailure(error, (message) => withFile(message, path))
  }
}

function withFile(message: string, path: string): string {
  return message.includes('MalformedYAMLError') ? `${message} in File: ${path}` : message
}

function findTarget(resources: ResourceList, patch: Resource, place: PatchPlace): Resource {
  const id = patch.originalId()
  try {
    return resources.getById(id)
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error
    const hint = resourceHint(resources, { kind: id.gvk.kind, name: id.name })
    const { code, message } = error
    throw new KustomizeError({ code, message, position: positionOf(place, patch.place), hint, cause: error })
  }
}

function badConfig(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message })
}
