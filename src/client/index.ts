/**
 * The way to any Kubernetes API server. A kubeconfig or a function goes in; objects, lists, watches, discovery and informers
 * come out, refusals as `StatusError`, missing answers as `ClientError`. It knows no kind and keeps nothing on disk but the
 * kubeconfig.
 */
export { type Connection, connect } from './connect.ts'
export { type ApplyOptions, createManifestClient, type ManifestClient, type Named } from './dynamic/manifest-client.ts'
export { type Condition, hasCondition, isGone, type WaitOptions, type WaitPlace, waitFor } from './dynamic/wait.ts'
export { ClientError, type ClientErrorCode } from './error.ts'
export {
  documentOf,
  type KubeconfigEntry,
  mergeEntry,
  removeEntry,
  renewEntry,
  textOfDocument,
} from './kubeconfig/edit.ts'
export type { Kubeconfig, KubeconfigDocument } from './kubeconfig/kubeconfig.ts'
export {
  type KubeconfigPlaces,
  kubeconfigFiles,
  kubeconfigToWrite,
  loadKubeconfig,
  parseDocument as parseKubeconfig,
} from './kubeconfig/load.ts'
export { type Overrides, type Resolved, type ResolveOptions, resolveContext } from './kubeconfig/resolve.ts'
export { type Client, createClient, type Patch } from './rest/client.ts'
export { type DiscoveredResource, type Discovery, discover } from './rest/discovery.ts'
export { createRestMapper, type RestMapper } from './rest/mapper.ts'
export type { ListOptions, ListPage, PatchType, ReadOptions, WatchOptions, WriteOptions } from './rest/options.ts'
export { coreType, type Place, pathOf, queryOf, type ResourceType } from './rest/resource.ts'
export {
  attachCommand,
  type CommandStreams,
  type ContainerPlace,
  execCommand,
  type TerminalSize,
} from './stream/command.ts'
export { type LogOptions, readLog } from './stream/log.ts'
export {
  type ForwardedPort,
  type ForwardOptions,
  forwardPort,
  openPort,
  type PortPlace,
} from './stream/port-forward.ts'
export type { CredentialSource, Credentials } from './transport/credentials.ts'
export { type HttpOptions, httpTransport } from './transport/http.ts'
export {
  localTransport,
  readText,
  type ToldEvent,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  type Upgraded,
  type UpgradeRequest,
} from './transport/transport.ts'
export type { WatchEvent } from './watch/event.ts'
export { createInformer, type Informer, type InformerOptions, type ObjectEvent } from './watch/informer.ts'
export { createObjectCache, type Indexers, keyOf, type ObjectCache } from './watch/object-cache.ts'
export { pause } from './watch/pause.ts'
export { type Feed, type ReflectorOptions, reflect } from './watch/reflector.ts'
