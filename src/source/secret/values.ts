import type { YamlMap } from '#yaml'
import type { Compat } from '../load/options.ts'
import { mergeMaps } from '../load/values.ts'
import { decryptDocuments, type SecretRequest } from './decrypt.ts'

/**
 * The values of a text that sops encrypted, as `parseValues` gives those of a plain one: Helm 4 merges all documents, Helm 3
 * takes the first. Undefined when the text is not encrypted. Throws as `decryptDocuments`.
 */
export async function decryptValues(
  text: string,
  request: SecretRequest & { readonly compat?: Compat | undefined },
): Promise<YamlMap | undefined> {
  const documents = await decryptDocuments(text, request)
  if (documents === undefined) return undefined
  const used = request.compat === 'helm3' ? documents.slice(0, 1) : documents
  return used.reduce(mergeMaps, new Map())
}
