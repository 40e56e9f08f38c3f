import { Agent, type RequestOptions } from 'node:https'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry } from '../contract/registry.ts'
import { type Address, serviceAddress } from '../webhook/address.ts'
import { authoritiesOf, checkIdentity } from '../webhook/call.ts'
import { type RemoteService, serverNameOf } from './api-service.ts'
import type { ProxyCertificate } from './identity.ts'

/** What reaching aggregated servers takes. */
export interface RemoteAccess {
  readonly registry: Registry
  /** Absent: aggregated servers cannot know us, and will refuse. Asked anew, as certificates are renewed. */
  certificate?(): ProxyCertificate
  readonly nodes?: NodeConnector
  random(): number
}

/** Ways to aggregated servers, kept open between requests. */
export interface RemoteConnections {
  /** What a request to a server has in common with every other. Throws 404 and 503 where there is no address. */
  settings(remote: RemoteService, isChecked: boolean): Promise<RequestOptions & Address>
  close(): void
}

/** Connections over one registry. */
export function remoteConnections(access: RemoteAccess): RemoteConnections {
  const agent = new Agent({ keepAlive: true, checkServerIdentity: checkIdentity })
  return {
    settings: async (remote, isChecked) => {
      const address = await addressOf(access, remote)
      const ca = isChecked ? authoritiesOf(remote.caBundle) : undefined
      const { certificate, key } = access.certificate?.() ?? {}
      return {
        ...address,
        agent,
        servername: serverNameOf(remote),
        rejectUnauthorized: isChecked && !remote.skipsVerification,
        ...(ca !== undefined && { ca }),
        ...(certificate !== undefined && key !== undefined && { cert: certificate, key }),
      }
    },
    close: () => agent.destroy(),
  }
}

async function addressOf({ registry, nodes, random }: RemoteAccess, { service }: RemoteService): Promise<Address> {
  const address = serviceAddress(registry, service, random)
  return (await nodes?.dial?.(address.host, address.port)) ?? address
}
