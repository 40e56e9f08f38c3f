import { byteLength, checkConfigKey, type Json, type KubeObject } from '#kube'
import type { Findings } from '../check/finding.ts'
import { addForbidden, addInvalid, addTooLong, checkUnchanged } from '../check/finding.ts'
import { isSame } from '../equal.ts'
import { asMap, isTrue, mapAt } from '../read.ts'

/** Most bytes that a ConfigMap or Secret may hold. */
export const largestDataBytes = 1024 * 1024

/** Checks keys and size of a ConfigMap (core ValidateConfigMap). */
export function checkConfigMap(found: Findings, object: KubeObject): void {
  const [data, binary] = [mapAt(object, 'data'), mapAt(object, 'binaryData')]
  let sizeBytes = 0
  for (const [key, value] of Object.entries(data)) {
    addInvalid(found, `data[${key}]`, key, ...checkConfigKey(key))
    if (Object.hasOwn(binary, key)) addInvalid(found, `data[${key}]`, key, `duplicate of key present in binaryData`)
    sizeBytes += byteLength(typeof value === 'string' ? value : '')
  }
  for (const [key, value] of Object.entries(binary)) {
    addInvalid(found, `binaryData[${key}]`, key, ...checkConfigKey(key))
    sizeBytes += decodedLength(value)
  }
  if (sizeBytes > largestDataBytes) addTooLong(found, '', largestDataBytes)
}

/** Checks that an immutable ConfigMap stays as it is (core ValidateConfigMapUpdate). */
export function checkConfigMapUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  checkImmutable(found, object, { old, fields: ['data', 'binaryData'] })
}

/** Checks that fields of an object stay as they are once `immutable` is true. */
export function checkImmutable(
  found: Findings,
  object: KubeObject,
  { old, fields }: { readonly old: KubeObject; readonly fields: readonly string[] },
): void {
  if (!isTrue(old, 'immutable')) return
  if (!isTrue(object, 'immutable')) addForbidden(found, 'immutable', 'field is immutable when `immutable` is set')
  for (const field of fields) {
    if (!isSame(asMap(object[field]), asMap(old[field]))) {
      addForbidden(found, field, 'field is immutable when `immutable` is set')
    }
  }
}

/** Length of base64 text when it is decoded. */
export function decodedLength(value: Json | undefined): number {
  if (typeof value !== 'string') return 0
  const padding = value.endsWith('==') ? 2 : Number(value.endsWith('='))
  return Math.max(0, Math.floor((value.length * 3) / 4) - padding)
}

/** Checks that the type of a Secret stays as it is. */
export function checkSameType(found: Findings, object: KubeObject, old: KubeObject): void {
  checkUnchanged(found, 'type', object['type'], object['type'] === old['type'])
}
