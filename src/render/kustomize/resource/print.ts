import { goJson } from './go-json.ts'
import { idText } from './id.ts'
import { isObject, type JsonObject, newObject } from './json.ts'
import { originText, transformationsText } from './origin-text.ts'
import type { Resource } from './resource.ts'

/** A resource as the reference's messages hold it: one line of JSON, with its marks as annotations. */
export function resourceText(resource: Resource): string {
  const marks = new Map([...markAnnotations(resource), ...originAnnotations(resource)])
  if (marks.size === 0) return goJson(resource.value)
  const { metadata } = resource.value
  const annotations = newObject()
  for (const [key, text] of [...resource.annotations, ...marks]) annotations[key] = text
  const whole: JsonObject = Object.assign(newObject(), isObject(metadata) ? metadata : {}, { annotations })
  return goJson(Object.assign(newObject(), resource.value, { metadata: whole }))
}

function originAnnotations({ origin, transformations }: Resource): (readonly [string, string])[] {
  if (origin === undefined) return []
  const steps = transformations.length > 0 ? [[TRANSFORMATIONS, transformationsText(transformations)] as const] : []
  return [[ORIGIN, originText(origin)], ...steps]
}

const ORIGIN = 'config.kubernetes.io/origin'
const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations'
const DOMAIN = 'internal.config.kubernetes.io/'

/** The marks of a resource as the annotations that the reference keeps them in. */
export function markAnnotations(resource: Resource): Map<string, string> {
  const { former, options } = resource
  const rows: readonly (readonly [string, string])[] = [
    ['previousKinds', former.map(({ kind }) => kind).join(',')],
    ['previousNames', former.map(({ name }) => name).join(',')],
    ['previousNamespaces', former.map(({ namespace }) => namespace).join(',')],
    ['prefixes', resource.prefixes.join(',')],
    ['suffixes', resource.suffixes.join(',')],
    ['refBy', resource.referredBy.map(idText).join(',')],
    ['generatorBehavior', options.isGenerated || options.behavior !== 'unspecified' ? options.behavior : ''],
    ['needsHashSuffix', options.needsHash ? 'enabled' : ''],
    ['allowNameChange', options.allowNameChange ? 'enabled' : ''],
    ['allowKindChange', options.allowKindChange ? 'enabled' : ''],
  ]
  return new Map(rows.filter(([, text]) => text !== '').map(([name, text]) => [DOMAIN + name, text]))
}
