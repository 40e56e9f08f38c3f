import { capitalized, type Operation, objectMedia, operationId, tagOf } from './operation.ts'

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

/** The operation that lists the resources of a group version. */
export function resourcesOperation(group: string, version: string): Operation {
  return {
    path: group === '' ? `/api/${version}/` : `/apis/${group}/${version}/`,
    id: operationId('get', group, version, 'APIResources'),
    tag: tagOf(group, version),
    description: 'get available resources',
    ...discovery(`${meta}.APIResourceList`),
  }
}

/** The operation that tells the versions of a group. */
export function groupOperation(group: string): Operation {
  return {
    path: `/apis/${group}/`,
    id: `get${capitalized(tagOf(group, ''))}APIGroup`,
    tag: tagOf(group, ''),
    description: 'get information of a group',
    ...discovery(`${meta}.APIGroup`),
  }
}

function discovery(type: string): Pick<Operation, 'method' | 'parameters' | 'responses' | 'consumes' | 'produces'> {
  return { method: 'get', parameters: [], responses: { 200: type }, consumes: objectMedia, produces: objectMedia }
}

/** Operations that are always there, by the path of their v3 document. */
export const fixedOperations: Readonly<Record<string, Operation>> = {
  '.well-known/openid-configuration': {
    path: '/.well-known/openid-configuration/',
    id: 'getServiceAccountIssuerOpenIDConfiguration',
    tag: 'WellKnown',
    description: "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
    ...discovery('string'),
    consumes: [],
    produces: ['application/json'],
  },
  api: {
    path: '/api/',
    id: 'getCoreAPIVersions',
    tag: 'core',
    description: 'get available API versions',
    ...discovery(`${meta}.APIVersions`),
  },
  apis: {
    path: '/apis/',
    id: 'getAPIVersions',
    tag: 'apis',
    description: 'get available API versions',
    ...discovery(`${meta}.APIGroupList`),
  },
  'openid/v1/jwks': {
    path: '/openid/v1/jwks/',
    id: 'getServiceAccountIssuerOpenIDKeyset',
    tag: 'openid',
    description: 'get service account issuer OpenID JSON Web Key Set (contains public token verification keys)',
    ...discovery('string'),
    consumes: [],
    produces: ['application/jwk-set+json'],
  },
  version: {
    path: '/version/',
    id: 'getCodeVersion',
    tag: 'version',
    description: 'get the version information for this server',
    ...discovery('io.k8s.apimachinery.pkg.version.Info'),
    consumes: ['application/json'],
    produces: ['application/json'],
  },
}
