import { badRequest, type Finding, invalid } from '#kube'
import { booleanOf, integerOf } from '../options/query.ts'

/** Options of a list or watch (meta/v1 ListOptions) without the selectors, checked. */
export interface ListOptions {
  /** 0: no limit. */
  readonly limit: number
  readonly continueText: string
  /** As sent: empty, `0`, or a number. */
  readonly resourceVersion: string
  readonly match: '' | 'Exact' | 'NotOlderThan'
  readonly sendInitialEvents?: boolean
  readonly allowsBookmarks: boolean
  /** Of a watch; undefined: the server chooses. */
  readonly timeoutSeconds?: number
}

/** Reads and checks them. Throws 400 and 422. */
export function readListOptions(query: URLSearchParams, isWatch: boolean): ListOptions {
  const sent = booleanOf(query, 'sendInitialEvents')
  const resourceVersion = query.get('resourceVersion') ?? ''
  const match = query.get('resourceVersionMatch') ?? ''
  const continueText = query.get('continue') ?? ''
  const limit = integerOf(query, 'limit') ?? 0
  const timeoutSeconds = integerOf(query, 'timeoutSeconds')
  const allowsBookmarks = booleanOf(query, 'allowWatchBookmarks') === true
  const find = isWatch ? findWatchFaults : findListFaults
  const findings = find({ match, resourceVersion, continueText, sendInitialEvents: sent })
  if (findings.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', findings)
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) {
    const quoted = JSON.stringify(resourceVersion)
    throw badRequest(`invalid resource version: strconv.ParseUint: parsing ${quoted}: invalid syntax`)
  }
  return {
    limit: Math.max(limit, 0),
    continueText,
    resourceVersion,
    match: match as ListOptions['match'],
    ...(sent !== undefined && { sendInitialEvents: sent }),
    allowsBookmarks,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  }
}

interface Sent {
  readonly match: string
  readonly resourceVersion: string
  readonly continueText: string
  readonly sendInitialEvents: boolean | undefined
}

const field = 'resourceVersionMatch'

function findListFaults({ match, resourceVersion, continueText, sendInitialEvents }: Sent): readonly Finding[] {
  const findings: Finding[] = []
  const forbid = (detail: string) => findings.push({ field, type: 'forbidden', detail })
  if (match !== '') {
    if (resourceVersion === '') forbid('resourceVersionMatch is forbidden unless resourceVersion is provided')
    if (continueText !== '') forbid('resourceVersionMatch is forbidden when continue is provided')
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      findings.push({
        field,
        type: 'not-supported',
        value: match,
        detail: 'supported values: "Exact", "NotOlderThan", ""',
      })
    }
    if (match === 'Exact' && resourceVersion === '0') {
      forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"')
    }
  }
  if (sendInitialEvents !== undefined) {
    const detail = 'sendInitialEvents is forbidden for list'
    findings.push({ field: 'sendInitialEvents', type: 'forbidden', detail })
  }
  return findings
}

function findWatchFaults({ match, continueText, sendInitialEvents }: Sent): readonly Finding[] {
  const findings: Finding[] = []
  const forbid = (detail: string) => findings.push({ field, type: 'forbidden', detail })
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    forbid('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
  }
  if (match === '') return findings
  if (sendInitialEvents === undefined) {
    forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')
  }
  if (match !== 'NotOlderThan') {
    findings.push({ field, type: 'not-supported', value: match, detail: 'supported values: "NotOlderThan"' })
  }
  if (continueText !== '') forbid('resourceVersionMatch is forbidden when continue is provided')
  return findings
}
