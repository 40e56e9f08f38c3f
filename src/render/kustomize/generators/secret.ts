import type { SecretArgs } from '../file/types.ts'
import { newObject } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import { base64Lines, finishGenerated, newCoreObject, readData } from './data.ts'
import type { ReadFile } from './key-values.ts'

/** A Secret of literals, files and env files, all in base64. Throws `KustomizeError`. */
export function generateSecret(args: SecretArgs, read: ReadFile): Resource {
  const value = newCoreObject('Secret', args)
  value['type'] = args.type || 'Opaque'
  const data = newObject()
  value['data'] = data
  for (const { key, value: content } of readData(args, read)) data[key] = base64Lines(content)
  return finishGenerated(value, args)
}
