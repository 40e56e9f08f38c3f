import type { Clock, JsonObject } from '#kube'
import type { ApiRequest, Handler, RequestContext } from '../contract/http.ts'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry } from '../contract/registry.ts'
import type { RemoteVersion } from '../discovery/groups.ts'
import type { OpenApiDocument } from '../openapi/documents.ts'
import { pageNotFound } from '../route/dispatch.ts'
import { apiServiceKind, type RemoteService, readRemote } from './api-service.ts'
import { Availability } from './availability.ts'
import type { Checked } from './check.ts'
import { remoteConnections } from './connection.ts'
import { forward } from './forward.ts'
import type { ProxyCertificate } from './identity.ts'
import { createLocalServices } from './local-services.ts'
import { mergedIndex, remotePaths } from './open-api.ts'
import { remoteVersion } from './remote-version.ts'

/** What aggregation takes. */
export interface AggregationOptions {
  readonly clock: Clock
  random(): number
  readonly nodes?: NodeConnector
  /** What aggregated servers know this one by. */
  certificate?(): ProxyCertificate
  onError(error: unknown): void
}

/** Group versions that other servers serve. */
export interface Aggregation {
  /** Writes this server's own APIServices, and begins to look after the others. */
  start(): Promise<void>
  close(): void
  /** Answers what no kind of this server is asked for: from the server that has it, else 404. */
  readonly handler: Handler
  /** For discovery; another list after every change. */
  versions(): readonly RemoteVersion[]
  /** The index of OpenAPI v3 with the documents of other servers. */
  openApiIndex(index: OpenApiDocument): OpenApiDocument
}

/** Aggregation over one registry. */
export function createAggregation(registry: Registry, options: AggregationOptions): Aggregation {
  const { clock, onError } = options
  const connections = remoteConnections({ registry, ...options, random: () => options.random() })
  const remotes = new Map<string, RemoteService>()
  const resources = new Map<string, JsonObject>()
  const checks = new Map<string, Checked>()
  let versions: readonly RemoteVersion[] | undefined
  const availability = new Availability({
    registry,
    connections,
    clock,
    onError,
    onChecked: (name, checked) => {
      if (checked?.resources !== undefined) resources.set(name, checked.resources)
      if (checked === undefined) {
        resources.delete(name)
        checks.delete(name)
      } else checks.set(name, checked)
      versions = undefined
    },
  })
  const local = createLocalServices(registry, clock, onError)
  let stop = (): void => undefined
  return {
    start: async () => {
      await local.start()
      stop = registry.observe(apiServiceKind(registry), ({ type, object }) => {
        const remote = type === 'DELETED' ? undefined : readRemote(object)
        if (remote !== undefined) remotes.set(object.metadata.name, remote)
        else if (!remotes.delete(object.metadata.name)) return
        versions = undefined
      })
      availability.start()
    },
    close: () => {
      stop()
      local.close()
      availability.close()
      connections.close()
    },
    handler: async (request, context) => {
      const remote = remotes.get(nameOf(request, context))
      return remote === undefined ? pageNotFound() : await forward(connections, remote, request, context)
    },
    openApiIndex: (index) => mergedIndex(index, remotePaths(checks)),
    versions: () => {
      versions ??= [...remotes.values()].map((remote) =>
        remoteVersion(remote, resources.get(remote.name), !remote.isAvailable),
      )
      return versions
    },
  }
}

/** `/apis/G/V` names its server; documents stand below `/openapi/v3`. */
function nameOf({ path }: ApiRequest, { info }: RequestContext): string {
  if (info.isResource) return `${info.version}.${info.group}`
  const parts = path.split('/').filter((part) => part !== '')
  const [group, version] = parts.slice(parts.indexOf('apis') + 1)
  return `${version ?? ''}.${group ?? ''}`
}
