import { isSet, mapAt, numberAt, textAt, textsAt } from '#kinds'
import { groupVersionOf, isMap, type Json, type JsonObject, type KubeObject } from '#kube'
import type { WebhookCaller, WebhookClientConfig } from '../webhook/call.ts'
import { CallError } from '../webhook/call-failure.ts'
import { conversionFailure } from './conversion-failure.ts'
import type { ConvertObjects } from './convert.ts'
import { restoreMetadata } from './restore-metadata.ts'

/** What asking a conversion webhook takes. */
export interface ConversionCaller {
  readonly caller: Pick<WebhookCaller, 'post'>
  newUid(): string
}

/** The strategy `Webhook` of a definition: many objects at once by one ConversionReview (apiextensions webhookConverter). */
export function webhookConverter(definition: KubeObject, asking: ConversionCaller): ConvertObjects {
  const webhook = mapAt(definition, 'spec', 'conversion', 'webhook')
  const config = clientConfigOf(mapAt(webhook, 'clientConfig'))
  const version = textsAt(webhook, 'conversionReviewVersions').find((name) => name === 'v1' || name === 'v1beta1')
  return async (objects, apiVersion) => {
    const who = `conversion webhook for ${kindText(objects[0])}`
    if (version === undefined) throw conversionFailure('no supported conversion review versions')
    const uid = asking.newUid()
    const review = `apiextensions.k8s.io/${version}`
    const body = {
      kind: 'ConversionReview',
      apiVersion: review,
      request: { uid, desiredAPIVersion: apiVersion, objects: [...objects] },
    }
    const answer = await post(asking, config, JSON.stringify(body), who)
    const converted = convertedObjects(answer, { review, uid, isChecked: version === 'v1' }, who)
    if (converted.length !== objects.length) {
      throw conversionFailure(`${who} returned ${converted.length} objects, expected ${objects.length}`)
    }
    return objects.map((object, at) => checked(object, converted[at], { apiVersion, at, who }))
  }
}

const timeoutMs = 30_000

function clientConfigOf(config: JsonObject): WebhookClientConfig {
  const caBundle = textAt(config, 'caBundle')
  const isBlank = Buffer.from(caBundle, 'base64').toString('latin1').trim() === ''
  const bundle = isBlank ? {} : { caBundle }
  if (!isSet(config, 'service')) return { url: textAt(config, 'url'), ...bundle }
  const service = mapAt(config, 'service')
  const path = textAt(service, 'path')
  const port = numberAt(service, 'port') ?? 443
  const place = { namespace: textAt(service, 'namespace'), name: textAt(service, 'name'), port }
  return { service: { ...place, ...(path !== '' && { path }) }, ...bundle }
}

async function post(
  { caller }: ConversionCaller,
  config: WebhookClientConfig,
  body: string,
  who: string,
): Promise<JsonObject> {
  try {
    const answer = (await caller.post(config, body, timeoutMs)) as Json
    return isMap(answer) ? answer : {}
  } catch (cause) {
    if (!(cause instanceof CallError)) throw cause
    throw conversionFailure(`${who} failed: ${cause.message}`, cause)
  }
}

interface Expected {
  readonly review: string
  readonly uid: string
  /** Reviews of v1beta1 promised neither their kind nor the identity of the request. */
  readonly isChecked: boolean
}

function convertedObjects(answer: JsonObject, { review, uid, isChecked }: Expected, who: string): readonly Json[] {
  const fail = (why: string): Error => conversionFailure(`${who} failed: ${why}`)
  const [kind, apiVersion] = [textAt(answer, 'kind'), textAt(answer, 'apiVersion')]
  if (isChecked && (kind !== 'ConversionReview' || apiVersion !== review)) {
    throw fail(`expected webhook response of ${review}, Kind=ConversionReview, got ${apiVersion}, Kind=${kind}`)
  }
  if (!isSet(answer, 'response')) throw fail('no response provided')
  const response = mapAt(answer, 'response')
  const given = textAt(response, 'uid')
  if (isChecked && given !== uid)
    throw fail(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(given)}`)
  const result = mapAt(response, 'result')
  const [status, message] = [textAt(result, 'status'), textAt(result, 'message')]
  if (status !== 'Success') {
    throw fail(message === '' ? `response.result.status was '${status}', not 'Success'` : message)
  }
  const objects = response['convertedObjects']
  return Array.isArray(objects) ? objects : []
}

interface Place {
  readonly apiVersion: string
  readonly at: number
  readonly who: string
}

/** The converted object with the metadata of the one that was sent, but for labels and annotations. Throws 500. */
function checked(original: KubeObject, converted: Json | undefined, { apiVersion, at, who }: Place): KubeObject {
  const fail = (why: string): Error =>
    conversionFailure(`${who} returned invalid converted object at index ${at}: ${why}`)
  if (!isMap(converted)) throw fail('invalid JSON document')
  const [version, kind] = [textAt(converted, 'apiVersion'), textAt(converted, 'kind')]
  if (version !== apiVersion) throw fail(`invalid groupVersion (expected ${apiVersion}, received ${version})`)
  if (kind !== original.kind) throw fail(`invalid kind (expected ${original.kind}, received ${kind})`)
  for (const [name, key] of identity) {
    const [before, after] = [textAt(original.metadata, key), textAt(mapAt(converted, 'metadata'), key)]
    if (before !== after) throw fail(`must have the same ${name}: ${before} != ${after}`)
  }
  const fault = restoreMetadata(original, converted)
  if (fault === undefined) return converted as KubeObject
  throw conversionFailure(`${who} returned invalid metadata in object at index ${at}: ${fault}`)
}

const identity = [
  ['name', 'name'],
  ['namespace', 'namespace'],
  ['UID', 'uid'],
] as const

function kindText(object: KubeObject | undefined): string {
  const { group, version } = groupVersionOf(object?.apiVersion ?? '')
  return `${group}/${version}, Kind=${object?.kind ?? ''}`
}
