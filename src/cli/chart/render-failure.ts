import { RenderError } from '#render'
import type { Session } from '../frame/session.ts'
import { isDebug } from './log.ts'
import type { RenderInput } from './render-input.ts'

/** Failures that Helm 4 and 3 end with the advice to look at what was rendered. */
const SHOWN_BY_DEBUG: ReadonlySet<string> = new Set([
  'kube-version',
  'template-parse',
  'template',
  'budget',
  'manifest',
  'post-render',
])

/**
 * Tells on stderr (and, with `--debug`, on stdout) what Helm tells beside the failure of a render, and gives the error to
 * throw on. Source: helm pkg/cmd/template.go.
 */
export function tellFailure(error: unknown, { flags }: RenderInput, session: Session): unknown {
  if (!(error instanceof RenderError)) return error
  if (session.persona === 'helm' || error.code !== 'release-name') {
    for (const warning of error.warnings) session.stderr.write(`${warning}\n`)
  }
  if (!SHOWN_BY_DEBUG.has(error.code)) return error
  if (isDebug(flags, session)) session.stdout.write(`${(error.partial ?? '').trim()}\n`)
  else if (session.persona === 'helm') error.message += '\n\nUse --debug flag to render out invalid YAML'
  return error
}
