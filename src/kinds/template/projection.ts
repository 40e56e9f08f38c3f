import { checkDnsSubdomain, type JsonObject } from '#kube'
import { addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkDownwardItems } from './environment.ts'
import { checkFilePath, checkKeyItems } from './path.ts'

/** Checks several sources put into one volume (core validateProjectionSources). */
export function checkProjected(found: Findings, projected: JsonObject, field: string): void {
  const paths = new Set<string>()
  for (const [at, source] of mapsAt(projected, 'sources').entries()) {
    const place = `${field}.sources[${at}]`
    const given = Object.keys(projections).filter((kind) => isSet(source, kind))
    for (const kind of given)
      projections[kind]?.(found, mapAt(source, kind), { field: `${place}.${kind}`, volume: field })
    for (const { path, value } of given.flatMap((kind) => filesOf(mapAt(source, kind), kind))) {
      if (paths.has(path)) addInvalid(found, field, value, 'conflicting duplicate paths')
      paths.add(path)
    }
    if (given.length > 1) addForbidden(found, place, 'may not specify more than 1 volume type')
  }
}

interface Place {
  readonly field: string
  /** The field of the whole volume: some findings are told there. */
  readonly volume: string
}

type Check = (found: Findings, source: JsonObject, place: Place) => void

const projections: Readonly<Record<string, Check>> = {
  secret: checkNamed,
  configMap: checkNamed,
  downwardAPI: (found, source, { field }) => checkDownwardItems(found, source, field),
  serviceAccountToken: checkToken,
  clusterTrustBundle: checkBundle,
  podCertificate: () => {},
}

/** The files of a source, each with the value that a finding about it shows. */
function filesOf(source: JsonObject, kind: string): { path: string; value: string }[] {
  if (kind === 'serviceAccountToken' || kind === 'podCertificate') return []
  const paths =
    kind === 'clusterTrustBundle'
      ? [textAt(source, 'path')]
      : mapsAt(source, 'items').map((item) => textAt(item, 'path'))
  const name = textAt(source, 'name')
  const isNamed = kind === 'secret' || kind === 'configMap'
  return paths.filter((path) => path !== '').map((path) => ({ path, value: isNamed ? name : path }))
}

function checkNamed(found: Findings, source: JsonObject, { field }: Place): void {
  if (textAt(source, 'name') === '') addRequired(found, `${field}.name`)
  checkKeyItems(found, source, field)
}

function checkToken(found: Findings, source: JsonObject, { field, volume }: Place): void {
  const seconds = numberAt(source, 'expirationSeconds') ?? 0
  if (seconds < 600) {
    addInvalid(found, `${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')
  }
  if (seconds > 2 ** 32) {
    addInvalid(found, `${field}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')
  }
  if (textAt(source, 'path') === '') addRequired(found, `${volume}.path`)
  else checkFilePath(found, textAt(source, 'path'), `${volume}.path`)
}

function checkBundle(found: Findings, source: JsonObject, place: Place): void {
  // the real server has another word for it
  const field = place.field.replace(/clusterTrustBundle$/, 'clusterTrustBundlePEM')
  const [name, signer] = [isSet(source, 'name'), isSet(source, 'signerName')]
  if (name && signer) addInvalid(found, field, source, 'only one of name and signerName may be used')
  else if (name) checkBundleName(found, source, field)
  else if (signer) {
    if (textAt(source, 'signerName') === '') addRequired(found, `${field}.signerName`, 'must be a valid signer name')
    checkSelector(found, source['labelSelector'], `${field}.labelSelector`)
  } else addRequired(found, field, 'either name or signerName must be specified')
  if (textAt(source, 'path') === '') addRequired(found, `${field}.path`)
  checkFilePath(found, textAt(source, 'path'), `${field}.path`)
}

function checkBundleName(found: Findings, source: JsonObject, field: string): void {
  const name = textAt(source, 'name')
  if (name === '') addRequired(found, `${field}.name`, 'must be a valid object name')
  const faults = checkDnsSubdomain(name.slice(name.lastIndexOf(':') + 1))
  addInvalid(found, `${field}.name`, name, ...faults.map((fault) => `not a valid clustertrustbundlename: ${fault}`))
  if (isSet(source, 'labelSelector')) {
    addInvalid(
      found,
      `${field}.labelSelector`,
      source['labelSelector'],
      'labelSelector must be unset if name is specified',
    )
  }
}
