import type { JsonObject, KubeObject } from '#kube'

/**
 * The text of an object as the store keeps it: `kind`, `apiVersion` and `metadata` first, no resourceVersion. What answers
 * need later (a version spliced in, a list without type names) is then a matter of cutting text.
 */
export function storedText(object: KubeObject): string {
  const { kind, apiVersion, metadata } = object
  let text = `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},"metadata":${metadataText(metadata)}`
  for (const key of Object.keys(object)) {
    if (key === 'kind' || key === 'apiVersion' || key === 'metadata') continue
    const value = JSON.stringify(object[key])
    if (value !== undefined) text += `,${JSON.stringify(key)}:${value}`
  }
  return `${text}}`
}

/** A stored text with `metadata.resourceVersion` put in. */
export function withRevision(stored: string, revision: number | string): string {
  const at = stored.indexOf(metadataStart) + metadataStart.length
  const comma = stored.charCodeAt(at) === closingBrace ? '' : ','
  return `${stored.slice(0, at)}"resourceVersion":"${revision}"${comma}${stored.slice(at)}`
}

/** The text of an object that is not stored: what a dry run of a create answers. */
export function withoutRevision(object: KubeObject): string {
  return storedText(object)
}

/** The text of an object as it is, resourceVersion included. */
export function plainText(object: KubeObject): string {
  const revision = object.metadata['resourceVersion']
  const text = storedText(object)
  return typeof revision === 'string' && revision !== '' ? withRevision(text, revision) : text
}

/** A text with another `metadata.resourceVersion` in the place of the one it has: what a deletion is told with. */
export function withOtherRevision(text: string, revision: number): string {
  const at = text.indexOf(versionStart)
  if (at < 0) return withRevision(text, revision)
  const from = at + versionStart.length
  return `${text.slice(0, from)}${revision}${text.slice(text.indexOf('"', from))}`
}

/** An item of a list of built-in kinds: without `kind` and `apiVersion`, which the list says for all. */
export function withoutTypeNames(text: string): string {
  const at = text.indexOf(metadataStart)
  return at < 0 ? text : `{${text.slice(at)}`
}

/** The PartialObjectMetadata of an object, cut out of its text as the cache has it. */
export function partialText(text: string, version: string): string {
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${metadataIn(text)}}`
}

/** The JSON of an object's metadata, cut out of its text. */
export function metadataIn(text: string): string {
  const start = text.indexOf(metadataStart) + metadataStart.length - 1
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === openingBrace) depth++
    else if (code === closingBrace && --depth === 0) return text.slice(start, at + 1)
  }
  return '{}'
}

const metadataStart = '"metadata":{'
const versionStart = '"metadata":{"resourceVersion":"'
const openingBrace = 123
const closingBrace = 125
const quote = 34
const backslash = 92

/** The quote that ends a string; the end of the text when none does. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

function metadataText(metadata: JsonObject): string {
  if (metadata['resourceVersion'] === undefined && metadata['selfLink'] === undefined) return JSON.stringify(metadata)
  const { resourceVersion: _, selfLink: __, ...kept } = metadata
  return JSON.stringify(kept)
}
