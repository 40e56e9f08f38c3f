import type { Flags } from '../frame/flag.ts'
import { upgradeFlags } from './release.ts'

/** The flags of `plan`: those of `upgrade`, what else may be planned, and how it is shown. */
export const planFlags = {
  ...upgradeFlags,
  context: { kind: 'unsigned', value: 'lines', default: 3, summary: 'equal lines shown around a change in a text' },
  destroy: { kind: 'boolean', summary: 'plan the uninstallation' },
  'detailed-exitcode': { kind: 'boolean', summary: 'exit code 2 when there are changes' },
  out: { kind: 'string', value: 'file', summary: 'save the plan, for berth apply; it holds Secrets' },
  output: {
    kind: 'string',
    short: 'o',
    choices: ['text', 'json', 'markdown'],
    default: 'text',
    summary: 'text, JSON, or Markdown for a pull request',
  },
  rollback: { kind: 'unsigned', value: 'revision', summary: 'plan the rollback to a revision; 0 is the one before' },
  'show-secrets': { kind: 'boolean', summary: 'show what Secrets hold' },
  suppress: { kind: 'list', value: 'kind', summary: 'leave objects of these kinds out' },
} as const satisfies Flags
