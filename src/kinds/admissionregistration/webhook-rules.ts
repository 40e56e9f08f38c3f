import { checkDnsSubdomain, checkFullyQualifiedName, type JsonObject, type KubeObject } from '#kube'
import {
  addDuplicate,
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSet, listAt, makeMap, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkRules } from './resource-rules.ts'

/** Fills in what webhooks leave out (mutates; admissionregistration SetDefaults_*Webhook). */
export function defaultWebhooks(object: KubeObject, isMutating: boolean): void {
  for (const webhook of mapsAt(object, 'webhooks')) {
    webhook['failurePolicy'] ??= 'Fail'
    webhook['matchPolicy'] ??= 'Equivalent'
    makeMap(webhook, 'namespaceSelector')
    makeMap(webhook, 'objectSelector')
    webhook['timeoutSeconds'] ??= 10
    if (isMutating) webhook['reinvocationPolicy'] ??= 'Never'
    for (const rule of mapsAt(webhook, 'rules')) rule['scope'] ??= '*'
    const client = mapAt(webhook, 'clientConfig')
    if (isSet(client, 'service')) mapAt(client, 'service')['port'] ??= 443
  }
}

/** Checks webhooks of both sorts (admissionregistration validateValidatingWebhook and its twin). */
export function checkWebhooks(found: Findings, object: KubeObject): void {
  const names = new Set<string>()
  for (const [at, webhook] of mapsAt(object, 'webhooks').entries()) {
    const field = `webhooks[${at}]`
    const name = textAt(webhook, 'name')
    if (name === '') addRequired(found, `${field}.name`)
    else addInvalid(found, `${field}.name`, name, ...checkFullyQualifiedName(name))
    if (names.has(name)) addDuplicate(found, `${field}.name`, name)
    names.add(name)
    checkWebhook(found, webhook, field)
  }
}

/** Checks where a webhook is found (apiserver webhook.ValidateWebhookURL and ValidateWebhookService). */
export function checkClient(found: Findings, client: JsonObject, field: string): void {
  const [hasUrl, hasService] = [isSet(client, 'url'), isSet(client, 'service')]
  if (hasUrl === hasService) {
    return addRequired(found, field, 'exactly one of url or service is required')
  }
  if (hasUrl) checkUrl(found, textAt(client, 'url'), `${field}.url`)
  else checkService(found, mapAt(client, 'service'), `${field}.service`)
}

/** Checks conditions in CEL: each has a name of its own and an expression. */
export function checkMatchConditions(found: Findings, conditions: readonly JsonObject[], field: string): void {
  if (conditions.length > 64) addForbidden(found, field, 'must have at most 64 items')
  const names = new Set<string>()
  for (const [at, condition] of conditions.entries()) {
    const [name, expression] = [textAt(condition, 'name'), textAt(condition, 'expression')]
    if (expression.trim() === '') addRequired(found, `${field}[${at}].expression`)
    if (name === '') addRequired(found, `${field}[${at}].name`)
    if (names.has(name)) addDuplicate(found, `${field}[${at}].name`, name)
    names.add(name)
  }
}

const reviewVersions = ['v1', 'v1beta1']

function checkWebhook(found: Findings, webhook: JsonObject, field: string): void {
  checkRules(found, mapsAt(webhook, 'rules'), `${field}.rules`)
  checkOptionalWord(found, `${field}.failurePolicy`, textAt(webhook, 'failurePolicy'), ['Fail', 'Ignore'])
  checkOptionalWord(found, `${field}.matchPolicy`, textAt(webhook, 'matchPolicy'), ['Equivalent', 'Exact'])
  const effects = textAt(webhook, 'sideEffects')
  if (effects === '') addRequired(found, `${field}.sideEffects`, 'must specify one of None, NoneOnDryRun')
  else if (effects !== 'None' && effects !== 'NoneOnDryRun') {
    addUnsupported(found, `${field}.sideEffects`, effects, ['None', 'NoneOnDryRun'])
  }
  const timeout = numberAt(webhook, 'timeoutSeconds')
  if (timeout !== undefined && (timeout < 1 || timeout > 30)) {
    addInvalid(found, `${field}.timeoutSeconds`, timeout, 'the timeout value must be between 1 and 30 seconds')
  }
  for (const key of ['namespaceSelector', 'objectSelector']) checkSelector(found, webhook[key], `${field}.${key}`)
  checkOptionalWord(found, `${field}.reinvocationPolicy`, textAt(webhook, 'reinvocationPolicy'), ['IfNeeded', 'Never'])
  checkClient(found, mapAt(webhook, 'clientConfig'), `${field}.clientConfig`)
  checkVersions(found, webhook, `${field}.admissionReviewVersions`)
  checkMatchConditions(found, mapsAt(webhook, 'matchConditions'), `${field}.matchConditions`)
}

function checkVersions(found: Findings, webhook: JsonObject, field: string): void {
  const versions = textsAt(webhook, 'admissionReviewVersions')
  if (versions.length === 0) {
    return addRequired(found, field, `must specify one of ${reviewVersions.join(', ')}`)
  }
  for (const [at, version] of versions.entries()) {
    if (versions.indexOf(version) < at) addInvalid(found, `${field}[${at}]`, version, 'duplicate version')
  }
  if (!versions.some((version) => reviewVersions.includes(version))) {
    addInvalid(
      found,
      field,
      listAt(webhook, 'admissionReviewVersions').slice(),
      `must include at least one of ${reviewVersions.join(', ')}`,
    )
  }
}

function checkUrl(found: Findings, url: string, field: string): void {
  if (!URL.canParse(url)) return addRequired(found, field, `url must be a valid URL: parse ${JSON.stringify(url)}`)
  const parsed = new URL(url)
  if (parsed.protocol !== 'https:') {
    addInvalid(found, field, parsed.protocol.slice(0, -1), "'https' is the only allowed URL scheme")
  }
  if (parsed.hostname === '') addInvalid(found, field, parsed.host, 'host must be specified')
  if (parsed.username !== '') addInvalid(found, field, parsed.username, 'user information is not permitted in the URL')
  if (parsed.hash !== '') addInvalid(found, field, parsed.hash.slice(1), 'fragments are not permitted in the URL')
  if (parsed.search !== '')
    addInvalid(found, field, parsed.search.slice(1), 'query parameters are not permitted in the URL')
}

function checkService(found: Findings, service: JsonObject, field: string): void {
  for (const key of ['name', 'namespace']) {
    if (textAt(service, key) === '') addRequired(found, `${field}.${key}`, `service ${key} is required`)
  }
  const port = numberAt(service, 'port') ?? 443
  if (port < 1 || port > 65_535) {
    addInvalid(found, `${field}.port`, port, 'port is not valid: must be between 1 and 65535, inclusive')
  }
  const path = textAt(service, 'path')
  if (path === '' || path === '/') return
  if (!path.startsWith('/')) return addInvalid(found, `${field}.path`, path, "must start with a '/'")
  for (const [at, step] of path.slice(1).replace(/\/$/, '').split('/').entries()) {
    if (step === '') addInvalid(found, `${field}.path`, path, `segment[${at}] may not be empty`)
    else addInvalid(found, `${field}.path`, path, ...checkDnsSubdomain(step).map((text) => `segment[${at}]: ${text}`))
  }
}
