import type { Flags } from '../frame/flag.ts'
import { upgradeFlags } from './release.ts'

/** The flags of `plan`: those of `upgrade`, what else may be planned, and how it is shown. */
export const planFlags = {
  ...upgradeFlags,
  context: { kind: 'unsigned', value: 'lines', default: 3, summary: 'equal lines shown around a change in a text' },
  destroy: { kind: 'boolean', summary: 'plan the uninstallation' },
  'detailed-exitcode': { kind: 'boolean', summary: 'exit code 2 when there are changes' },
  out: { kind: 'string', value: 'file', summary: 'save the plan, for berth apply; it holds Secrets' },
  compare: {
    kind: 'string',
    value: 'revision|revision..revision|[namespace/]release',
    summary: 'compare what is recorded, and ask no cluster for objects',
  },
  'find-renames': {
    kind: 'string',
    short: 'D',
    value: 'fraction',
    default: '0',
    summary: 'show as renamed what comes and goes, with less than this part of its lines changed',
  },
  'include-tests': { kind: 'boolean', summary: 'list test hooks too' },
  output: {
    kind: 'string',
    short: 'o',
    choices: ['text', 'simple', 'json', 'markdown'],
    default: 'text',
    summary: 'text, a line an object, JSON, or Markdown for a pull request',
  },
  rollback: { kind: 'unsigned', value: 'revision', summary: 'plan the rollback to a revision; 0 is the one before' },
  'show-foreign': { kind: 'boolean', summary: 'list what others have written and what stays, too' },
  'show-secrets': { kind: 'boolean', summary: 'show what Secrets hold' },
  'show-secrets-decoded': { kind: 'boolean', summary: 'show what Secrets hold as text' },
  suppress: { kind: 'list', value: 'kind', summary: 'leave objects of these kinds out' },
  'suppress-output-line-regex': {
    kind: 'array',
    value: 'expression',
    summary: 'leave out lines of changes in which it finds something',
  },
} as const satisfies Flags
