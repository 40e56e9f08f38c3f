import { asMap, mapAt, numberAt, textAt, textsAt } from '#kinds'
import {
  badRequest,
  type Clock,
  conflict,
  type Finding,
  invalid,
  type JsonObject,
  type KubeObject,
  notFound,
  timeText,
} from '#kube'
import { boundClaims, type TokenOrder } from '../authn/claims.ts'
import type { ServiceAccountIssuer } from '../authn/service-account.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry, SpecialCall, SpecialEndpoint } from '../contract/registry.ts'

/** What tokens are made with. */
export interface TokenRequestOptions {
  readonly registry: Registry
  readonly clock: Clock
  readonly issuer: ServiceAccountIssuer
  /** No token lives longer (--service-account-max-token-expiration); absent: as long as asked. */
  readonly maxExpirationSeconds?: number
  /** A new RFC 4122 identity, for `jti`. */
  newId(): string
  /** Asked before a token is made. */
  readonly admission?: readonly AdmissionPlugin[]
}

/** What pods are given by the volume that admission adds: such tokens live for a year, and use after an hour is noted. */
const PROJECTED_SECONDS = 3607
const EXTENDED_SECONDS = 365 * 24 * 60 * 60
const DEFAULT_SECONDS = 3600
const GROUP = 'authentication.k8s.io'

/** `serviceaccounts/NAME/token`: a token for a service account, bound to an object if asked. */
export function tokenRequest(options: TokenRequestOptions): SpecialEndpoint {
  return {
    ...{ group: '', resource: 'serviceaccounts', subresource: 'token' },
    create: async (call) => {
      await admit(call, options)
      return createToken(call, options)
    },
  }
}

async function admit(call: SpecialCall, { admission = [], registry }: TokenRequestOptions): Promise<void> {
  const { object, namespace, name, context } = call
  const request: AdmissionRequest = {
    operation: 'CREATE',
    gvk: { group: GROUP, version: 'v1', kind: 'TokenRequest' },
    resource: { group: '', version: 'v1', resource: 'serviceaccounts' },
    subresource: 'token',
    ...{ namespace, name, object, options: {}, dryRun: call.options.dryRun, user: context.user },
    warn: (text) => context.warn(text),
    annotate: (key, value) => context.annotate(key, value),
  }
  const plugins = admission.filter(({ operations }) => operations.includes('CREATE'))
  for (const plugin of plugins) await plugin.admit?.(request, registry)
  for (const plugin of plugins) await plugin.validate?.(request, registry)
}

function createToken(call: SpecialCall, options: TokenRequestOptions): { object: JsonObject } {
  const { object, namespace, name, context } = call
  const account = readObject(options.registry, 'serviceaccounts', { namespace, name })
  checkNames(object, { namespace, name })
  const spec = mapAt(object, 'spec')
  const asked = numberAt(spec, 'expirationSeconds') ?? DEFAULT_SECONDS
  checkExpiration(call, asked)
  const bound = boundOf(call, options.registry)
  const audiences = textsAt(spec, 'audiences').length > 0 ? textsAt(spec, 'audiences') : options.issuer.audiences
  const life = lifeOf({ asked, bound, isForServer: textsAt(spec, 'audiences').length === 0 }, options)
  if (life.isCut)
    context.warn(`requested expiration of ${asked} seconds shortened to ${options.maxExpirationSeconds} seconds`)
  const id = options.newId()
  const issuer = options.issuer.issuers[0] ?? ''
  const nowMs = options.clock.now()
  const claims = boundClaims({
    issuer,
    account,
    audiences,
    nowMs,
    id,
    ...life.claims,
    ...(bound && nodeAware(bound, options)),
  })
  context.annotate('authentication.kubernetes.io/issued-credential-id', `JTI=${id}`)

  // What was asked for, also where the token lives longer: who keeps it fresh goes by this.
  const expirationTimestamp = new Date(Math.floor(nowMs / 1000 + life.shownSeconds) * 1000).toISOString()
  const status = {
    token: options.issuer.keys.sign(claims),
    expirationTimestamp: expirationTimestamp.replace('.000Z', 'Z'),
  }
  const metadata = {
    ...object.metadata,
    name,
    namespace,
    creationTimestamp: timeText(nowMs),
  }
  return {
    object: {
      ...object,
      metadata,
      spec: {
        audiences: [...audiences],
        expirationSeconds: life.shownSeconds,
        boundObjectRef: spec['boundObjectRef'] ?? null,
      },
      status,
    },
  }
}

/** A body that names another object than the path is not for it. */
function checkNames({ metadata }: KubeObject, path: { readonly namespace: string; readonly name: string }): void {
  const meta = asMap(metadata)
  const name = textAt(meta, 'name')
  if (name !== '' && name !== path.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${path.name})`)
  }
  const namespace = textAt(meta, 'namespace')
  if (namespace !== '' && namespace !== path.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
}

function checkExpiration({ name }: SpecialCall, seconds: number): void {
  const field = 'spec.expirationSeconds'
  const findings: Finding[] = []
  if (seconds < 600)
    findings.push({ field, type: 'invalid', value: seconds, detail: 'may not specify a duration less than 10 minutes' })
  if (seconds > 2 ** 32)
    findings.push({
      field,
      type: 'invalid',
      value: seconds,
      detail: 'may not specify a duration larger than 2^32 seconds',
    })
  if (findings.length > 0) throw invalid({ group: GROUP, kind: 'TokenRequest' }, name, findings)
}

interface Bound {
  readonly claim: 'pod' | 'secret' | 'node'
  readonly object: KubeObject
}

const BINDABLE: ReadonlyMap<string, readonly [claim: Bound['claim'], resource: string, isNamespaced: boolean]> =
  new Map([
    ['Pod', ['pod', 'pods', true]],
    ['Secret', ['secret', 'secrets', true]],
    ['Node', ['node', 'nodes', false]],
  ])

function boundOf(call: SpecialCall, registry: Registry): Bound | undefined {
  const spec = mapAt(call.object, 'spec')
  if (spec['boundObjectRef'] === undefined || spec['boundObjectRef'] === null) return undefined
  const reference = mapAt(spec, 'boundObjectRef')
  const [kind, apiVersion, name, uid] = ['kind', 'apiVersion', 'name', 'uid'].map((key) => textAt(reference, key))
  const row = apiVersion === 'v1' || apiVersion === '' ? BINDABLE.get(kind ?? '') : undefined
  if (row === undefined)
    throw badRequest(`cannot bind token to object of type ${typeText(apiVersion ?? '', kind ?? '')}`)
  const [claim, resource, isNamespaced] = row
  const object = readObject(registry, resource, { namespace: isNamespaced ? call.namespace : '', name: name ?? '' })
  const account = textAt(mapAt(object, 'spec'), 'serviceAccountName')
  if (claim === 'pod' && account !== call.name) {
    throw badRequest(
      `cannot bind token for serviceaccount "${call.name}" to pod running with different serviceaccount name.`,
    )
  }
  const present = textAt(object.metadata, 'uid')
  if (uid === '' || uid === present) return { claim, object }
  const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`
  throw conflict({ group: '', resource: kind ?? '' }, name ?? '', why)
}

function typeText(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/')
  const [group, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)]
  return `${group}/${version}, Kind=${kind}`
}

function readObject(
  registry: Registry,
  resource: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): KubeObject {
  const kind = registry.kinds.find('', 'v1', resource)
  const object = kind && registry.read(kind, namespace, name)
  if (object === undefined) throw notFound({ group: '', resource }, name)
  return object
}

/** A pod's token names the pod's node too. */
function nodeAware(bound: Bound, { registry }: TokenRequestOptions): Pick<TokenOrder, 'bound' | 'node'> {
  const name = bound.claim === 'pod' ? textAt(mapAt(bound.object, 'spec'), 'nodeName') : ''
  if (name === '') return { bound }
  const kind = registry.kinds.find('', 'v1', 'nodes')
  const node = kind && registry.read(kind, '', name)
  return { bound, node: node === undefined ? { name } : { name, uid: textAt(node.metadata, 'uid') } }
}

interface Life {
  readonly claims: { readonly expirationSeconds: number; readonly warnAfterSeconds: number }
  readonly shownSeconds: number
  readonly isCut: boolean
}

function lifeOf(
  {
    asked,
    bound,
    isForServer,
  }: { readonly asked: number; readonly bound: Bound | undefined; readonly isForServer: boolean },
  { maxExpirationSeconds = Number.POSITIVE_INFINITY }: TokenRequestOptions,
): Life {
  const isCut = asked > maxExpirationSeconds
  const shownSeconds = isCut ? maxExpirationSeconds : asked
  // Old clients read the file once: they must not fail while they are found and replaced.
  const isExtended = bound?.claim === 'pod' && asked === PROJECTED_SECONDS && isForServer
  if (!isExtended) return { claims: { expirationSeconds: shownSeconds, warnAfterSeconds: 0 }, shownSeconds, isCut }
  const expirationSeconds = Math.min(EXTENDED_SECONDS, maxExpirationSeconds)
  return { claims: { expirationSeconds, warnAfterSeconds: asked }, shownSeconds, isCut }
}
