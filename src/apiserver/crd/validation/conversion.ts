import { isSet, mapAt, numberAt, textAt, textsAt } from '#kinds'
import { checkDns1035Label, checkDnsSubdomain, type Finding, type JsonObject } from '#kube'
import { bundleFault } from '../ca-bundle.ts'

/** What is known of the definition before the change. */
export interface ConversionCheck {
  readonly isEstablished: boolean
  readonly old?: JsonObject
}

/** What is wrong with how versions are converted (validateCustomResourceConversion). */
export function findConversionFaults(conversion: JsonObject, check: ConversionCheck): readonly Finding[] {
  const strategy = textAt(conversion, 'strategy')
  const webhook = mapAt(conversion, 'webhook')
  if (strategy === 'Webhook') {
    return [...clientFaults(webhook, check), ...reviewFaults(textsAt(webhook, 'conversionReviewVersions'), check)]
  }
  const unset = 'should not be set when strategy is not set to Webhook'
  return [
    ...strategyFaults(strategy),
    ...(isSet(webhook, 'clientConfig') ? [{ field: client, type: 'forbidden', detail: unset } as const] : []),
    ...(textsAt(webhook, 'conversionReviewVersions').length > 0
      ? [{ field: reviews, type: 'forbidden', detail: unset } as const]
      : []),
  ]
}

const client = 'spec.conversion.webhookClientConfig'
const reviews = 'spec.conversion.conversionReviewVersions'

function strategyFaults(value: string): readonly Finding[] {
  const field = 'spec.conversion.strategy'
  if (value === 'None') return []
  if (value === '') return [{ field, type: 'required' }]
  return [{ field, type: 'not-supported', value, detail: 'supported values: "None", "Webhook"' }]
}

function clientFaults(webhook: JsonObject, { isEstablished, old = {} }: ConversionCheck): readonly Finding[] {
  if (!isSet(webhook, 'clientConfig')) {
    return [{ field: client, type: 'required', detail: 'required when strategy is set to Webhook' }]
  }
  const config = mapAt(webhook, 'clientConfig')
  const bundle = textAt(config, 'caBundle')
  const oldBundle = textAt(mapAt(old, 'webhook', 'clientConfig'), 'caBundle')
  const mayBeInvalid = !isEstablished || (oldBundle !== '' && bundleFault(oldBundle) !== undefined)
  const fault = mayBeInvalid ? undefined : bundleFault(bundle)
  return [
    ...placeFaults(config),
    ...(fault === undefined
      ? []
      : [{ field: `${client}.caBundle`, type: 'invalid', value: bundle, detail: fault } as const]),
  ]
}

function placeFaults(config: JsonObject): readonly Finding[] {
  const [hasUrl, hasService] = [isSet(config, 'url'), isSet(config, 'service')]
  if (hasUrl === hasService)
    return [{ field: client, type: 'required', detail: 'exactly one of url or service is required' }]
  return hasUrl ? urlFaults(textAt(config, 'url'), `${client}.url`) : serviceFaults(mapAt(config, 'service'))
}

/** Parts of an address, as Go's url.Parse takes it apart. */
const address = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s

function urlFaults(url: string, field: string): readonly Finding[] {
  const form = '; desired format: https://host[/path]'
  const [, scheme = '', user, host = '', , query = '', fragment = ''] = address.exec(url) ?? []
  if (/[\u0000-\u001f\u007f]/.test(url)) {
    const why = `parse ${JSON.stringify(url)}: net/url: invalid control character in URL`
    return [{ field, type: 'required', detail: `url must be a valid URL: ${why}${form}` }]
  }
  const rows: readonly (readonly [isWrong: boolean, value: string, detail: string])[] = [
    [scheme.toLowerCase() !== 'https', scheme.toLowerCase(), `'https' is the only allowed URL scheme${form}`],
    [host === '', host, `host must be specified${form}`],
    [user !== undefined, user ?? '', 'user information is not permitted in the URL'],
    [fragment !== '', fragment, 'fragments are not permitted in the URL'],
    [query !== '', query, 'query parameters are not permitted in the URL'],
  ]
  return rows.filter(([isWrong]) => isWrong).map(([, value, detail]) => ({ field, type: 'invalid', value, detail }))
}

function serviceFaults(service: JsonObject): readonly Finding[] {
  const field = `${client}.service`
  const port = numberAt(service, 'port') ?? 443
  const portDetail = 'port is not valid: must be between 1 and 65535, inclusive'
  return [
    // The reference has the two the wrong way round.
    ...(textAt(service, 'namespace') === '' ? [{ field: `${field}.name`, type: 'required' } as const] : []),
    ...(textAt(service, 'name') === '' ? [{ field: `${field}.namespace`, type: 'required' } as const] : []),
    ...(port >= 1 && port <= 65_535
      ? []
      : [{ field: `${field}.port`, type: 'invalid', value: port, detail: portDetail } as const]),
    ...pathFaults(textAt(service, 'path'), `${field}.path`),
  ]
}

function pathFaults(value: string, field: string): readonly Finding[] {
  if (value === '' || value === '/') return []
  const fault = (detail: string): Finding => ({ field, type: 'invalid', value, detail })
  if (value === '//') return [fault('segment[0] may not be empty')]
  const steps = value.slice(1).replace(/\/$/, '').split('/')
  return [
    ...(value.startsWith('/') ? [] : [fault("must start with a '/'")]),
    ...steps.flatMap((step, at) =>
      step === ''
        ? [fault(`segment[${at}] may not be empty`)]
        : checkDnsSubdomain(step).map((text) => fault(`segment[${at}]: ${text}`)),
    ),
  ]
}

const known = ['v1', 'v1beta1']

function reviewFaults(versions: readonly string[], { old = {} }: ConversionCheck): readonly Finding[] {
  if (versions.length === 0) return [{ field: reviews, type: 'required' }]
  const before = textsAt(mapAt(old, 'webhook'), 'conversionReviewVersions')
  const wantsKnown = before.length === 0 || before.some((version) => known.includes(version))
  const each = versions.flatMap((value, at): Finding[] => {
    const field = `${reviews}[${at}]`
    if (versions.indexOf(value) < at) return [{ field, type: 'invalid', value, detail: 'duplicate version' }]
    return checkDns1035Label(value).map((detail) => ({ field, type: 'invalid', value, detail }))
  })
  if (!wantsKnown || versions.some((version) => known.includes(version))) return each
  const detail = `must include at least one of ${known.join(', ')}`
  return [...each, { field: reviews, type: 'invalid', value: [...versions], detail }]
}
