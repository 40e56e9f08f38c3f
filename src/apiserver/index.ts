/**
 * The Kubernetes API over a store: HTTP in, objects, watches and tables out; who may do what, admission, discovery and
 * documents. It runs no controller and starts no container.
 */

export { type LogFile, openLogFile } from './audit/log-file.ts'
export { type AuditPolicy, readAuditPolicy } from './audit/policy.ts'
export type { AuthenticationOptions } from './authn/create.ts'
export type { OidcOptions } from './authn/oidc.ts'
export { type ApiServer, type ApiServerOptions, createApiServer } from './compose/create.ts'
export { type QuotaRules, quotaRules } from './compose/quota-rules.ts'
export type { Attributes, Authenticator, Authorizer, Decision, RuleSummary } from './contract/access.ts'
export type { AdmissionPlugin, AdmissionRequest, Operation } from './contract/admission.ts'
export type { Answer, ApiRequest, Handler, Headers, RequestContext, RequestInfo, Sink } from './contract/http.ts'
export type { NodeConnector } from './contract/node.ts'
export type {
  KindTable,
  ObjectChange,
  Registry,
  SpecialCall,
  SpecialEndpoint,
  Target,
  WriteOptions,
} from './contract/registry.ts'
export type { RestAnswer, RestBody, RestCall, RestVerbs, WatchEventType, WatchFrame } from './contract/rest.ts'
export type { ClientCertificate, User } from './contract/user.ts'
export {
  createOpenApiDocuments,
  type OpenApiDocument,
  type OpenApiDocuments,
  type OpenApiSource,
} from './openapi/documents.ts'
export { expireEvents } from './registry/expire-events.ts'
export { createKindTable } from './registry/kind-table.ts'
export { type ApiRegistry, createRegistry, type RegistryOptions } from './registry/registry.ts'
export { repairAddresses } from './registry/service/repair-addresses.ts'
export { type ServiceHookOptions, serviceHook } from './registry/service/service-hook.ts'
export type { HookedWrite, HookOutcome, StorageHook } from './registry/storage-hook.ts'
export { type ConnectPort, type PortForwardOptions } from './stream/forwarding.ts'
export { servePortForward } from './stream/port-forward.ts'
export type {
  CommandEnd,
  CommandOptions,
  CommandStreams,
  RemoteStreams,
  RunCommand,
  TerminalSize,
} from './stream/remote.ts'
export { readCommandStreams, serveRemoteCommand } from './stream/remote-command.ts'
export { bindingEndpoints } from './subresource/binding.ts'
export { evictionEndpoint } from './subresource/eviction.ts'
export type { TlsFiles } from './transport/listener.ts'
export type { ContainerPlace, ContainerUsage, UsageSource } from './usage/source.ts'
