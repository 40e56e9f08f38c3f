import { type Finding, invalid } from '#kube'
import { readFlag, readWhole } from './query-option.ts'

/**
 * The query of a kubelet's containerLogs from the options of `pods/log` (core/v1 PodLogOptions). Throws 400 for numbers
 * that are none, 422 for options that contradict.
 */
export function logQuery(query: URLSearchParams, podName: string): URLSearchParams {
  const findings = [...numberFindings(query), ...streamFindings(query)]
  if (findings.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, podName, findings)
  const passed = new URLSearchParams()
  for (const name of ['follow', 'previous', 'timestamps']) if (readFlag(query, name)) passed.set(name, 'true')
  for (const name of ['sinceSeconds', 'sinceTime', 'tailLines', 'limitBytes', 'stream']) {
    const value = query.get(name)
    if (value !== null && value !== '') passed.set(name, value)
  }
  return passed
}

const streams = ['All', 'Stderr', 'Stdout']

function numberFindings(query: URLSearchParams): readonly Finding[] {
  const findings: Finding[] = []
  const least = (field: string, minimum: number, detail: string) => {
    const value = readWhole(query, field)
    if (value !== undefined && value < minimum) findings.push({ field, type: 'invalid', value, detail })
  }
  least('tailLines', 0, 'must be greater than or equal to 0')
  least('limitBytes', 1, 'must be greater than 0')
  if (query.get('sinceSeconds') && query.get('sinceTime')) {
    const detail = 'at most one of `sinceTime` or `sinceSeconds` may be specified'
    findings.push({ field: '', type: 'forbidden', detail })
  } else least('sinceSeconds', 1, 'must be greater than 0')
  return findings
}

function streamFindings(query: URLSearchParams): readonly Finding[] {
  const stream = query.get('stream')
  if (stream === null || stream === '') return []
  if (!streams.includes(stream)) {
    const detail = `supported values: ${streams.map((one) => JSON.stringify(one)).join(', ')}`
    return [{ field: 'stream', type: 'not-supported', value: stream, detail }]
  }
  if (stream === 'All' || !query.has('tailLines')) return []
  const detail = '`tailLines` and specific `stream` are mutually exclusive for now'
  return [{ field: 'tailLines', type: 'forbidden', detail }]
}
