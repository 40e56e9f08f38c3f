import { isAbsolute, join } from 'node:path'
import { dump, load, type YamlMap, type YamlValue } from '#yaml'
import type { StackWorld } from '../contract.ts'
import { StackError } from '../error.ts'
import type { Secrets } from './secrets.ts'

/** Where references are looked up. */
export interface ReferencePlaces {
  readonly world: StackWorld
  /** Relative paths start here. */
  readonly folder: string
  readonly secrets: Secrets
}

/** What a reference names, given without its `ref+`. Throws StackError `bad-reference`, `missing-file`, `unsupported`. */
export function referred(text: string, places: ReferencePlaces): YamlValue {
  const [, scheme = '', body = ''] = /^([^:]*):\/\/(.*)$/s.exec(text) ?? []
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(body) ?? []
  const steps = fragment.replace(/^\//, '').split('/')
  const address = { text, path, steps: fragment === '' ? [] : steps, parameters: new URLSearchParams(query) }
  const backend = Object.hasOwn(BACKENDS, scheme) ? BACKENDS[scheme] : undefined
  if (backend !== undefined) return backend(address, places)
  const hint = `references are looked up on this machine: ${Object.keys(BACKENDS).join(', ')}`
  throw new StackError('unsupported', `ref+${text} – nothing asks ${scheme || 'a service without a name'}`, { hint })
}

interface Address {
  readonly text: string
  readonly path: string
  /** `/a/b` after the `#`; none: the whole. */
  readonly steps: readonly string[]
  readonly parameters: URLSearchParams
}

type Backend = (address: Address, places: ReferencePlaces) => YamlValue

const BACKENDS: Readonly<Record<string, Backend>> = {
  echo: ({ text, path, steps }) => (steps.length === 0 ? path.replace(/\/+$/, '') : follow(echoMap(path), steps, text)),
  envsubst: ({ text, path, steps }, { world }) => {
    const value = substituted(path.replace(/\/$/, '').trim(), text, world)
    return steps.length === 0 ? value : follow(parsed(value, text), steps, text)
  },
  file: ({ text, path, steps, parameters }, places) => {
    const content = readReferred(path, text, places)
    if (steps.length > 0) return follow(parsed(content, text), steps, text)
    return parameters.get('encode') === 'base64' ? Buffer.from(content).toString('base64') : content
  },
  sops: ({ text, path, steps, parameters }, places) => {
    const isInline = parameters.get('key_type') === 'base64'
    const content = isInline ? Buffer.from(path, 'base64').toString('utf8') : readReferred(path, text, places)
    const secret = openedSecret(isInline ? path : fileOf(path, places), content, places.secrets)
    return steps.length === 0 ? dump(secret) : follow(secret, steps, text)
  },
}

/** `a/b/c` as `{a: {b: c}}`. */
function echoMap(path: string): YamlValue {
  return (
    path
      .split('/')
      .reduceRight<YamlValue | undefined>(
        (inner, key) => (inner === undefined ? key : new Map([[key, inner]])),
        undefined,
      ) ?? null
  )
}

/** `$NAME`, `${NAME}` and `${NAME:-default}`, as the shell has them. */
function substituted(text: string, reference: string, world: StackWorld): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (_, bare?: string, braced?: string, usual?: string) => {
      const name = bare ?? braced ?? ''
      const value = world.variable(name)
      if (value !== undefined && (value !== '' || usual === undefined)) return value
      if (usual !== undefined) return usual
      throw new StackError('bad-reference', `ref+${reference}: variable \${${name}} not set`)
    },
  )
}

function fileOf(path: string, { folder }: ReferencePlaces): string {
  const trimmed = path.replace(/\/$/, '')
  return isAbsolute(trimmed) ? trimmed : join(folder, trimmed)
}

function readReferred(path: string, reference: string, places: ReferencePlaces): string {
  const file = fileOf(path, places)
  const content = places.world.readText(file)
  if (content === undefined) throw new StackError('missing-file', `ref+${reference}: ${file} is not there`)
  return content
}

function openedSecret(path: string, content: string, { opened, wanted }: Secrets): YamlMap {
  const secret = opened.get(path)
  if (secret !== undefined) return secret
  wanted.set(path, content)
  throw new StackError('bad-reference', `ref+sops://${path} is not opened yet`)
}

function parsed(text: string, reference: string): YamlValue {
  try {
    return load(text)
  } catch (error) {
    throw new StackError('bad-reference', `ref+${reference}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function follow(value: YamlValue, steps: readonly string[], reference: string): YamlValue {
  let current: YamlValue | undefined = value
  for (const step of steps) current = current instanceof Map ? current.get(step) : undefined
  if (current !== undefined) return current
  throw new StackError('bad-reference', `ref+${reference}: no value found for key ${steps.join('/')}`)
}
