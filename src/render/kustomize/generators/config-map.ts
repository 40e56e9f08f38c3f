import type { ConfigMapArgs } from '../file/types.ts'
import { isObject, type JsonObject, newObject } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import { base64Lines, finishGenerated, newCoreObject, readData, textOf } from './data.ts'
import type { ReadFile } from './key-values.ts'

/** A ConfigMap of literals, files and env files; what is no UTF-8 becomes binary data. Throws `KustomizeError`. */
export function generateConfigMap(args: ConfigMapArgs, read: ReadFile): Resource {
  const value = newCoreObject('ConfigMap', args)
  for (const { key, value: content } of readData(args, read)) {
    const text = textOf(content)
    if (text !== undefined) fieldMap(value, 'data')[key] = text
    else fieldMap(value, 'binaryData')[key] = base64Lines(content)
  }
  return finishGenerated(value, args)
}

function fieldMap(value: JsonObject, name: string): JsonObject {
  const map = value[name]
  if (isObject(map)) return map
  const created = newObject()
  value[name] = created
  return created
}
