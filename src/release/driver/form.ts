import { coreType, type ResourceType } from '#client'
import { type JsonObject, type KubeObject, valueAt } from '#kube'

/** How one kind of object carries a record. */
export interface ObjectForm {
  readonly type: ResourceType
  /** What an object has besides metadata and data. */
  readonly rest: JsonObject
  /** A text as the object's data hold it, and back; '' for none. */
  readonly write: (text: string) => string
  readonly read: (data: string) => string
  /** What Helm puts before a refusal of the server, by what it was doing. */
  readonly doing: Readonly<Record<'get' | 'list' | 'query' | 'create' | 'update', string>>
}

/** The two kinds of object that Helm knows. Source: helm pkg/storage/driver/{secrets,cfgmaps}.go. */
export const objectForms: Readonly<Record<'secret' | 'configmap', ObjectForm>> = {
  secret: {
    type: coreType('secrets', 'Secret'),
    rest: { type: 'helm.sh/release.v1' },
    write: (text) => Buffer.from(text, 'latin1').toString('base64'),
    read: (data) => Buffer.from(data, 'base64').toString('latin1'),
    doing: {
      get: 'get: failed to get: ',
      list: 'list: failed to list: ',
      query: 'query: failed to query with labels: ',
      create: 'create: failed to create: ',
      update: 'update: failed to update: ',
    },
  },
  configmap: {
    type: coreType('configmaps', 'ConfigMap'),
    rest: {},
    write: (text) => text,
    read: (data) => data,
    doing: { get: '', list: '', query: '', create: '', update: '' },
  },
}

/** The text that an object's data hold under a name; '' for none. */
export function dataOf(object: KubeObject, name: string, form: ObjectForm): string {
  const data = valueAt(object, 'data', name)
  return typeof data === 'string' ? form.read(data) : ''
}

/** Labels or annotations of an object. */
export function textsOf(object: KubeObject, place: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  const found = valueAt(object, 'metadata', place)
  if (typeof found !== 'object' || found === null) return {}
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
