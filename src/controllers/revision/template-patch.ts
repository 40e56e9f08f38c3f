import { asMap, mapAt } from '#kinds'
import { applyStrategicPatch, builtInKinds, type Json, type JsonObject, type KubeObject } from '#kube'

/**
 * What a revision keeps of an object: a strategic merge patch that puts its template back, and only that
 * (`kubectl rollout undo` sends it as it stands). Source: getPatch of the stateful set and daemon set controllers.
 */
export function templatePatch(object: KubeObject): JsonObject {
  return { spec: { template: { ...mapAt(object, 'spec', 'template'), $patch: 'replace' } } }
}

/** The template of an object as a revision has it. Throws `PatchError` when its data is no such patch. */
export function templateAt(object: KubeObject, revision: KubeObject): JsonObject {
  const { apiVersion, kind, metadata } = object
  const whole = { apiVersion, kind, metadata, spec: mapAt(object, 'spec') }
  const schema = builtInKinds(apiVersion, kind)
  return mapAt(applyStrategicPatch(whole, asMap(revision['data']), schema), 'spec', 'template')
}

/** JSON as Go writes a map of its own: keys sorted, no blanks, `<`, `>`, `&` and line separators escaped. */
export function goMapJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goMapJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return escaped(JSON.stringify(value))
  const map = asMap(value)
  const fields = Object.keys(map)
    .sort()
    .map((key) => `${escaped(JSON.stringify(key))}:${goMapJson(map[key] as Json)}`)
  return `{${fields.join(',')}}`
}

function escaped(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
