import type { AdmissionPlugin } from '../contract/admission.ts'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry, SpecialEndpoint } from '../contract/registry.ts'
import { connectAdmission } from './connect-admission.ts'
import { logEndpoint } from './log-endpoint.ts'
import { podEndpoints } from './pod-endpoints.ts'
import { proxyEndpoints } from './proxy-endpoints.ts'

/** What streaming endpoints are made from. */
export interface StreamOptions {
  readonly registry: Registry
  readonly nodes: NodeConnector
  readonly admission?: readonly AdmissionPlugin[]
  /** A number from 0 up to 1, to pick an endpoint of a service. */
  readonly random: () => number
}

/** Every endpoint that streams or passes on: logs, exec, attach, port-forward, and the proxies. */
export function streamEndpoints({
  registry,
  nodes,
  admission = [],
  random,
}: StreamOptions): readonly SpecialEndpoint[] {
  const access = { registry, nodes }
  const admit = connectAdmission(admission, registry)
  return [logEndpoint(access), ...podEndpoints(access, admit), ...proxyEndpoints({ ...access, random }, admit)]
}
