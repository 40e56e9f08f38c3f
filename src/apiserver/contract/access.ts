import type { ApiRequest } from './http.ts'
import type { User } from './user.ts'

/** Finds out who asks. Undefined: this way knows nothing of the caller; a 401 StatusError: it does and refuses. */
export interface Authenticator {
  readonly name: string
  authenticate(request: ApiRequest): User | undefined | Promise<User | undefined>
}

/** What is asked for, as authorizers see it. */
export interface Attributes {
  readonly user: User
  readonly verb: string
  readonly isResource: boolean
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  /** For non-resource requests. */
  readonly path: string
  /** Selectors of a list, watch or deletecollection, as texts. */
  readonly fieldSelector?: string
  readonly labelSelector?: string
}

/** `no-opinion` asks the next authorizer; when all have none, the request is denied. */
export interface Decision {
  readonly answer: 'allow' | 'deny' | 'no-opinion'
  readonly reason?: string
}

/** Decides what a user may do. */
export interface Authorizer {
  readonly name: string
  authorize(attributes: Attributes): Decision | Promise<Decision>
  /** The rules that hold for a user in a namespace (SelfSubjectRulesReview). */
  rulesOf?(user: User, namespace: string): RuleSummary
}

/** Answer of a rules review. */
export interface RuleSummary {
  readonly resourceRules: readonly {
    readonly verbs: readonly string[]
    readonly apiGroups: readonly string[]
    readonly resources: readonly string[]
    readonly resourceNames?: readonly string[]
  }[]
  readonly nonResourceRules: readonly {
    readonly verbs: readonly string[]
    readonly nonResourceURLs: readonly string[]
  }[]
  readonly incomplete: boolean
  readonly evaluationError?: string
}
