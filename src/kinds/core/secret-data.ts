import { checkConfigKey, type JsonObject, type KubeObject } from '#kube'
import { addInvalid, addRequired, addTooLong, type Findings } from '../check/finding.ts'
import { asMap, isSet, mapAt, textAt } from '../read.ts'
import { checkImmutable, checkSameType, decodedLength, largestDataBytes } from './config-data.ts'

/** Checks keys, size and what the type asks for (core ValidateSecret). */
export function checkSecret(found: Findings, object: KubeObject): void {
  const data = mapAt(object, 'data')
  let sizeBytes = 0
  for (const [key, value] of Object.entries(data)) {
    addInvalid(found, `data[${key}]`, key, ...checkConfigKey(key))
    sizeBytes += decodedLength(value)
  }
  if (sizeBytes > largestDataBytes) addTooLong(found, 'data', largestDataBytes)
  checkType(found, object, data)
}

/** Checks that type and immutable data stay (core ValidateSecretUpdate). */
export function checkSecretUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  checkSameType(found, object, old)
  checkImmutable(found, object, { old, fields: ['data'] })
}

function checkType(found: Findings, object: KubeObject, data: JsonObject): void {
  const type = textAt(object, 'type')
  if (type === 'kubernetes.io/service-account-token') checkToken(found, object)
  else if (type === 'kubernetes.io/dockercfg') checkJson(found, data, '.dockercfg')
  else if (type === 'kubernetes.io/dockerconfigjson') checkJson(found, data, '.dockerconfigjson')
  else if (type === 'kubernetes.io/basic-auth') checkBasic(found, data)
  else if (type === 'kubernetes.io/ssh-auth') {
    if (textAt(data, 'ssh-privatekey') === '') addRequired(found, 'data[ssh-privatekey]')
  } else if (type === 'kubernetes.io/tls') checkTls(found, data)
}

function checkToken(found: Findings, object: KubeObject): void {
  const annotations = asMap(object.metadata['annotations'])
  if (textAt(annotations, 'kubernetes.io/service-account.name') === '') {
    addRequired(found, 'metadata.annotations[kubernetes.io/service-account.name]')
  }
}

function checkJson(found: Findings, data: JsonObject, key: string): void {
  const text = data[key]
  if (typeof text !== 'string' || text === '') addRequired(found, `data[${key}]`)
  else if (!holdsJson(text)) addInvalid(found, `data[${key}]`, '<secret contents redacted>', jsonMessage(text))
}

/** A broken document is told the way Go's decoder tells it. */
function jsonMessage(base64: string): string {
  const text = decoded(base64)
  if (text.trim() === '') return 'unexpected end of JSON input'
  try {
    JSON.parse(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    const character = position === undefined ? undefined : text[Number(position)]
    if (character !== undefined) return `invalid character ${quoted(character)} looking for beginning of value`
  }
  return 'unexpected end of JSON input'
}

function quoted(character: string): string {
  return character === "'" ? `'\\''` : `'${character}'`
}

function holdsJson(base64: string): boolean {
  try {
    const value: unknown = JSON.parse(decoded(base64))
    return typeof value === 'object' && !Array.isArray(value)
  } catch {
    return false
  }
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString()
}

function checkBasic(found: Findings, data: JsonObject): void {
  if (isSet(data, 'username') || isSet(data, 'password')) return
  addRequired(found, 'data[username]')
  addRequired(found, 'data[password]')
}

function checkTls(found: Findings, data: JsonObject): void {
  for (const key of ['tls.crt', 'tls.key']) if (!isSet(data, key)) addRequired(found, `data[${key}]`)
}
