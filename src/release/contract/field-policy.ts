/**
 * What to do about a field that somebody else owns: `take` it over with our value, `leave` it out of what we apply, or
 * `share` it by applying the value that is there.
 */
export type FieldRule = 'take' | 'leave' | 'share'

/** A rule for fields. */
export interface FieldPolicyRule {
  /** `Deployment`; undefined is every kind. */
  readonly kind: string | undefined
  /** Name of the object; undefined is every name. */
  readonly name: string | undefined
  /** `.spec.replicas`, `.webhooks[*].clientConfig.caBundle`; covers what is below. */
  readonly path: string
  readonly rule: FieldRule
}

/** Rules, lowest precedence first. */
export type FieldPolicy = readonly FieldPolicyRule[]
