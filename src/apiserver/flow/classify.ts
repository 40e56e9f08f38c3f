import { isTrue, mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { splitServiceAccount } from '../authn/service-account.ts'
import { urlMatches } from '../authz/rule.ts'
import type { RequestInfo } from '../contract/http.ts'
import type { User } from '../contract/user.ts'

/** A request as flow schemas look at it. */
export interface FlowRequest {
  readonly user: User
  readonly info: RequestInfo
  readonly path: string
}

/** A flow schema, compiled. */
export interface Flow {
  readonly name: string
  readonly uid: string
  readonly level: string
  readonly precedence: number
  matches(request: FlowRequest): boolean
  /** What tells one flow of the schema from another: a user, a namespace, or nothing. */
  distinguish(request: FlowRequest): string
}

/** Compiles a FlowSchema (flowcontrol.apiserver.k8s.io/v1). */
export function compileFlow(schema: KubeObject): Flow {
  const spec = mapAt(schema, 'spec')
  const rules = mapsAt(spec, 'rules').map(compileRule)
  const method = textAt(mapAt(spec, 'distinguisherMethod'), 'type')
  return {
    name: schema.metadata.name,
    uid: textAt(schema.metadata, 'uid'),
    level: textAt(mapAt(spec, 'priorityLevelConfiguration'), 'name'),
    precedence: numberAt(spec, 'matchingPrecedence') ?? 1000,
    matches: (request) => rules.some((matches) => matches(request)),
    distinguish: ({ user, info }) => (method === 'ByUser' ? user.name : method === 'ByNamespace' ? info.namespace : ''),
  }
}

type Matcher = (request: FlowRequest) => boolean

function compileRule(rule: JsonObject): Matcher {
  const subjects = mapsAt(rule, 'subjects').map(compileSubject)
  const resources = mapsAt(rule, 'resourceRules').map(compileResourceRule)
  const paths = mapsAt(rule, 'nonResourceRules').map(compilePathRule)
  return (request) => {
    const places = request.info.isResource ? resources : paths
    return (
      places.length > 0 && subjects.some((matches) => matches(request)) && places.some((matches) => matches(request))
    )
  }
}

function compileSubject(subject: JsonObject): Matcher {
  const kind = textAt(subject, 'kind')
  if (kind === 'User') {
    const name = textAt(mapAt(subject, 'user'), 'name')
    return ({ user }) => name === '*' || user.name === name
  }
  if (kind === 'Group') {
    const name = textAt(mapAt(subject, 'group'), 'name')
    return ({ user }) => name === '*' || user.groups.includes(name)
  }
  const account = mapAt(subject, 'serviceAccount')
  const [namespace, name] = [textAt(account, 'namespace'), textAt(account, 'name')]
  return ({ user }) => {
    const found = splitServiceAccount(user.name)
    return found !== undefined && found.namespace === namespace && (name === '*' || found.name === name)
  }
}

function compileResourceRule(rule: JsonObject): Matcher {
  const [verbs, groups, resources] = ['verbs', 'apiGroups', 'resources'].map((key) => anyOf(textsAt(rule, key)))
  const namespaces = anyOf(textsAt(rule, 'namespaces'))
  const isClusterScope = isTrue(rule, 'clusterScope')
  return ({ info }) => {
    const resource = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`
    if (!verbs?.(info.verb) || !groups?.(info.group) || !resources?.(resource)) return false
    return info.namespace === '' ? isClusterScope : namespaces(info.namespace)
  }
}

function compilePathRule(rule: JsonObject): Matcher {
  const verbs = anyOf(textsAt(rule, 'verbs'))
  const urls = textsAt(rule, 'nonResourceURLs')
  return ({ info, path }) => verbs(info.verb) && urls.some((url) => urlMatches(url, path))
}

function anyOf(list: readonly string[]): (value: string) => boolean {
  return list.includes('*') ? () => true : (value) => list.includes(value)
}
