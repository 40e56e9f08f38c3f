import type { Json } from '#kube'
import { withoutManagedFields } from './event.ts'
import type { AuditRule } from './policy.ts'

/** What a body says, as JSON, whatever form it travels in; undefined for what cannot be read. */
export async function bodyObject(bytes: Uint8Array, contentType: string, rule: AuditRule): Promise<Json | undefined> {
  const value = await decode(bytes, contentType)
  if (!rule.omitManagedFields || typeof value !== 'object' || value === null || !('metadata' in value)) return value
  return withoutManagedFields(value as Parameters<typeof withoutManagedFields>[0])
}

async function decode(bytes: Uint8Array, contentType: string): Promise<Json | undefined> {
  try {
    if (contentType.includes('protobuf')) return (await import('../codec/protobuf.ts')).fromProtobuf(bytes)
    const text = new TextDecoder().decode(bytes)
    if (/^\s*[{[]/.test(text)) return JSON.parse(text) as Json
    if (!contentType.includes('yaml')) return undefined
    const { parseYaml } = await import('../codec/parse-yaml.ts')
    return parseYaml(text, { kind: 'Object', isStrict: false }).value
  } catch {
    // What the server refused to read is not written down either.
    return undefined
  }
}
