import type { JsonObject } from '#kube'
import { jsonText, noCache, objectAnswer } from '../codec/answer.ts'
import { headerText, negotiate, type Offer, plainOffer } from '../codec/media.ts'
import type { Answer, ApiRequest, Handler } from '../contract/http.ts'
import type { KindTable } from '../contract/registry.ts'
import { pageNotFound } from '../route/dispatch.ts'
import { type AggregatedDocument, aggregatedDocument } from './aggregated.ts'
import { type DiscoveredGroup, groupsOf, type RemoteVersion } from './groups.ts'
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy.ts'

/** Discovery endpoints: `/api` and `/apis` in both forms, and what stands below them. */
export interface DiscoveryHandlers {
  readonly api: Handler
  readonly apis: Handler
  /** `/api/V`, `/apis/G` and `/apis/G/V`. */
  readonly below: Handler
}

/** What other servers serve. */
export interface ForeignVersions {
  /** Answers for them. */
  readonly handler: Handler
  /** Another list after every change. */
  versions(): readonly RemoteVersion[]
}

/** Makes the handlers; documents are made anew when the table has changed. `address` is asked at every request. */
export function discoveryHandlers(
  table: KindTable,
  address: () => string,
  foreign?: ForeignVersions,
): DiscoveryHandlers {
  const documents = cachedDocuments(table, () => foreign?.versions() ?? none)
  return {
    api: (request) =>
      either(
        request,
        () => documents().core,
        () => apiVersions(address()),
      ),
    apis: (request) =>
      either(
        request,
        () => documents().named,
        () => apiGroupList(documents().groups),
      ),
    below: async (request, context) => {
      const body = listBelow(documents().groups, request.path)
      if (body === undefined) return foreign === undefined ? pageNotFound() : await foreign.handler(request, context)
      return request.method === 'GET' || request.method === 'HEAD' ? await plain(request, body) : pageNotFound()
    },
  }
}

interface Documents {
  readonly groups: readonly DiscoveredGroup[]
  readonly core: Versions
  readonly named: Versions
}

type Versions = (version: 'v2' | 'v2beta1') => AggregatedDocument

const none: readonly RemoteVersion[] = []

function cachedDocuments(table: KindTable, remotes: () => readonly RemoteVersion[]): () => Documents {
  let generation = -1
  let shown: readonly RemoteVersion[] = none
  let documents: Documents | undefined
  return () => {
    const now = remotes()
    if (documents === undefined || generation !== table.generation || shown !== now) {
      generation = table.generation
      shown = now
      documents = documentsOf(groupsOf(table, now))
    }
    return documents
  }
}

function documentsOf(groups: readonly DiscoveredGroup[]): Documents {
  const core = groups.filter(({ group }) => group === '')
  const named = groups.filter(({ group }) => group !== '')
  return { groups, core: once(core), named: once(named) }
}

function once(groups: readonly DiscoveredGroup[]): Versions {
  const made = new Map<string, AggregatedDocument>()
  return (version) => {
    const known = made.get(version) ?? aggregatedDocument(groups, version)
    made.set(version, known)
    return known
  }
}

const aggregatedOffer: Offer = {
  encodings: ['json', 'yaml', 'protobuf'],
  allows: ({ group, version, kind }, encoding) =>
    encoding === 'json' &&
    group === 'apidiscovery.k8s.io' &&
    kind === 'APIGroupDiscoveryList' &&
    (version === 'v2' || version === 'v2beta1'),
}

/** The aggregated document for clients that ask for it, the old list for others. */
async function either(request: ApiRequest, versions: () => Versions, legacy: () => JsonObject): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return pageNotFound()
  const { as } = negotiate(request, aggregatedOffer)
  if (as === undefined) return await plain(request, legacy())
  const version = as.version === 'v2' ? 'v2' : 'v2beta1'
  const { text, etag } = versions()(version)
  const headers = {
    'cache-control': 'public',
    vary: 'Accept',
    etag,
    'content-type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
  }
  if (headerText(request.headers['if-none-match']) === etag) return { status: 304, headers, body: '' }
  return { status: 200, headers, body: text }
}

async function plain(request: ApiRequest, body: JsonObject): Promise<Answer> {
  const media = negotiate(request, plainOffer)
  if (media.encoding !== 'json') return await objectAnswer(200, body, media)
  const headers = { ...noCache, 'content-type': 'application/json' }
  return { status: 200, headers, body: jsonText(body, media.isPretty) }
}

function listBelow(groups: readonly DiscoveredGroup[], path: string): JsonObject | undefined {
  const [prefix, ...parts] = path.split('/').filter((part) => part !== '')
  const [name = '', version] = prefix === 'api' ? ['', ...parts] : parts
  if (parts.length > (prefix === 'api' ? 1 : 2)) return undefined
  const group = groups.find((one) => one.group === name)
  if (group === undefined) return undefined
  if (version === undefined) return apiGroup(group)
  const served = group.versions.find((one) => one.version === version)
  return served === undefined || served.remote !== undefined ? undefined : apiResourceList(group.group, served)
}
