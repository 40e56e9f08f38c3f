import { schemaOf } from '#kinds'
import { decodeTyped, isMap, type JsonObject } from '#kube'

/** Decodes the metadata of a custom resource as the typed ObjectMeta it is (mutates); gives paths of unknown fields. Throws DecodeError. */
export function decodeMetadata(object: JsonObject): readonly string[] {
  const { metadata } = object
  if (!isMap(metadata)) return []
  return decodeTyped(schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'), metadata).unknown.map(
    (path) => `metadata.${path}`,
  )
}
