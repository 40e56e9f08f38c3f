import { groupVersionOf, type KubeObject, textAt } from '#kube'
import { type Reference, referencesOf } from './references.ts'

/**
 * Names what has to be ready before an object is written: `Kind/name`, `Kind/namespace/name` or `Kind.group/…`, several with
 * commas between them.
 */
const DEPENDS_ON = 'berth.dev/depends-on'
/** The same as cli-utils reads it: `group/namespaces/NAMESPACE/Kind/NAME`, `/namespaces/…` for the core group, `group/Kind/NAME`. */
const DEPENDS_ON_UPSTREAM = 'config.kubernetes.io/depends-on'
/** A number: what has a lower one has to be ready first. 0 where there is none. */
const WEIGHTS = ['berth.dev/weight', 'argocd.argoproj.io/sync-wave']

/** What comes before an object: `isGated` where it has to be ready, and not only there. */
export interface Need {
  readonly on: number
  readonly isGated: boolean
}

/** The needs of every object, by number, and what annotations name and nobody has. */
export interface Needs {
  readonly of: readonly (readonly Need[])[]
  readonly missing: readonly string[]
}

/** Finds what each object needs among the others: by annotations and by inference. */
export function findNeeds(objects: readonly KubeObject[]): Needs {
  const places = placesOf(objects)
  const missing: string[] = []
  const of = objects.map((object, at) => {
    const found = (key: string, isGated: boolean): readonly Need[] => {
      const on = places.get(key)
      return on === undefined || on === at ? [] : [{ on, isGated }]
    }
    const inferred = referencesOf(object).flatMap((reference) => found(keyOf(reference), false))
    // An object of a kind is refused until its definition is established.
    const definition = found(definitionKey(object), true)
    const asked = askedFor(object).flatMap((word) => {
      if (!places.has(keyOf(word)))
        missing.push(`${nameOf(object)} depends on ${nameOfReference(word)}, which is not there`)
      return found(keyOf(word), true)
    })
    return [...inferred, ...definition, ...asked]
  })
  return { of, missing }
}

/** The weight of an object; 0 where it names none, or no number. */
export function weightOf({ metadata }: KubeObject): number {
  const text = WEIGHTS.map((name) => textAt(metadata, 'annotations', name)).find((word) => word !== '') ?? ''
  return /^[+-]?\d{1,9}$/.test(text.trim()) ? Number(text) : 0
}

/** `Deployment/web`, with its namespace where it has one: `Deployment/shop/web`. */
export function nameOf({ kind, metadata }: KubeObject): string {
  return nameOfReference({ kind, name: metadata.name, namespace: textAt(metadata, 'namespace') })
}

function nameOfReference({ kind, namespace, name }: Reference): string {
  return namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}

function placesOf(objects: readonly KubeObject[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  objects.forEach((object, at) => {
    const namespace = textAt(object.metadata, 'namespace')
    places.set(keyOf({ kind: object.kind, namespace, name: object.metadata.name }), at)
    if (object.kind !== 'CustomResourceDefinition') return
    places.set(JSON.stringify([textAt(object, 'spec', 'group'), textAt(object, 'spec', 'names', 'kind')]), at)
  })
  return places
}

function keyOf({ kind, namespace, name }: Reference): string {
  return JSON.stringify([kind, namespace, name])
}

function definitionKey({ apiVersion, kind }: KubeObject): string {
  return JSON.stringify([groupVersionOf(apiVersion).group, kind])
}

function askedFor(object: KubeObject): readonly Reference[] {
  const own = textAt(object.metadata, 'namespace')
  const annotation = (name: string): readonly string[] =>
    textAt(object.metadata, 'annotations', name)
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
  return [
    ...annotation(DEPENDS_ON).map((word) => readWord(word, own)),
    ...annotation(DEPENDS_ON_UPSTREAM).map(readUpstreamWord),
  ]
}

function readWord(word: string, own: string): Reference {
  const [kind = '', ...rest] = word.split('/')
  const [namespace, name] = rest.length > 1 ? [rest[0] ?? '', rest[1] ?? ''] : [own, rest[0] ?? '']
  return { kind: kind.split('.')[0] ?? '', namespace, name }
}

function readUpstreamWord(word: string): Reference {
  const parts = word.split('/')
  const [, , namespace = ''] = parts[1] === 'namespaces' ? parts : []
  return { kind: parts.at(-2) ?? '', namespace, name: parts.at(-1) ?? '' }
}
