import type { Behavior, FormerId, Resource } from './resource.ts'

const DOMAIN = 'internal.config.kubernetes.io/'

/** Annotations that the reference takes off everything it prints. */
export const BUILD_ANNOTATIONS: ReadonlySet<string> = new Set([
  ...['previousKinds', 'previousNames', 'prefixes', 'suffixes', 'previousNamespaces', 'allowNameChange'].map(named),
  ...['allowKindChange', 'refBy', 'generatorBehavior', 'needsHashSuffix', 'path', 'index', 'seqindent', 'id'].map(
    named,
  ),
  `${DOMAIN}annotations-migration-resource-id`,
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
])

function named(name: string): string {
  return DOMAIN + name
}

/**
 * Takes the marks of a build out of annotations that a file or a program wrote, such as `…/needsHashSuffix: enabled`,
 * and keeps them in the resource's fields. Changes the resource.
 */
export function adoptMarks(resource: Resource): void {
  const { annotations } = resource
  for (const key of annotations.keys()) {
    if (key.startsWith(DOMAIN)) return adopt(resource, annotations)
  }
}

function adopt(resource: Resource, annotations: ReadonlyMap<string, string>): void {
  const list = (name: string): string[] => annotations.get(DOMAIN + name)?.split(',') ?? []
  const isEnabled = (name: string): boolean => annotations.get(DOMAIN + name) === 'enabled'
  resource.prefixes.push(...list('prefixes'))
  resource.suffixes.push(...list('suffixes'))
  resource.former.push(...formerIds(list('previousKinds'), list('previousNames'), list('previousNamespaces')))
  Object.assign(resource.options, {
    needsHash: isEnabled('needsHashSuffix'),
    allowNameChange: isEnabled('allowNameChange'),
    allowKindChange: isEnabled('allowKindChange'),
    behavior: behaviorOf(annotations.get(`${DOMAIN}generatorBehavior`) ?? ''),
  })
}

function formerIds(kinds: readonly string[], names: readonly string[], namespaces: readonly string[]): FormerId[] {
  if (names.length !== kinds.length || names.length !== namespaces.length) return []
  return names.map((name, at) => ({ name, kind: kinds[at] ?? '', namespace: namespaces[at] ?? '' }))
}

const BEHAVIORS: readonly string[] = ['create', 'merge', 'replace']

/** The behavior that a text names; `unspecified` for any other text. */
export function behaviorOf(text: string): Behavior {
  return BEHAVIORS.includes(text) ? (text as Behavior) : 'unspecified'
}
