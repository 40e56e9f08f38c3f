import { quoteGo } from '#template'
import { RenderError } from './error.ts'
import type { Compat } from './options.ts'
import { structured } from './warnings.ts'

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const PATTERN = `^${LABEL}(\\.${LABEL})*$`
const MAX_LENGTH = 53
const VALID = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/

/** Refuses a name that Helm would refuse. Throws `RenderError` (`release-name`). */
export function checkReleaseName(name: string, compat: Compat): void {
  if (name.length <= MAX_LENGTH && VALID.test(name)) return
  const reason =
    name === ''
      ? 'no name provided'
      : `invalid release name, must match regex ${PATTERN} and the length must not be longer than ${MAX_LENGTH}`
  const text = `release name ${quoteGo(name)}: ${reason}`
  const isHelm3 = compat === 'helm3'
  const error = new RenderError({
    code: 'release-name',
    message: isHelm3 ? text : `release name check failed: ${text}`,
  })
  if (!isHelm3) {
    error.warnings = [
      structured({ level4: 'ERROR', text4: 'release name check failed', attributes4: [['error', text]] }),
    ]
  }
  throw error
}
