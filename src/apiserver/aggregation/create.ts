import type { Clock, JsonObject } from '#kube'
import type { ApiRequest, Handler, RequestContext } from '../contract/http.ts'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry } from '../contract/registry.ts'
import type { RemoteVersion } from '../discovery/groups.ts'
import { pageNotFound } from '../route/dispatch.ts'
import { apiServiceKind, type RemoteService, readRemote } from './api-service.ts'
import { Availability } from './availability.ts'
import { remoteConnections } from './connection.ts'
import { forward } from './forward.ts'
import type { ProxyCertificate } from './identity.ts'
import { createLocalServices } from './local-services.ts'
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
}

/** Aggregation over one registry. */
export function createAggregation(registry: Registry, options: AggregationOptions): Aggregation {
  const { clock, onError } = options
  const connections = remoteConnections({ registry, ...options, random: () => options.random() })
  const remotes = new Map<string, RemoteService>()
  const resources = new Map<string, JsonObject>()
  let versions: readonly RemoteVersion[] | undefined
  const availability = new Availability({
    registry,
    connections,
    clock,
    onError,
    onChecked: (name, checked) => {
      if (checked?.resources !== undefined) resources.set(name, checked.resources)
      if (checked === undefined) resources.delete(name)
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
