import { schemaOf } from '#kinds'
import { copyOf, decodeTyped, isMap, type Json, type KubeObject, type Schema, textAt } from '#kube'

/**
 * A document's value as an object. Throws a plain Error with the words that Helm says for what is none.
 * Source: k8s.io/kubectl validation and cli-runtime's builder.
 */
export function objectOf(value: Json): KubeObject {
  if (!isMap(value)) throw new Error(`unable to decode "": json: cannot unmarshal ${goKind(value)} into Go value`)
  const missing = ['apiVersion', 'kind']
    .filter((field) => textAt(value, field) === '')
    .map((field) => `${field} not set`)
  if (missing.length > 0) {
    const list = missing.length === 1 ? missing.join('') : `[${missing.join(', ')}]`
    throw new Error(`error validating "": error validating data: ${list}`)
  }
  const metadata = checkedMetadata(value['metadata'] ?? {})
  return { ...value, apiVersion: textAt(value, 'apiVersion'), kind: textAt(value, 'kind'), metadata }
}

const HEAD: Schema = {
  type: 'object',
  properties: { metadata: schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta') },
}

function checkedMetadata(metadata: Json): KubeObject['metadata'] {
  try {
    decodeTyped(HEAD, copyOf({ metadata }))
  } catch (error) {
    throw new Error(`unable to decode "": ${(error as Error).message}`, { cause: error })
  }
  return { ...(metadata as KubeObject['metadata']), name: textAt(metadata, 'name') }
}

function goKind(value: Json): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
