import { KustomizeError } from '../error.ts'
import { goJson } from '../resource/go-json.ts'
import { idKey, type ResourceId } from '../resource/id.ts'
import type { ResourceList } from '../resource/list.ts'
import { behaviorOf } from '../resource/marks.ts'
import type { Resource } from '../resource/resource.ts'
import { isPassing, ORIGIN, TRANSFORMATIONS } from './annotations.ts'
import { readOrigin, readTransformations } from './read-origin.ts'

const NEEDS_HASH = 'kustomize.config.k8s.io/needs-hash'
const BEHAVIOR = 'kustomize.config.k8s.io/behavior'

/** Objects that a generator has printed, with the options that their annotations ask for. Changes them. Throws `plugin`. */
export function adoptGenerated(resources: readonly Resource[]): readonly Resource[] {
  for (const resource of resources) {
    const { annotations, options } = resource
    const hash = annotations.get(NEEDS_HASH)
    const needsHash = hash !== undefined && readBoolean(hash)
    options.needsHash ||= needsHash
    options.behavior = behaviorOf(annotations.get(BEHAVIOR) ?? '')
    options.isGenerated = true
    for (const key of annotations.keys()) {
      if (key === NEEDS_HASH || key === BEHAVIOR || isPassing(key)) annotations.delete(key)
    }
    resource.annotations = annotations
  }
  return resources
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
])

function readBoolean(text: string): boolean {
  const value = BOOLEANS.get(text)
  if (value !== undefined) return value
  const message = `the annotation "${NEEDS_HASH}" contains an invalid value (${JSON.stringify(text)})`
  throw new KustomizeError({ code: 'plugin', message })
}

/**
 * Puts what a transformer has printed in place of what it was given: objects of the same id are changed, others added,
 * and those that are gone removed. Changes the list. Throws `conflict`.
 */
export function adoptTransformed(list: ResourceList, printed: readonly Resource[], name: string): void {
  list.touched()
  const given = byId(list)
  const seen = new Set<string>()
  for (const resource of printed) {
    const key = idKey(resource.id)
    if (seen.has(key)) throw duplicate(name, resource.id)
    const same = given.get(key) ?? []
    if (same.length > 1) throw ambiguous(same.length)
    stripPassing(resource)
    seen.add(key)
    const [old] = same
    if (old === undefined) list.append(resource)
    else takeOver(old, resource)
  }
  list.replaceAll(list.resources.filter(({ id }) => seen.has(idKey(id))))
}

function byId({ resources }: ResourceList): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>()
  for (const resource of resources) {
    const key = idKey(resource.id)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [resource])
    else group.push(resource)
  }
  return groups
}

function takeOver(old: Resource, printed: Resource): void {
  const { value, former, prefixes, suffixes, options, origin, transformations } = printed
  const { isGenerated } = old.options
  Object.assign(old, { value, former, prefixes, suffixes, origin, transformations, problem: undefined })
  Object.assign(old.options, options, { isGenerated })
}

/** Takes what a build keeps elsewhere out of the annotations. Changes the resource. */
function stripPassing(resource: Resource): void {
  const { annotations } = resource
  resource.origin = readOrigin(annotations.get(ORIGIN))
  resource.transformations = readTransformations(annotations.get(TRANSFORMATIONS))
  for (const key of annotations.keys()) if (isPassing(key)) annotations.delete(key)
  resource.annotations = annotations
}

function duplicate(plugin: string, { gvk, name, namespace }: ResourceId): KustomizeError {
  const { group, version, kind } = gvk
  const fields = Object.entries({ group, version, kind, name, namespace }).filter(([, text]) => text !== '')
  const id = `{${fields.map(([key, text]) => `"${key}":${goJson(text)}`).join(',')}}`
  return new KustomizeError({ code: 'conflict', message: `plugin ${plugin} generated duplicate resource: ${id}` })
}

function ambiguous(count: number): KustomizeError {
  return new KustomizeError({ code: 'conflict', message: `id matched ${count} resources` })
}
