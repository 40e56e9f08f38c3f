/** Methods of requests whose path is odd. */
export const METHODS: readonly string[] = [
  'GET',
  'GET',
  'GET',
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'REPORT',
  'LINK',
]

/** Media types of patches. */
export const PATCH_TYPES: readonly string[] = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
]

/** Names of parameters. */
export const PARAMETERS: readonly string[] = [
  'labelSelector',
  'fieldSelector',
  'limit',
  'continue',
  'resourceVersion',
  'resourceVersionMatch',
  'dryRun',
  'fieldManager',
  'fieldValidation',
  'pretty',
  'force',
  'gracePeriodSeconds',
  'propagationPolicy',
  'orphanDependents',
  'timeoutSeconds',
  'allowWatchBookmarks',
  'sendInitialEvents',
  'includeObject',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'exact',
  '__proto__',
  'container',
  'tailLines',
  'command',
  'stdin',
  'follow=0&path',
  'ports',
]

/** Subresources, and what is none. */
export const SUBRESOURCES: readonly string[] = [
  'status',
  'scale',
  'eviction',
  'binding',
  'token',
  'approval',
  'finalize',
  'log',
  'exec',
  'attach',
  'portforward',
  'proxy',
  'ephemeralcontainers',
  'resize',
  '__proto__',
  'nothing',
  'Status',
  'proxy/a/b',
]

/** Paths that are no resources. */
export const ROOTS: readonly string[] = [
  '/',
  '/api',
  '/apis',
  '/version',
  '/healthz',
  '/livez/ping',
  '/readyz?verbose',
  '/apis/apps',
  '/api/v1',
  '/apis/apps/v1',
  '/.well-known/openid-configuration',
  '/openid/v1/jwks',
  '/logs',
  '/debug/pprof',
  '/openapi/v3/apis/apps/v1?hash=x',
  '/api/v1/namespaces',
  '/apis/fuzz.example/v1',
  '/berth/x',
]

/** What clients say they take. */
export const ACCEPTS: readonly string[] = [
  '*/*',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'text/html',
  ';;;,,,',
  'application/json;as=__proto__;v=constructor;g=toString',
  'application/json;q=9e999',
  `${'a/b,'.repeat(500)}`,
  'application/json;as=Table;v=v1beta1;g=meta.k8s.io;includeObject=Object',
  'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io',
  'application/apidiscovery;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io',
  'application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io',
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
]
