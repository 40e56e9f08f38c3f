import type { RequestContext, RequestInfo } from '../contract/http.ts'
import type { User } from '../contract/user.ts'

/** Nobody yet: who asks before authentication has said. */
export const nobody: User = { name: '', groups: [] }

/** What filters gather about one request: warnings for its answer, annotations for its audit event. */
export class GatheringContext implements RequestContext {
  readonly info: RequestInfo
  readonly user: User = nobody
  readonly warnings = new Set<string>()
  readonly annotations = new Map<string, string>()
  constructor(info: RequestInfo) {
    this.info = info
    // Filters hand on copies of a context, so that methods must be its own.
    this.warn = (text) => void this.warnings.add(text)
    this.annotate = (key, value) => void this.annotations.set(key, value)
  }
  readonly warn: (text: string) => void
  readonly annotate: (key: string, value: string) => void
}
