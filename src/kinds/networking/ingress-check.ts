import {
  checkDns1035Label,
  checkDnsSubdomain,
  checkPortName,
  checkPortNumber,
  checkWildcardSubdomain,
  type JsonObject,
  type KubeObject,
  parseIp,
} from '#kube'
import { addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, listAt, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'

/** Checks an ingress (networking ValidateIngress). */
export function checkIngress(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (listAt(spec, 'rules').length === 0 && !isSet(spec, 'defaultBackend')) {
    addInvalid(found, 'spec', spec['rules'] ?? null, 'either `defaultBackend` or `rules` must be specified')
  }
  if (isSet(spec, 'defaultBackend')) checkBackend(found, mapAt(spec, 'defaultBackend'), 'spec.defaultBackend')
  for (const [at, rule] of mapsAt(spec, 'rules').entries()) checkRule(found, rule, `spec.rules[${at}]`)
  for (const [at, tls] of mapsAt(spec, 'tls').entries()) {
    for (const [index, host] of textsAt(tls, 'hosts').entries())
      checkHost(found, host, `spec.tls[${at}].hosts[${index}]`)
    const secret = textAt(tls, 'secretName')
    if (secret !== '') addInvalid(found, `spec.tls[${at}].secretName`, secret, ...checkDnsSubdomain(secret))
  }
  const className = textAt(spec, 'ingressClassName')
  if (isSet(spec, 'ingressClassName'))
    addInvalid(found, 'spec.ingressClassName', className, ...checkDnsSubdomain(className))
}

/** Checks that a new ingress names its class in one way only (networking ValidateIngressCreate). */
export function checkNewIngress(found: Findings, object: KubeObject): void {
  const annotated = textAt(mapAt(object.metadata, 'annotations'), classAnnotation)
  if (annotated !== '' && isSet(mapAt(object, 'spec'), 'ingressClassName')) {
    const detail = 'can not be set when the class field is also set'
    addInvalid(found, `annotations[${classAnnotation}]`, annotated, detail)
  }
}

/** A sentence about the annotation that came before the class; changes are told nothing. */
export function ingressWarnings(object: KubeObject, old: KubeObject | undefined): readonly string[] {
  return old === undefined &&
    isSet(mapAt(object.metadata, 'annotations'), classAnnotation) &&
    !isSet(mapAt(object, 'spec'), 'ingressClassName')
    ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
    : []
}

const classAnnotation = 'kubernetes.io/ingress.class'
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']
const badSequences = ['//', '/./', '/../', '%2f', '%2F']
const badEndings = ['/..', '/.']

function checkHost(found: Findings, host: string, field: string): void {
  if (host === '') return
  addInvalid(found, field, host, ...(host.includes('*') ? checkWildcardSubdomain(host) : checkDnsSubdomain(host)))
}

function checkRule(found: Findings, rule: JsonObject, field: string): void {
  const host = textAt(rule, 'host')
  if (parseIp(host) !== undefined) addInvalid(found, `${field}.host`, host, 'must be a DNS name, not an IP address')
  checkHost(found, host, `${field}.host`)
  if (!isSet(rule, 'http')) return
  const paths = mapsAt(mapAt(rule, 'http'), 'paths')
  if (paths.length === 0) addRequired(found, `${field}.http.paths`)
  for (const [at, path] of paths.entries()) checkPath(found, path, `${field}.http.paths[${at}]`)
}

function checkPath(found: Findings, rule: JsonObject, field: string): void {
  const [type, path] = [textAt(rule, 'pathType'), textAt(rule, 'path')]
  if (type === '') addRequired(found, `${field}.pathType`, 'pathType must be specified')
  else if (!pathTypes.includes(type)) addUnsupported(found, `${field}.pathType`, type, pathTypes)
  else if (type === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) addInvalid(found, `${field}.path`, path, 'must be an absolute path')
  } else checkStrictPath(found, path, `${field}.path`)
  checkBackend(found, mapAt(rule, 'backend'), `${field}.backend`)
}

function checkStrictPath(found: Findings, path: string, field: string): void {
  if (!path.startsWith('/')) addInvalid(found, field, path, 'must be an absolute path')
  if (path === '') return
  for (const bad of badSequences) if (path.includes(bad)) addInvalid(found, field, path, `must not contain '${bad}'`)
  for (const bad of badEndings) if (path.endsWith(bad)) addInvalid(found, field, path, `cannot end with '${bad}'`)
}

function checkBackend(found: Findings, backend: JsonObject, field: string): void {
  const [service, resource] = [isSet(backend, 'service'), isSet(backend, 'resource')]
  if (service && resource) {
    const detail = 'cannot set both resource and service backends'
    return addInvalid(found, field, backend, detail)
  }
  if (resource) return checkResource(found, mapAt(backend, 'resource'), `${field}.resource`)
  if (!service) return addRequired(found, `${field}.service.name`)
  const name = textAt(mapAt(backend, 'service'), 'name')
  if (name === '') addRequired(found, `${field}.service.name`)
  else addInvalid(found, `${field}.service.name`, name, ...checkDns1035Label(name))
  checkServicePort(found, mapAt(backend, 'service', 'port'), field)
}

function checkResource(found: Findings, resource: JsonObject, field: string): void {
  for (const key of ['kind', 'name']) if (textAt(resource, key) === '') addRequired(found, `${field}.${key}`)
}

function checkServicePort(found: Findings, port: JsonObject, field: string): void {
  const [name, number] = [textAt(port, 'name'), numberAt(port, 'number') ?? 0]
  if (name === '' && number === 0) addRequired(found, field, 'port name or number is required')
  else if (name !== '' && number !== 0) addInvalid(found, field, name, 'cannot set both port name & port number')
  else if (name !== '') addInvalid(found, `${field}.service.port.name`, name, ...checkPortName(name))
  else addInvalid(found, `${field}.service.port.number`, number, ...checkPortNumber(number))
}
