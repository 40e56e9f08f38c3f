import { isSet, isTrue, type Kind, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { Registry } from '../contract/registry.ts'
import type { ServicePort } from '../webhook/address.ts'

/** A group and version that somebody else serves (apiregistration.k8s.io APIService with a service). */
export interface RemoteService {
  /** `VERSION.GROUP`. */
  readonly name: string
  readonly uid: string
  readonly group: string
  readonly version: string
  readonly groupPriority: number
  readonly versionPriority: number
  readonly service: ServicePort
  /** PEM in base64; empty: the authorities of the machine. */
  readonly caBundle: string
  readonly skipsVerification: boolean
  readonly isAvailable: boolean
}

/** The kind of APIServices. Throws an Error where the table has none. */
export function apiServiceKind({ kinds }: Registry): Kind {
  const kind = kinds.find('apiregistration.k8s.io', 'v1', 'apiservices')
  if (kind === undefined) throw new Error('aggregation - apiservices - expected a kind of apiregistration.k8s.io/v1')
  return kind
}

/** Reads an APIService; undefined for one of this server's own. */
export function readRemote(object: KubeObject): RemoteService | undefined {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'service')) return undefined
  const service = mapAt(spec, 'service')
  return {
    name: object.metadata.name,
    uid: textAt(object.metadata, 'uid'),
    group: textAt(spec, 'group'),
    version: textAt(spec, 'version'),
    groupPriority: numberAt(spec, 'groupPriorityMinimum') ?? 0,
    versionPriority: numberAt(spec, 'versionPriority') ?? 0,
    service: {
      namespace: textAt(service, 'namespace'),
      name: textAt(service, 'name'),
      port: numberAt(service, 'port') ?? 443,
    },
    caBundle: textAt(spec, 'caBundle'),
    skipsVerification: isTrue(spec, 'insecureSkipTLSVerify'),
    isAvailable: isAvailable(object),
  }
}

/** The name in a server's certificate: `SERVICE.NAMESPACE.svc`. */
export function serverNameOf({ service }: RemoteService): string {
  return `${service.name}.${service.namespace}.svc`
}

function isAvailable(object: KubeObject): boolean {
  const conditions = mapsAt(mapAt(object, 'status'), 'conditions')
  return conditions.some((one) => one['type'] === 'Available' && one['status'] === 'True')
}
