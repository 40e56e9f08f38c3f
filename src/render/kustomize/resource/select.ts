import { compileGoPattern } from '#template'
import { KustomizeError } from '../error.ts'
import type { Selector } from '../file/types.ts'
import { effectiveNamespace } from './id.ts'
import { parseLabelSelector } from './label-selector.ts'
import type { ResourceList } from './list.ts'
import type { Resource } from './resource.ts'

/**
 * The resources that a selector selects, in order: its group, version, kind, name and namespace are expressions for the
 * whole text; name and namespace may also be those that a resource had at first. Throws `bad-config`.
 */
export function selectResources(resources: ResourceList, selector: Selector): Resource[] {
  const matches = selectorMatcher(selector)
  return resources.resources.filter(matches)
}

/** Whether a selector selects a resource. Throws `bad-config` where one of its expressions is none. */
export function selectorMatcher(selector: Selector): (resource: Resource) => boolean {
  const group = matcherOf(selector.group)
  const version = matcherOf(selector.version)
  const kind = matcherOf(selector.kind)
  const name = matcherOf(selector.name)
  const namespace = matcherOf(selector.namespace)
  const labels = parseLabelSelector(selector.labelSelector ?? '')
  const annotations = parseLabelSelector(selector.annotationSelector ?? '')
  return (resource) => {
    const { gvk } = resource
    if (!(kind(gvk.kind) && group(gvk.group) && version(gvk.version))) return false
    const { id } = resource
    const first = resource.originalId()
    if (!namespace(effectiveNamespace(first)) && !namespace(effectiveNamespace(id))) return false
    if (!name(first.name) && !name(id.name)) return false
    return labels(resource.labels) && annotations(resource.annotations)
  }
}

const PLAIN = /^[\w-]*$/

function matcherOf(pattern: string | undefined): (text: string) => boolean {
  if (!pattern) return () => true
  if (PLAIN.test(pattern)) return (text) => text === pattern
  try {
    const compiled = compileGoPattern(`^(?:${pattern})$`)
    return (text) => compiled.test(text)
  } catch (cause) {
    throw new KustomizeError({ code: 'bad-config', message: (cause as Error).message, cause })
  }
}
