import type { HelmRenderOptions } from '#render'
import { loadAll, type YamlMap, type YamlValue } from '#yaml'
import { CliError } from '../frame/error.ts'
import { readLocalText } from './values.ts'

type Lookup = NonNullable<HelmRenderOptions['lookup']>

/**
 * Answers `lookup` from a file of recorded objects: a YAML stream (or JSON) of objects and lists, as
 * `kubectl get … -o yaml` prints. Throws `input` when the file cannot be read or holds something else.
 */
export function recordedLookups(file: string): Lookup {
  const objects = loadAll(readLocalText(file), { file }).flatMap((document) => objectsOf(document, file))
  return (apiVersion, kind, namespace, name) => {
    const found = objects.filter((object) => matches(object, { apiVersion, kind, namespace, name }))
    if (name !== '') return found[0]
    if (found.length === 0) return undefined
    return new Map<string, YamlValue>([
      ['apiVersion', apiVersion],
      ['items', found],
      ['kind', `${kind}List`],
      ['metadata', new Map([['resourceVersion', '']])],
    ])
  }
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
