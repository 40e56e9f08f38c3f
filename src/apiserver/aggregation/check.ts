import { request as httpsRequest, type RequestOptions } from 'node:https'
import { mapsAt, textAt as textOf, textsAt } from '#kinds'
import { type Clock, goQuote, type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { connectionWords } from '../webhook/call-failure.ts'
import type { RemoteService } from './api-service.ts'
import type { RemoteConnections } from './connection.ts'
import { userHeaders } from './identity.ts'

/** Whether an aggregated server can be used, and what it says it serves. */
export interface Checked {
  readonly isAvailable: boolean
  readonly reason: string
  readonly message: string
  /** Its APIResourceList, where it was available. */
  readonly resources?: JsonObject
  /** Its OpenAPI v3 document, where it has one: `apis/G/V` and the hash that its index names. */
  readonly document?: { readonly path: string; readonly hash: string }
}

/** What a check takes. */
export interface CheckAccess {
  readonly registry: Registry
  readonly connections: RemoteConnections
  readonly clock: Clock
}

/** Looks whether a service is there, has addresses and answers discovery (kube-aggregator remote_available_controller). */
export async function checkRemote(access: CheckAccess, remote: RemoteService): Promise<Checked> {
  const missing = missingPart(access.registry, remote)
  return missing === undefined ? await askDiscovery(access, remote) : { isAvailable: false, ...missing }
}

const PATIENCE_MS = 5000
const ANSWER_LIMIT = 16 * 1024 * 1024
const AGGREGATOR = { name: 'system:kube-aggregator', groups: ['system:masters'] }

interface Missing {
  readonly reason: string
  readonly message: string
}

function missingPart(registry: Registry, { service: wanted }: RemoteService): Missing | undefined {
  const { namespace, name, port } = wanted
  const kind = registry.kinds.find('', 'v1', 'services')
  const service = kind && registry.read(kind, namespace, name)
  const place = `service/${name} in ${goQuote(namespace)}`
  if (service === undefined) return { reason: 'ServiceNotFound', message: `${place} is not present` }
  if (textAt(service, 'spec', 'type') !== 'ClusterIP') return undefined
  const served = mapsAt(valueAt(service, 'spec') as JsonObject, 'ports').find((one) => one['port'] === port)
  if (served === undefined) return { reason: 'ServicePortError', message: `${place} is not listening on port ${port}` }
  const slices = slicesOf(registry, wanted)
  if (slices.length === 0) {
    return { reason: 'EndpointsNotFound', message: `cannot find endpointslices for ${place}` }
  }
  const portName = textOf(served, 'name')
  if (slices.some((slice) => hasEndpoint(slice, portName))) return undefined
  const message = `endpointslices for ${place} have no addresses with port name ${goQuote(portName)}`
  return { reason: 'MissingEndpoints', message }
}

function slicesOf(registry: Registry, { namespace, name }: RemoteService['service']): readonly KubeObject[] {
  const kind = registry.kinds.find('discovery.k8s.io', 'v1', 'endpointslices')
  if (kind === undefined) return []
  const isOf = (slice: KubeObject): boolean =>
    textAt(slice, 'metadata', 'labels', 'kubernetes.io/service-name') === name
  return registry.readAll(kind, namespace).filter(isOf)
}

function hasEndpoint(slice: KubeObject, portName: string): boolean {
  const isReady = (endpoint: JsonObject): boolean =>
    valueAt(endpoint, 'conditions', 'ready') !== false && textsAt(endpoint, 'addresses').length > 0
  return (
    mapsAt(slice, 'endpoints').some(isReady) &&
    mapsAt(slice, 'ports').some((port) => textOf(port, 'name') === portName && typeof port['port'] === 'number')
  )
}

async function askDiscovery({ connections, clock }: CheckAccess, remote: RemoteService): Promise<Checked> {
  let shown = ''
  try {
    const settings = await connections.settings(remote, false)
    const path = `/apis/${remote.group}/${remote.version}`
    shown = `https://${settings.host}:${settings.port}${path}`
    const headers = {
      ...userHeaders(AGGREGATOR),
      accept: 'application/json',
      host: `${settings.host}:${settings.port}`,
    }
    const { code, text } = await fetched({ ...settings, path, headers, method: 'GET' }, clock)
    if (code < 200 || code >= 300)
      return failed(`failing or missing response from ${shown}: bad status from ${shown}: ${code}`)
    const resources = parsed(text)
    const document = await documentOf(remote, { ...settings, headers, method: 'GET' }, clock)
    return {
      isAvailable: true,
      reason: 'Passed',
      message: 'all checks passed',
      ...(resources !== undefined && { resources }),
      ...(document !== undefined && { document }),
    }
  } catch (error) {
    const words = connectionWords(error, remote.service.name)
    return failed(shown === '' ? words : `failing or missing response from ${shown}: Get ${goQuote(shown)}: ${words}`)
  }
}

/** A server without documents is none the worse for it. */
async function documentOf(remote: RemoteService, settings: RequestOptions, clock: Clock): Promise<Checked['document']> {
  const path = `apis/${remote.group}/${remote.version}`
  const { code, text } = await fetched({ ...settings, path: '/openapi/v3' }, clock).catch(() => ({ code: 0, text: '' }))
  if (code !== 200) return undefined
  const url = textAt(readJson(text), 'paths', path, 'serverRelativeURL')
  if (url === '') return undefined
  return { path, hash: new URLSearchParams(url.split('?')[1] ?? '').get('hash') ?? '' }
}

function failed(message: string): Checked {
  return { isAvailable: false, reason: 'FailedDiscoveryCheck', message }
}

interface Fetched {
  readonly code: number
  readonly text: string
}

function fetched(settings: RequestOptions, clock: Clock): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(settings)
    const cancel = clock.setTimer(PATIENCE_MS, () => {
      request.destroy(new Error('context deadline exceeded (Client.Timeout exceeded while awaiting headers)'))
    })
    const fail = (error: unknown): void => {
      cancel()
      reject(error as Error)
    }
    request.on('error', fail)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > ANSWER_LIMIT) request.destroy(new Error(`the answer is longer than ${ANSWER_LIMIT} bytes`))
        else chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () => {
        cancel()
        resolve({ code: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.end()
  })
}

function parsed(text: string): JsonObject | undefined {
  const value = readJson(text)
  return valueAt(value, 'kind') === 'APIResourceList' ? (value as JsonObject) : undefined
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
