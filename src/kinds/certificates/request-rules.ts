import { checkFullyQualifiedName, type JsonObject, type KubeObject } from '#kube'
import { addDuplicate, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSame } from '../equal.ts'
import type { StrategyContext } from '../kind.ts'
import { makeMap, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'

/** Nothing is left to fill in: signer and usages have to be told. */
export function defaultRequest(object: KubeObject): void {
  for (const condition of mapsAt(mapAt(object, 'status'), 'conditions')) condition['status'] ||= 'True'
}

/** Who asks is told by the server, never by the asker (mutates). */
export function prepareRequest(object: KubeObject, { user }: StrategyContext): void {
  const spec = makeMap(object, 'spec')
  for (const field of ['username', 'uid', 'groups', 'extra']) delete spec[field]
  if (user === undefined) return
  spec['username'] = user.name
  if (user.uid !== undefined && user.uid !== '') spec['uid'] = user.uid
  if (user.groups.length > 0) spec['groups'] = [...user.groups]
  if (user.extra !== undefined && Object.keys(user.extra).length > 0) spec['extra'] = { ...user.extra }
}

/** Checks the wish for a certificate (certificates ValidateCertificateSigningRequestCreate). */
export function checkRequest(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const request = Buffer.from(textAt(spec, 'request'), 'base64').toString()
  if (!request.includes('-----BEGIN CERTIFICATE REQUEST-----')) {
    addInvalid(found, 'spec.request', textAt(spec, 'request'), 'PEM block type must be CERTIFICATE REQUEST')
  }
  checkUsages(found, textsAt(spec, 'usages'))
  checkSigner(found, textAt(spec, 'signerName'))
  const seconds = numberAt(spec, 'expirationSeconds')
  if (seconds !== undefined && seconds < 600) {
    addInvalid(
      found,
      'spec.expirationSeconds',
      seconds,
      'may not specify a duration less than 600 seconds (10 minutes)',
    )
  }
  checkConditions(found, mapsAt(mapAt(object, 'status'), 'conditions'))
}

/** Checks that a decision stays (certificates ValidateCertificateSigningRequestUpdate). */
export function checkRequestUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [status, before] = [mapAt(object, 'status'), mapAt(old, 'status')]
  const [certificate, issued] = [textAt(status, 'certificate'), textAt(before, 'certificate')]
  if (issued !== '' && certificate !== issued) {
    addInvalid(found, 'status.certificate', certificate, 'field is immutable')
  }
  for (const type of ['Approved', 'Denied', 'Failed']) {
    const [then, now] = [before, status].map((each) => mapsAt(each, 'conditions').filter((one) => one['type'] === type))
    if (then !== undefined && then.length > 0 && !isSame(then.slice(), (now ?? []).slice())) {
      found.push({
        field: 'status.conditions',
        type: 'forbidden',
        detail: `updates may not ${now?.length === 0 ? 'remove' : 'modify'} a condition of type "${type}"`,
      })
    }
  }
  checkConditions(found, mapsAt(status, 'conditions'))
}

const usages = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]

function checkUsages(found: Findings, given: readonly string[]): void {
  if (given.length === 0) addRequired(found, 'spec.usages')
  for (const [at, usage] of given.entries()) {
    if (!usages.includes(usage)) addUnsupported(found, `spec.usages[${at}]`, usage, usages)
    if (given.indexOf(usage) < at) addDuplicate(found, `spec.usages[${at}]`, usage)
  }
}

function checkSigner(found: Findings, name: string): void {
  const field = 'spec.signerName'
  if (name === '') return addRequired(found, field)
  const [domain = '', path = '', ...more] = name.split('/')
  if (more.length > 0 || path === '') {
    return addInvalid(
      found,
      field,
      name,
      "must be a fully qualified domain and path of the form 'example.com/signer-name'",
    )
  }
  if (name === 'kubernetes.io/legacy-unknown') {
    return addInvalid(found, field, name, 'the legacy signerName is not allowed via this API version')
  }
  if (domain === 'kubernetes.io') return
  if (!domain.includes('.')) addInvalid(found, field, domain, ...checkFullyQualifiedName(domain).map(twoParts))
}

/** Signers need two parts only, where other names need three. */
function twoParts(message: string): string {
  return message.includes('three segments')
    ? 'should be a domain with at least two segments separated by dots'
    : message
}

function checkConditions(found: Findings, conditions: readonly JsonObject[]): void {
  const types = conditions.map((condition) => textAt(condition, 'type'))
  for (const [at, condition] of conditions.entries()) {
    const field = `status.conditions[${at}]`
    const [type, status] = [textAt(condition, 'type'), textAt(condition, 'status')]
    if (type === '') addRequired(found, `${field}.type`)
    if (status === '') addRequired(found, `${field}.status`)
    else if (['Approved', 'Denied', 'Failed'].includes(type) && status !== 'True')
      addUnsupported(found, `${field}.status`, status, ['True'])
    if (types.indexOf(type) < at) addDuplicate(found, `${field}.type`, type)
  }
  if (types.includes('Approved') && types.includes('Denied')) {
    addInvalid(found, 'status.conditions', 'Denied', 'Approved and Denied conditions are mutually exclusive')
  }
}
