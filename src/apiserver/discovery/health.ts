import { goQuote } from '#kube'
import { textAnswer } from '../codec/answer.ts'
import type { Answer, ApiRequest, Handler } from '../contract/http.ts'

/** One thing that can be well or not; `check` throws when it is not. */
export interface HealthCheck {
  /** `ping`, `etcd`, `poststarthook/…`: also the path below the endpoint. */
  readonly name: string
  check(): void | Promise<void>
}

/** Always well: the server answers. */
export const pingCheck: HealthCheck = { name: 'ping', check: () => {} }

/** Handlers of one health endpoint (`/livez`), and of each of its checks (`/livez/ping`). */
export function healthHandlers(
  path: string,
  checks: () => readonly HealthCheck[],
): { readonly root: Handler; readonly below: Handler } {
  const name = path.slice(1)
  return {
    root: (request) => rootAnswer(name, checks(), request),
    below: (request) => oneAnswer(checks().find((check) => request.path === `${path}/${check.name}`)),
  }
}

async function rootAnswer(name: string, checks: readonly HealthCheck[], { query }: ApiRequest): Promise<Answer> {
  const excluded = new Set(query.getAll('exclude'))
  const lines: string[] = []
  let isFailed = false
  for (const check of checks) {
    if (excluded.delete(check.name)) lines.push(`[+]${check.name} excluded: ok\n`)
    else if (await isWell(check)) lines.push(`[+]${check.name} ok\n`)
    else {
      isFailed = true
      lines.push(`[-]${check.name} failed: reason withheld\n`)
    }
  }
  if (excluded.size > 0) lines.push(unknownExcluded(excluded))
  if (isFailed) return textAnswer(500, `${lines.join('')}${name} check failed\n`)
  return textAnswer(200, query.has('verbose') ? `${lines.join('')}${name} check passed\n` : 'ok')
}

function unknownExcluded(names: ReadonlySet<string>): string {
  const quoted = [...names]
    .sort()
    .map((one) => goQuote(one))
    .join(',')
  return `warn: some health checks cannot be excluded: no matches for ${quoted}\n`
}

async function oneAnswer(check: HealthCheck | undefined): Promise<Answer> {
  if (check === undefined) return textAnswer(404, '404 page not found\n')
  try {
    await check.check()
    return textAnswer(200, 'ok')
  } catch (error) {
    return textAnswer(500, `internal server error: ${error instanceof Error ? error.message : 'check failed'}\n`)
  }
}

async function isWell(check: HealthCheck): Promise<boolean> {
  try {
    await check.check()
    return true
  } catch {
    return false
  }
}
