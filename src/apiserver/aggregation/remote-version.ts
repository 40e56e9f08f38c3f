import { mapsAt, textAt, textsAt } from '#kinds'
import { groupVersionOf, type JsonObject, valueAt } from '#kube'
import type { RemoteVersion } from '../discovery/groups.ts'
import type { RemoteService } from './api-service.ts'

/** What discovery shows of an aggregated server. `resources` is its APIResourceList; absent where it was never reached. */
export function remoteVersion(
  remote: RemoteService,
  resources: JsonObject | undefined,
  isStale: boolean,
): RemoteVersion {
  const { group, version, groupPriority, versionPriority } = remote
  return {
    group,
    version,
    priority: { group: groupPriority, version: versionPriority },
    resources: resources === undefined ? [] : resourceItems(resources, remote),
    isStale,
  }
}

type Place = Pick<RemoteService, 'group' | 'version'>

function resourceItems(list: JsonObject, place: Place): readonly JsonObject[] {
  const entries = mapsAt(list, 'resources')
  const below = Map.groupBy(entries, (entry) => textAt(entry, 'name').split('/')[0] ?? '')
  return [...below].flatMap(([name, all]) => {
    const item = all.find((entry) => textAt(entry, 'name') === name)
    const subresources = all.filter((entry) => entry !== item).map((entry) => subresourceItem(entry, place))
    if (item === undefined) return []
    return [{ ...resourceItem(item, place), ...(subresources.length > 0 && { subresources }) }]
  })
}

function resourceItem(entry: JsonObject, place: Place): JsonObject {
  const [shortNames, categories] = [textsAt(entry, 'shortNames'), textsAt(entry, 'categories')]
  return {
    resource: textAt(entry, 'name'),
    responseKind: kindOf(entry, place),
    scope: valueAt(entry, 'namespaced') === true ? 'Namespaced' : 'Cluster',
    singularResource: textAt(entry, 'singularName'),
    verbs: [...textsAt(entry, 'verbs')],
    ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
    ...(categories.length > 0 && { categories: [...categories] }),
  }
}

function subresourceItem(entry: JsonObject, place: Place): JsonObject {
  const [, ...rest] = textAt(entry, 'name').split('/')
  return { subresource: rest.join('/'), responseKind: kindOf(entry, place), verbs: [...textsAt(entry, 'verbs')] }
}

function kindOf(entry: JsonObject, place: Place): JsonObject {
  const own =
    textAt(entry, 'version') === '' ? place : groupVersionOf(`${textAt(entry, 'group')}/${textAt(entry, 'version')}`)
  return { group: own.group, version: own.version, kind: textAt(entry, 'kind') }
}
