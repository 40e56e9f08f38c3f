import type { YamlMap } from '#yaml'
import { SourceError } from '../error.ts'
import type { Compat } from '../load/options.ts'
import { mergeMaps, parseValues } from '../load/values.ts'
import { decryptDocuments, type SecretRequest } from './decrypt.ts'

/** Whose values, as which Helm reads them. */
type ValuesRequest = SecretRequest & { readonly compat?: Compat | undefined }

/**
 * The values of what sops encrypted, as `parseValues` gives those of a plain one: Helm 4 merges all documents, Helm 3
 * takes the first. Undefined when the text is not encrypted. Throws as `decryptDocuments`.
 */
export async function decryptValues(encrypted: string, request: ValuesRequest): Promise<YamlMap | undefined> {
  const documents = await decryptDocuments(encrypted, request)
  if (documents === undefined) return undefined
  const text = documents.length === 1 ? wholeText(documents[0], request.file) : undefined
  if (text !== undefined) return readWhole(text, request)
  const used = request.compat === 'helm3' ? documents.slice(0, 1) : documents
  return used.reduce(mergeMaps, new Map())
}

/** sops goes by the name of a file: one that is neither YAML nor JSON was encrypted as one text. */
function wholeText(document: YamlMap | undefined, file: string): string | undefined {
  const hasOther = /\.[a-z0-9]+$/i.test(file) && !/\.(?:ya?ml|json)$/i.test(file)
  const text = hasOther && document?.size === 1 ? document.get('data') : undefined
  return typeof text === 'string' ? text : undefined
}

function readWhole(text: string, { file, compat }: ValuesRequest): YamlMap {
  try {
    return parseValues(text, { file, compat })
  } catch {
    // what the reader complains of may hold a piece of the secret
    throw new SourceError('bad-yaml', `${file}: what was encrypted is no map of values in YAML`)
  }
}
