import { type Client, ClientError, createRestMapper, type DiscoveredResource, type RestMapper } from '#client'
import { groupVersionOf, type JsonObject, StatusError } from '#kube'
import type { Lookup } from '#render'
import { goValue } from './go-value.ts'

/** Most questions that one render may ask a cluster. */
const MAX_QUESTIONS = 5_000

/** Renders once with the answers that are there; what it asks beyond them is noted by the lookup. */
type RenderOnce<T> = (lookup: Lookup) => Promise<T>

/**
 * Renders a chart whose templates look objects up in the cluster. Templates run to their end without waiting, so what they
 * ask is noted, fetched, and the chart is rendered again until nothing is missing. Not found is no object; throws what the
 * cluster refuses (forbidden), and what the render throws. The client is opened once something is asked.
 */
export async function renderWithLookups<T>(open: () => Promise<Client>, render: RenderOnce<T>): Promise<T> {
  const known = new Map<string, Answer>()
  let asked: { readonly client: Client; readonly mapper: RestMapper } | undefined
  for (;;) {
    const missing = new Map<string, Question>()
    const outcome = await settle(render(lookupIn(known, missing)))
    if (missing.size === 0) return outcome()
    if (known.size + missing.size > MAX_QUESTIONS) throw new Error(`more than ${MAX_QUESTIONS} lookups in one render`)
    asked ??= await withMapper(open)
    const { client, mapper } = asked
    const answers = [...missing].map(async ([key, question]) => [key, await answer(client, mapper, question)] as const)
    for (const [key, found] of await Promise.all(answers)) known.set(key, found)
  }
}

async function withMapper(
  open: () => Promise<Client>,
): Promise<{ readonly client: Client; readonly mapper: RestMapper }> {
  const client = await open()
  return { client, mapper: createRestMapper(client) }
}

/** Gives or throws later what a promise comes to now. */
async function settle<T>(promise: Promise<T>): Promise<() => T> {
  try {
    const value = await promise
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}

interface Question {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** What the cluster said: an object or list, nothing, or a refusal that the template meets. */
type Answer = { readonly object: JsonObject | undefined } | { readonly refusal: Error }

function lookupIn(known: ReadonlyMap<string, Answer>, missing: Map<string, Question>): Lookup {
  return (apiVersion, kind, namespace, name) => {
    const key = JSON.stringify([apiVersion, kind, namespace, name])
    const found = known.get(key)
    if (found === undefined) {
      missing.set(key, { apiVersion, kind, namespace, name })
      return undefined
    }
    if ('refusal' in found) throw found.refusal
    return found.object === undefined ? undefined : goValue(found.object)
  }
}

async function answer(client: Client, mapper: RestMapper, question: Question): Promise<Answer> {
  try {
    return { object: await ask(client, await mapper.typeOf(question), question) }
  } catch (error) {
    if (isNotFound(error)) return { object: undefined }
    if (error instanceof StatusError) return { refusal: error }
    if (!(error instanceof ClientError) || error.code !== 'unknown-kind') throw error
    return unknownKind(client, question)
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof StatusError && error.status.code === 404
}

/** A kind that its group does not have is no object; a group that is not served at all is a failure, as in Helm. */
async function unknownKind(client: Client, { apiVersion, kind }: Question): Promise<Answer> {
  const { group, version } = groupVersionOf(apiVersion)
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  try {
    await client.raw({ method: 'GET', path })
    return { object: undefined }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    const reason = isNotFound(error) ? 'the server could not find the requested resource' : error.message
    const name = `${apiVersion}, Kind=${kind}`
    return { refusal: new Error(`unable to get apiresource from unstructured: ${name}: ${reason}`, { cause: error }) }
  }
}

async function ask(client: Client, type: DiscoveredResource, question: Question): Promise<JsonObject> {
  const { apiVersion, kind, name } = question
  const within = type.isNamespaced && question.namespace !== '' ? { namespace: question.namespace } : {}
  if (name !== '') return client.get(type, { ...within, name })
  const { items, resourceVersion } = await client.list(type, within)
  return { apiVersion, items: [...items], kind: `${kind}List`, metadata: { resourceVersion } }
}
