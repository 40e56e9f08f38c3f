import type { GroupVersionKind } from '#kube'
import type { Parameter } from './parameter.ts'

/** HTTP methods in lower case, as documents have them. */
export type Method = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch'

/** One operation on one path, free of the dialect it is printed in. */
export interface Operation {
  readonly path: string
  readonly method: Method
  readonly id: string
  readonly tag: string
  readonly description: string
  readonly parameters: readonly Parameter[]
  /** Definition of what is sent; absent when nothing is. */
  readonly body?: { readonly type: string; readonly isOptional?: boolean }
  /** Status codes with what is sent back: the name of a definition, or `string`. */
  readonly responses: Readonly<Record<number, string>>
  readonly consumes: readonly string[]
  readonly produces: readonly string[]
  /** Absent for paths that are no resource. */
  readonly action?: string
  readonly kind?: GroupVersionKind
}

/** The words of status codes. */
export const statusWords: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' }

/** What built-in types are sent in. */
export const objectMedia: readonly string[] = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
]

/** Name of the operation: verb, group, version, what. `rbac.authorization.k8s.io` is `RbacAuthorization`. */
export function operationId(verb: string, group: string, version: string, rest: string): string {
  return verb + capitalized(groupWord(group)) + capitalized(version) + rest
}

/** `apps_v1`, `rbacAuthorization_v1`, `core`. */
export function tagOf(group: string, version: string): string {
  const word = groupWord(group)
  return version === '' ? word : `${word}_${validWord(version)}`
}

/** A text with a capital first letter. */
export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function groupWord(group: string): string {
  return group === '' ? 'core' : validWord(group.replace(/\.k8s\.io$/, ''))
}

function validWord(text: string): string {
  return text.replace(/[^\p{L}\d_]+(.?)/gu, (_, next: string) => next.toUpperCase()).replace(/^\d+/, '')
}
