import { isTrue, mapAt, mapsAt, textAt } from '#kinds'
import { goQuote, type JsonObject, type KubeObject } from '#kube'
import { RuntimeError } from '../runtime/error.ts'
import { namespaceOf, uidOf } from './identity.ts'
import { resourceFieldValue } from './resource-field.ts'
import type { SourceKind, Sources } from './sources.ts'

/** Where a container runs, as far as its environment tells of it. */
export interface EnvironmentPlace {
  readonly pod: KubeObject
  readonly sources: Sources
  readonly addresses: readonly string[]
  readonly hostAddresses: readonly string[]
  /** What the node has for pods, by resource. */
  readonly allocatable: JsonObject
}

/**
 * The variables of a container: from whole ConfigMaps and Secrets, then its own with `$(NAME)` replaced. Throws RuntimeError
 * `invalid-config` when one that is not optional cannot be had. Source: kubernetes pkg/kubelet `makeEnvironmentVariables`.
 */
export async function environmentOf(
  container: JsonObject,
  place: EnvironmentPlace,
): Promise<Readonly<Record<string, string>>> {
  const values = new Map<string, string>()
  for (const from of mapsAt(container, 'envFrom')) {
    const prefix = textAt(from, 'prefix')
    for (const [key, value] of await wholeSource(from, place)) values.set(prefix + key, value)
  }
  for (const variable of mapsAt(container, 'env')) {
    const value = await valueOf(variable, { ...place, container, before: values })
    if (value !== undefined) values.set(textAt(variable, 'name'), value)
  }
  return Object.fromEntries(values)
}

async function wholeSource(from: JsonObject, place: EnvironmentPlace): Promise<(readonly [string, string])[]> {
  const [kind, reference]: [SourceKind, JsonObject] =
    from['secretRef'] === undefined ? ['configmap', mapAt(from, 'configMapRef')] : ['secret', mapAt(from, 'secretRef')]
  const object = await sourceOf(kind, reference, place)
  if (object === undefined) return []
  return Object.entries(mapAt(object, 'data')).map(([key, value]) => [key, textOf(kind, value)])
}

/** Throws unless it is there or optional. */
async function sourceOf(
  kind: SourceKind,
  reference: JsonObject,
  { pod, sources }: EnvironmentPlace,
): Promise<KubeObject | undefined> {
  const name = textAt(reference, 'name')
  const object = await sources.find(kind, namespaceOf(pod), name)
  if (object === undefined && !isTrue(reference, 'optional'))
    throw new RuntimeError('invalid-config', `${kind} ${goQuote(name)} not found`)
  return object
}

interface VariablePlace extends EnvironmentPlace {
  readonly container: JsonObject
  /** The variables that came before. */
  readonly before: ReadonlyMap<string, string>
}

async function valueOf(variable: JsonObject, place: VariablePlace): Promise<string | undefined> {
  const from = mapAt(variable, 'valueFrom')
  if (from['configMapKeyRef'] !== undefined) return keyValue('configmap', mapAt(from, 'configMapKeyRef'), place)
  if (from['secretKeyRef'] !== undefined) return keyValue('secret', mapAt(from, 'secretKeyRef'), place)
  if (from['fieldRef'] !== undefined) return fieldValue(textAt(mapAt(from, 'fieldRef'), 'fieldPath'), place)
  if (from['resourceFieldRef'] !== undefined) return resourceFieldValue(mapAt(from, 'resourceFieldRef'), place)
  return expandVariables(textAt(variable, 'value'), place.before)
}

async function keyValue(kind: SourceKind, reference: JsonObject, place: EnvironmentPlace): Promise<string | undefined> {
  const object = await sourceOf(kind, reference, place)
  if (object === undefined) return undefined
  const key = textAt(reference, 'key')
  const data = mapAt(object, 'data')
  if (Object.hasOwn(data, key)) return textOf(kind, data[key])
  if (isTrue(reference, 'optional')) return undefined
  const where = `${namespaceOf(place.pod)}/${textAt(reference, 'name')}`
  const label = kind === 'secret' ? 'Secret' : 'ConfigMap'
  throw new RuntimeError('invalid-config', `couldn't find key ${key} in ${label} ${where}`)
}

function textOf(kind: SourceKind, value: unknown): string {
  const text = typeof value === 'string' ? value : ''
  return kind === 'secret' ? Buffer.from(text, 'base64').toString('utf8') : text
}

const FIELDS: Readonly<Record<string, (place: EnvironmentPlace) => string>> = {
  'metadata.name': ({ pod }) => pod.metadata.name,
  'metadata.namespace': ({ pod }) => namespaceOf(pod),
  'metadata.uid': ({ pod }) => uidOf(pod),
  'spec.nodeName': ({ pod }) => textAt(mapAt(pod, 'spec'), 'nodeName'),
  'spec.serviceAccountName': ({ pod }) => textAt(mapAt(pod, 'spec'), 'serviceAccountName'),
  'status.podIP': ({ addresses }) => addresses[0] ?? '',
  'status.podIPs': ({ addresses }) => addresses.join(','),
  'status.hostIP': ({ hostAddresses }) => hostAddresses[0] ?? '',
  'status.hostIPs': ({ hostAddresses }) => hostAddresses.join(','),
}

function fieldValue(path: string, place: EnvironmentPlace): string {
  const [, list, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? []
  if (list !== undefined && key !== undefined) return textAt(mapAt(place.pod, 'metadata', list), key)
  return (Object.hasOwn(FIELDS, path) ? FIELDS[path] : undefined)?.(place) ?? ''
}

/** `$(NAME)` becomes the value of a variable that came before; `$$` is a `$`. */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (all, name: string | undefined) =>
    name === undefined ? '$' : (values.get(name) ?? all),
  )
}
