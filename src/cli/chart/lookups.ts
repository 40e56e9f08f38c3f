import type { HelmRenderOptions } from '#render'
import { loadAll, type YamlMap, type YamlValue } from '#yaml'
import { CliError } from '../frame/error.ts'
import { readLocalText } from './values.ts'

type Lookup = NonNullable<HelmRenderOptions['lookup']>

/** Answers from a file, and what was asked for and is not in it. */
export interface RecordedLookups {
  readonly lookup: Lookup
  /** One `APIVERSION KIND NAMESPACE/NAME` a question, in the order they were asked. */
  readonly missed: ReadonlySet<string>
}

/**
 * Answers `lookup` from a file of recorded objects: a YAML stream (or JSON) of objects and lists, as
 * `kubectl get … -o yaml` prints. Throws `input` when the file cannot be read or holds something else.
 */
export function recordedLookups(file: string): RecordedLookups {
  const objects = loadAll(readLocalText(file), { file }).flatMap((document) => objectsOf(document, file))
  const missed = new Set<string>()
  const lookup: Lookup = (apiVersion, kind, namespace, name) => {
    const found = objects.filter((object) => matches(object, { apiVersion, kind, namespace, name }))
    if (found.length === 0) missed.add(`${apiVersion} ${kind} ${namespace === '' ? '' : `${namespace}/`}${name || '*'}`)
    if (name !== '' || found.length === 0) return found[0]
    return new Map<string, YamlValue>([
      ['apiVersion', apiVersion],
      ['items', found],
      ['kind', `${kind}List`],
      ['metadata', new Map([['resourceVersion', '']])],
    ])
  }
  return { lookup, missed }
}

/** What to tell a user whose record lacks answers; undefined when it lacks none. */
export function missedText(file: string, { missed }: RecordedLookups): string | undefined {
  if (missed.size === 0) return undefined
  const lines = [...missed].map((question) => `  ${question}\n`).join('')
  return `WARNING: ${file} has no answer for ${missed.size === 1 ? 'a lookup' : `${missed.size} lookups`}:\n${lines}`
}

function objectsOf(document: YamlValue, file: string): YamlMap[] {
  if (document === null) return []
  if (!(document instanceof Map)) {
    throw new CliError('input', `${file}: a document is no object`, {
      hint: 'record one with kubectl get KIND -o yaml',
    })
  }
  const items = document.get('items')
  if (Array.isArray(items)) return items.filter((item): item is YamlMap => item instanceof Map)
  return [document]
}

interface Query {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

function matches(object: YamlMap, query: Query): boolean {
  const metadata = object.get('metadata')
  if (object.get('apiVersion') !== query.apiVersion || object.get('kind') !== query.kind) return false
  if (!(metadata instanceof Map)) return false
  if (query.namespace !== '' && metadata.get('namespace') !== query.namespace) return false
  return query.name === '' || metadata.get('name') === query.name
}
