import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createManifestClient, createRestMapper, hasCondition, type ResourceType, waitFor } from '#client'
import type { Clock, KubeObject } from '#kube'
import { loadAll } from '#yaml'
import { readLocalText } from '../chart/values.ts'
import { CliError } from '../frame/error.ts'

const definitions: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  isNamespaced: false,
}

/** The definitions in files, and in folders with all below them. Throws CliError `input` for what holds none, SourceError. */
export function readCrds(paths: readonly string[]): KubeObject[] {
  return paths.flatMap((path) => {
    const found = objectsAt(path).filter(({ kind }) => kind === definitions.kind)
    if (found.length > 0) return found
    throw new CliError('input', `${path}: no CustomResourceDefinition in it`, { hint: 'give a YAML file, or a folder' })
  })
}

/** The objects in files and folders. Throws CliError `input` for a document that is none, SourceError. */
export function readObjects(paths: readonly string[]): KubeObject[] {
  return paths.flatMap(objectsAt).map((object) => {
    if (typeof object.kind === 'string' && typeof object.metadata?.name === 'string') return object
    throw new CliError('input', `${paths.join(', ')}: a document is no object`, {
      hint: 'kind and metadata.name are needed',
    })
  })
}

function objectsAt(path: string): KubeObject[] {
  return filesOf(path).flatMap((file) => {
    const documents = loadAll(readLocalText(file), { file }).filter((document) => document instanceof Map)
    return documents.map((document) => plainOf(document) as KubeObject)
  })
}

function filesOf(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path]
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
  return entries.filter((name) => /\.(?:ya?ml|json)$/.test(name)).map((name) => join(path, name))
}

function plainOf(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), plainOf(inner)]))
  if (Array.isArray(value)) return value.map(plainOf)
  return typeof value === 'bigint' ? Number(value) : value
}

/** How long a definition may take to be served. */
const SERVED_MS = 60_000

/** Makes the definitions and waits until they are served. Throws StatusError, ClientError. */
export async function createCrds(client: Client, crds: readonly KubeObject[], clock: Clock): Promise<void> {
  for (const crd of crds) await client.create(definitions, crd)
  const options = { clock, timeoutMs: SERVED_MS }
  for (const { metadata } of crds) {
    await waitFor(client, { type: definitions, name: metadata.name }, hasCondition('Established'), options)
  }
}

/** Makes objects that a chart finds where it is installed, in `namespace` unless they name another. Throws StatusError, ClientError. */
export async function createObjects(client: Client, objects: readonly KubeObject[], namespace: string): Promise<void> {
  const manifests = createManifestClient(client, createRestMapper(client), namespace)
  for (const object of objects) await manifests.create(object)
}
