import { createHash } from 'node:crypto'
import { type Describe, type Kind, loadDescriptions } from '#kinds'
import type { JsonObject } from '#kube'
import { nextTurn } from '../flow/next-turn.ts'
import { fixedOperations, groupOperation, resourcesOperation } from './fixed-operations.ts'
import { encodeOpenApiV2 } from './gnostic.ts'
import { kindOperations } from './kind-operations.ts'
import type { Operation } from './operation.ts'
import { schemasOf } from './schemas.ts'
import { createV2Texts, type V2Texts } from './v2-text.ts'
import { v3Document } from './v3.ts'

/** A document that is ready to be sent. */
export interface OpenApiDocument {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** Upper-case hex; its ETag is this in quotes, and `?hash=` of the index names it. */
  readonly hash: string
}

/** The OpenAPI documents of a server. What is computed is kept as long as the kinds it shows stay the same. */
export interface OpenApiDocuments {
  /** `/openapi/v3`: paths of the documents, each with its hash. */
  index(): OpenApiDocument
  /** `/openapi/v3/<path>`, `apis/apps/v1` for one; undefined when there is none. */
  v3(path: string): Promise<OpenApiDocument | undefined>
  /** `/openapi/v2`, as JSON or as protobuf. */
  v2(form: 'json' | 'protobuf'): Promise<OpenApiDocument>
}

/** What documents are made from. */
export interface OpenApiSource {
  /** Every kind that is served; asked again when `generation` has grown. */
  kinds(): readonly Kind[]
  generation(): number
  /** Version of the server, `v1.36.2`. */
  readonly version: string
}

/** Documents of a server, made when they are first asked for. */
export function createOpenApiDocuments(source: OpenApiSource): OpenApiDocuments {
  const built = new Map<string, OpenApiDocument>()
  const pending = new Map<string, Promise<OpenApiDocument>>()
  const texts = createV2Texts()
  const state = { generation: -1, parts: new Map<string, Part>(), index: undefined as OpenApiDocument | undefined }

  const current = (): typeof state => {
    const generation = source.generation()
    if (generation === state.generation) return state
    Object.assign(state, { generation, parts: partsOf(source), index: undefined })
    const hashes = new Set([...state.parts.values()].map(({ hash }) => hash))
    for (const key of built.keys()) if (!hashes.has(key)) built.delete(key)
    return state
  }

  const once = (key: string, build: () => Promise<Uint8Array>, made: Made): Promise<OpenApiDocument> => {
    const known = built.get(key)
    if (known !== undefined) return Promise.resolve(known)
    const started = pending.get(key) ?? build().then((bytes) => ({ bytes, ...made }))
    pending.set(key, started)
    return started
      .then((document) => {
        built.set(key, document)
        return document
      })
      .finally(() => pending.delete(key))
  }

  return {
    index: () => {
      const now = current()
      now.index ??= indexOf(now.parts)
      return now.index
    },
    v3: async (path) => {
      const part = current().parts.get(path)
      return part === undefined
        ? undefined
        : once(part.hash, () => buildV3(part, source), { hash: part.hash, contentType: json })
    },
    v2: (form) => {
      const hash = digest([...current().parts.values()].map((part) => part.hash).join())
      const contentType = form === 'json' ? json : protobuf
      const build = async (): Promise<Uint8Array> => {
        const text = await buildV2(state.parts, source, texts)
        return form === 'json' ? Buffer.from(text) : await encoded(text)
      }
      return once(`${state.generation} ${form}`, build, { hash, contentType })
    },
  }
}

type Made = Omit<OpenApiDocument, 'bytes'>

const json = 'application/json'
/** What clients ask for has an `@` before the version, which no media type may have: kubectl refuses it in an answer. */
const protobuf = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'

/** What one v3 document shows. */
interface Part {
  readonly kinds: readonly Kind[]
  /** Kinds whose definitions may be needed. */
  readonly all: readonly Kind[]
  readonly fixed: readonly Operation[]
  readonly hash: string
}

function partsOf({ kinds, version }: OpenApiSource): Map<string, Part> {
  const all = kinds()
  const parts = new Map<string, Part>()
  const add = (path: string, fixed: readonly Operation[], shown: readonly Kind[] = []): void => {
    parts.set(path, { kinds: shown, all, fixed, hash: digest([version, path, ...shown.map(printOf)].join('\n')) })
  }
  for (const [path, operation] of Object.entries(fixedOperations)) add(path, [operation])
  // Discovery of custom groups is told by no document: the reference serves it beside its routes.
  const builtIn = all.filter(({ isCustom }) => isCustom !== true)
  for (const group of new Set(builtIn.map((kind) => kind.group)))
    if (group !== '') add(`apis/${group}`, [groupOperation(group)])
  for (const [path, shown] of Map.groupBy(all, pathOf)) {
    const first = shown.find(({ isCustom }) => isCustom !== true)
    add(path, first === undefined ? [] : [resourcesOperation(first.group, first.version)], shown)
  }
  return new Map([...parts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function pathOf({ group, version }: Kind): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`
}

const prints = new WeakMap<Kind, string>()

/** All of a kind that its document depends on. */
function printOf(kind: Kind): string {
  const known = prints.get(kind)
  if (known !== undefined) return known
  const { group, version, plural, scope, verbs, subresources, isCustom } = kind
  const custom = isCustom === true ? [kind.schema, Object.keys(kind.selectableFields)] : undefined
  const print = digest(
    JSON.stringify([group, version, kind.kind, kind.listKind, plural, scope, verbs, subresources, custom]),
  )
  prints.set(kind, print)
  return print
}

function indexOf(parts: ReadonlyMap<string, Part>): OpenApiDocument {
  const paths = [...parts].map(([path, { hash }]): [string, JsonObject] => {
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]
  })
  const bytes = Buffer.from(JSON.stringify({ paths: Object.fromEntries(paths) }))
  return { bytes, contentType: json, hash: digest(bytes) }
}

/** What documents of CRDs say of themselves. */
const customInfo = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' }

async function buildV3({ kinds, all, fixed }: Part, { version }: OpenApiSource): Promise<Uint8Array> {
  const describe = await loadDescriptions()
  const operations = operationsOf(kinds, fixed, describe)
  const schemas = schemasOf(operations, { dialect: 'v3', describe, kinds: all })
  const isCustom = fixed.length === 0
  return Buffer.from(
    JSON.stringify(v3Document(operations, schemas, isCustom ? customInfo : { title: 'Kubernetes', version })),
  )
}

async function buildV2(parts: ReadonlyMap<string, Part>, { version }: OpenApiSource, texts: V2Texts): Promise<string> {
  const describe = await loadDescriptions()
  const kinds = parts.values().next().value?.all ?? []
  const shown = [...parts.values()].map((part) => ({
    hash: part.hash,
    operations: (words: Describe) => operationsOf(part.kinds, part.fixed, words),
  }))
  return await texts.print({ parts: shown, kinds, describe, version })
}

async function encoded(text: string): Promise<Uint8Array> {
  const document = JSON.parse(text) as JsonObject
  await nextTurn()
  return encodeOpenApiV2(document)
}

function operationsOf(kinds: readonly Kind[], fixed: readonly Operation[], describe: Describe): readonly Operation[] {
  return [...fixed, ...kinds.flatMap((kind) => kindOperations(kind, describe))]
}

function digest(data: string | Uint8Array): string {
  return createHash('sha512').update(data).digest('hex').toUpperCase()
}
