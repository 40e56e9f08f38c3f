import { nearestText } from '../../nearest.ts'
import { KustomizeError } from '../error.ts'
import { effectiveNamespace } from '../resource/id.ts'
import type { Resource } from '../resource/resource.ts'

/** A resource that was asked for, and the path of the field; undefined for all of its fields. */
export interface Found {
  readonly resource: Resource
  readonly path: string | undefined
}

/** A question split at one of its colons: names may have some themselves. */
interface Reading {
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
  readonly path: string | undefined
}

/**
 * The resource that `KIND/NAME:PATH`, `KIND/NAME` or `KIND/NAMESPACE/NAME` names; a name from before a prefix or a hash
 * counts too. Throws `no-match` with the nearest candidates, and `ambiguous`.
 */
export function findQueried(query: string, resources: readonly Resource[]): Found {
  const readings = readingsOf(query)
  for (const hasName of [hasPresentName, hasFormerName]) {
    for (const reading of readings) {
      const found = resources.filter((resource) => isMeant(resource, reading) && hasName(resource, reading.name))
      const [resource] = found
      if (found.length > 1) throw ambiguous(query, found)
      if (resource !== undefined) return { resource, path: reading.path }
    }
  }
  throw unknownResource(query, readings, resources)
}

/** The resource's name in a question. */
export function queryName({ kind, name }: Resource): string {
  return `${kind}/${name}`
}

function readingsOf(query: string): Reading[] {
  const ends = [...query.matchAll(/:/g)].map(({ index }) => index)
  return [...ends, query.length].reverse().flatMap((end) => {
    const [kind = '', ...names] = query.slice(0, end).split('/')
    const path = end === query.length ? undefined : query.slice(end + 1)
    const name = names.join('/')
    const plain = { kind, namespace: undefined, name, path }
    const [namespace = '', ...rest] = names
    return rest.length === 0 ? [plain] : [plain, { kind, namespace, name: rest.join('/'), path }]
  })
}

function isMeant(resource: Resource, { kind, namespace }: Reading): boolean {
  const { id } = resource
  const [name = '', ...group] = kind.split('.')
  if (id.gvk.kind.toLowerCase() !== name.toLowerCase()) return false
  if (group.length > 0 && id.gvk.group !== group.join('.')) return false
  return namespace === undefined || effectiveNamespace(id) === namespace
}

function hasPresentName(resource: Resource, name: string): boolean {
  return resource.name === name
}

function hasFormerName({ former }: Resource, name: string): boolean {
  return former.some((id) => id.name === name)
}

function ambiguous(query: string, found: readonly Resource[]): KustomizeError {
  const names = found.map((resource) => `${resource.kind}/${effectiveNamespace(resource.id)}/${resource.name}`)
  const message = `${query} – ${found.length} resources have this name – expected one`
  return new KustomizeError({ code: 'ambiguous', message, hint: `name one of ${listText(names)}` })
}

function unknownResource(query: string, readings: readonly Reading[], resources: readonly Resource[]): KustomizeError {
  const { kind = '', name = '' } = readings.findLast((reading) => reading.name !== '') ?? {}
  const message = `${query} – the build has no such resource – expected KIND/NAME or KIND/NAME:PATH`
  return new KustomizeError({ code: 'no-match', message, hint: nearestHint(`${kind}/${name}`, resources) })
}

function nearestHint(wanted: string, resources: readonly Resource[]): string {
  const names = [...new Set(resources.map(queryName))]
  const near = nearestText(wanted, names)
  if (near !== undefined) return `did you mean ${near}?`
  const [kind = '', name = ''] = wanted.toLowerCase().split('/')
  const likely = names.filter((each) => {
    const [ofKind = '', ofName = ''] = each.toLowerCase().split('/')
    return ofKind === kind || (name !== '' && ofName.includes(name))
  })
  const shown = likely.length > 0 ? likely : names
  return shown.length === 0 ? 'the build has no resources' : `there is ${listText(shown)}`
}

const MAX_NAMES = 5

function listText(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown
}
