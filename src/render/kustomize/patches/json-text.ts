import { type Json, type Operation, PatchError, readOperations } from '#kube'
import { parseGoJson, type Value } from '#template'
import { loadObject, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { goJson } from '../resource/go-json.ts'
import type { Json as ResourceJson } from '../resource/json.ts'

/** The operations of a JSON patch, and its text as JSON. */
export interface JsonPatchText {
  readonly operations: readonly Operation[]
  readonly json: string
}

/**
 * Reads a JSON patch: JSON where the text begins with `[`, else YAML 1.1, of which only the first document counts. Throws
 * `bad-config` with the reference's text.
 */
export function readJsonPatch(text: string): JsonPatchText {
  const { value, json } = text.startsWith('[') ? readJson(text) : readYaml(text)
  try {
    return { operations: readOperations(value), json }
  } catch (error) {
    throw decodingFailed(json, error)
  }
}

interface Read {
  readonly value: Json
  readonly json: string
}

function readJson(text: string): Read {
  try {
    return { value: plain(parseGoJson(text)), json: text }
  } catch (error) {
    throw decodingFailed(text, error)
  }
}

/** Maps as objects without a prototype. */
function plain(value: Value): Json {
  if (Array.isArray(value)) return value.map(plain)
  if (!(value instanceof Map)) return value as Json
  const map = Object.create(null) as { [key: string]: Json }
  for (const [key, item] of value) map[String(key)] = plain(item as Value)
  return map
}

function readYaml(text: string): Read {
  try {
    const value = loadObject<Json>(text)
    return { value, json: goJson(value as ResourceJson) }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const message = `error converting YAML to JSON: ${error.message}`
    throw new KustomizeError({ code: 'bad-yaml', message, cause: error })
  }
}

function decodingFailed(json: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = error instanceof PatchError && error.code === 'limit' ? 'limit' : 'bad-config'
  return new KustomizeError({ code, message: `decoding ${json}: ${error.message}`, cause: error })
}
