import type { Plugin } from './plugin.ts'
import { printable } from './rule.ts'

/** What both Helms read alike of a plugin.yaml without an apiVersion. */
export interface LegacyText {
  readonly usage?: string
  readonly description?: string
  readonly ignoreFlags?: boolean
  readonly downloaders?: readonly { readonly protocols?: readonly string[] }[]
}

type LegacyField =
  | 'type'
  | 'apiVersion'
  | 'sourceUrl'
  | 'usage'
  | 'summary'
  | 'description'
  | 'ignoresFlags'
  | 'protocols'

/** The fields of such a plugin that do not depend on the Helm that reads it; its `usage` is what others call the summary. */
export function legacyFields({
  usage,
  description,
  ignoreFlags,
  downloaders = [],
}: LegacyText): Pick<Plugin, LegacyField> {
  return {
    type: downloaders.length > 0 ? 'getter/v1' : 'cli/v1',
    apiVersion: 'legacy',
    sourceUrl: '',
    usage: '',
    summary: printable(usage ?? ''),
    description: description ?? '',
    ignoresFlags: ignoreFlags === true,
    protocols: downloaders.flatMap(({ protocols = [] }) => protocols),
  }
}
