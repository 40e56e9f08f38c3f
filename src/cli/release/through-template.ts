import type { Release } from '#release'
import { createTemplateSet, TemplateError, type Value } from '#template'
import { CliError } from '../frame/error.ts'
import { releaseValue, type TemplateView } from './release-value.ts'

/** What a Go template makes of `.Release`. Throws CliError `usage` with Go's text. */
export function releaseThroughTemplate(release: Release, template: string, view: TemplateView): string {
  const set = createTemplateSet({ functions: new Map(), goVersion: view.compat === 'helm3' ? '1.23' : '1.25' })
  try {
    set.parse('_', template)
    return set.execute('_', new Map<string, Value>([['Release', releaseValue(release, view)]]))
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new CliError('usage', error.message, { cause: error })
  }
}
