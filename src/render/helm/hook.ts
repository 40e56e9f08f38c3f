import { quoteGo } from '#template'
import type { Hook, RenderedResource } from '../resource.ts'
import { trimSpace } from './go-text.ts'
import type { Warnings } from './warnings.ts'

const EVENTS: ReadonlyMap<string, string> = new Map([
  ['pre-install', 'pre-install'],
  ['post-install', 'post-install'],
  ['pre-delete', 'pre-delete'],
  ['post-delete', 'post-delete'],
  ['pre-upgrade', 'pre-upgrade'],
  ['post-upgrade', 'post-upgrade'],
  ['pre-rollback', 'pre-rollback'],
  ['post-rollback', 'post-rollback'],
  ['test', 'test'],
  ['test-success', 'test'],
])

/** The annotation that makes a resource a hook. */
export const HOOK_ANNOTATION = 'helm.sh/hook'

type Annotations = ReadonlyMap<string, string>

/**
 * The hook that a resource with the hook annotation is; undefined, with a warning, when it names an unknown event.
 * Source: helm.sh/helm/v4 pkg/release/v1/util/manifest_sorter.go.
 */
export function hookOf(resource: RenderedResource, annotations: Annotations, warnings: Warnings): Hook | undefined {
  const types = annotations.get(HOOK_ANNOTATION) ?? ''
  const events = words(types).map((word) => EVENTS.get(word))
  if (events.includes(undefined)) {
    warnings.add({
      place3: 'manifest_sorter.go:190',
      text3: `info: skipping unknown hook: ${quoteGo(types)}`,
      level4: 'INFO',
      text4: 'skipping unknown hooks',
      attributes4: [['hookTypes', types]],
    })
    return undefined
  }
  return {
    ...resource,
    events: events as string[],
    weight: weight(annotations.get('helm.sh/hook-weight')),
    deletePolicies: policies(annotations.get('helm.sh/hook-delete-policy')),
    outputLogPolicies: policies(annotations.get('helm.sh/hook-output-log-policy')),
  }
}

function words(list: string): string[] {
  return list.split(',').map((word) => trimSpace(word).toLowerCase())
}

function policies(list: string | undefined): string[] {
  return list === undefined ? [] : words(list)
}

const INTEGER = /^[+-]?[0-9]+$/

function weight(text: string | undefined): number {
  if (text === undefined || !INTEGER.test(text)) return 0
  const value = Number(text)
  return Math.abs(value) > 2 ** 63 ? 0 : value
}
