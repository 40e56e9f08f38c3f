import type { Operation } from '#kube'
import { quoteGo } from '#template'
import { KustomizeError, within, wrapFailure } from '../error.ts'
import type { Patch, Selector } from '../file/types.ts'
import { resourceHint } from '../patches/hint.ts'
import { readJsonPatch } from '../patches/json-text.ts'
import { applyOperations } from '../patches/operations.ts'
import { type PatchPlace, placeInFile, positionOf } from '../patches/place.ts'
import { mergeSchemas } from '../patches/schemas.ts'
import { patchResource, patchSelected } from '../patches/strategic.ts'
import { idText } from '../resource/id.ts'
import type { ResourceList, Transform } from '../resource/list.ts'
import { readResources } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import { selectResources } from '../resource/select.ts'
import type { StepContext } from '../target/step-context.ts'

/**
 * Applies one entry of `patches`: strategic merge patches or a JSON patch, whichever its text is. A target that selects
 * nothing is no failure; a patch without target must find its one resource. Throws `bad-config`, and what reading throws.
 */
export function patchTransformer(config: Patch, context: StepContext): Transform {
  const text = readText(config, context)
  const parsed = parse(text)
  if ('operations' in parsed) return jsonStep(parsed.operations, text, config)
  for (const { options } of parsed.patches) {
    if (config.options?.['allowNameChange']) options.allowNameChange = true
    if (config.options?.['allowKindChange']) options.allowKindChange = true
  }
  return config.target === undefined
    ? untargetedStep(parsed.patches, text, context)
    : targetedStep(parsed.patches, text, { target: config.target, context })
}

interface PatchText {
  readonly text: string
  /** The entry as messages name it. */
  readonly source: string
  readonly place: PatchPlace
}

function readText({ patch = '', path = '' }: Patch, context: StepContext): PatchText {
  const text = patch.trim()
  const position = (): ReturnType<PatchPlace['position']> => context.place?.()
  if (text === '' && path === '') {
    throw badConfig(
      `must specify one of patch and path in\n${context.configText()}`,
      'add path: or patch: to the entry',
    )
  }
  if (text !== '' && path !== '') {
    throw badConfig(`patch and path can't be set at the same time\n${context.configText()}`, 'keep one of them')
  }
  if (text !== '')
    return { text, source: `[patch: ${quoteGo(text)}]`, place: { position, block: () => context.block?.(['patch']) } }
  const loaded = within(`failed to get the patch file from path(${path})`, () => context.load(path))
  return {
    text: loaded,
    source: `[path: ${quoteGo(path)}]`,
    place: placeInFile(context.pathOf?.(path) ?? path, loaded),
  }
}

type Parsed = { readonly patches: readonly Resource[] } | { readonly operations: readonly Operation[] }

/** A text may be read in both ways; one of them must give something. */
function parse({ text, source, place }: PatchText): Parsed {
  const patches = attempt(() => readResources(text, place.file?.name ?? ''))
  const json = attempt(() => {
    if (text === '') throw badConfig('empty json patch operations')
    return readJsonPatch(text).operations
  })
  if ('failure' in patches) {
    if ('value' in json) return { operations: json.value }
    throw new KustomizeError({
      code: 'bad-config',
      message: `unable to parse SM or JSON patch from ${source}`,
      position: patches.failure.code === 'bad-yaml' ? positionOf(place, patches.failure.position) : place.position(),
      hint: `as a strategic merge patch: ${patches.failure.message}; as a JSON patch: ${json.failure.message}`,
      cause: patches.failure,
    })
  }
  if ('value' in json && patches.value.length > 0 && json.value.length > 0) {
    throw new KustomizeError({
      code: 'bad-config',
      message: `illegally qualifies as both an SM and JSON patch: ${source}`,
      position: place.position(),
    })
  }
  // A text without any object counts as a JSON patch without operations.
  return patches.value.length > 0 ? { patches: patches.value } : { operations: [] }
}

type Attempt<T> = { readonly value: T } | { readonly failure: KustomizeError }

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof KustomizeError) return { failure: error }
    throw error
  }
}

function jsonStep(operations: readonly Operation[], { source, place }: PatchText, { target }: Patch): Transform {
  return (resources) => {
    if (target === undefined) {
      throw new KustomizeError({
        code: 'bad-config',
        message: `must specify a target for JSON patch ${source}`,
        position: place.position(),
        hint: 'add target: with the kind and name of the resources to patch',
      })
    }
    for (const resource of selectResources(resources, target)) {
      resource.rememberId()
      applyOperations(resource, operations, place)
    }
  }
}

function untargetedStep(patches: readonly Resource[], { place }: PatchText, context: StepContext): Transform {
  const schemas = mergeSchemas(context)
  return (resources) => {
    for (const patch of patches) {
      patchResource(findTarget(resources, patch, place), patch, { schemas, place })
      resources.touched()
    }
  }
}

function findTarget(resources: ResourceList, patch: Resource, place: PatchPlace): Resource {
  const id = patch.originalId()
  try {
    return resources.getById(id)
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error
    throw new KustomizeError({
      code: error.code,
      message: `no resource matches strategic merge patch ${quoteGo(idText(id))}: ${error.message}`,
      position: positionOf(place, patch.place),
      hint: resourceHint(resources, { kind: id.gvk.kind, name: id.name }),
      cause: error,
    })
  }
}

interface Targeted {
  readonly target: Selector
  readonly context: StepContext
}

function targetedStep(
  patches: readonly Resource[],
  { source, place }: PatchText,
  { target, context }: Targeted,
): Transform {
  const schemas = mergeSchemas(context)
  const [patch, ...more] = patches
  return (resources) => {
    if (patch === undefined || more.length > 0) {
      const what =
        'Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field'
      throw new KustomizeError({
        code: 'bad-config',
        message: `${what}: ${source}`,
        position: place.position(),
        hint: 'write one entry for each patch',
      })
    }
    patchSelected(resources, select(resources, target), patch, { schemas, place })
  }
}

function select(resources: ResourceList, target: Selector): Resource[] {
  try {
    return selectResources(resources, target)
  } catch (error) {
    throw wrapFailure(
      error,
      (message) => `unable to find patch target ${quoteGo(selectorText(target))} in \`resources\`: ${message}`,
    )
  }
}

function selectorText(target: Selector): string {
  const { name = '', namespace = '', annotationSelector = '', labelSelector = '' } = target
  return `${idText({ gvk: target, name, namespace })}:a=${annotationSelector}:l=${labelSelector}`
}

function badConfig(message: string, hint?: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message, hint })
}
