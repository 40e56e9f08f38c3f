import type { Flags } from '../frame/flag.ts'
import { outputFlags } from './output.ts'

/** The flags of `list`. */
export const listFlags = {
  ...outputFlags,
  all: {
    kind: 'boolean',
    short: 'a',
    summary: 'releases in every state; --compat helm3 shows deployed and failed ones',
  },
  'all-namespaces': { kind: 'boolean', short: 'A', summary: 'releases of all namespaces' },
  date: { kind: 'boolean', short: 'd', summary: 'sort by date, oldest first' },
  deployed: { kind: 'boolean', summary: 'deployed releases' },
  failed: { kind: 'boolean', summary: 'failed releases' },
  filter: { kind: 'string', short: 'f', value: 'pattern', summary: 'only names that this regular expression matches' },
  max: { kind: 'integer', short: 'm', default: 256, value: 'number', summary: 'most releases; 0 for all' },
  'no-headers': { kind: 'boolean', summary: 'leave the heading out' },
  offset: { kind: 'integer', value: 'number', summary: 'releases to pass over' },
  pending: { kind: 'boolean', summary: 'releases that are being installed, upgraded or rolled back' },
  reverse: { kind: 'boolean', short: 'r', summary: 'the other way round' },
  selector: { kind: 'string', short: 'l', value: 'selector', summary: 'only releases whose labels fit' },
  short: { kind: 'boolean', short: 'q', summary: 'only names' },
  superseded: { kind: 'boolean', summary: 'superseded revisions' },
  'time-format': { kind: 'string', value: 'layout', summary: "layout of times, as Go's time package has them" },
  uninstalled: { kind: 'boolean', summary: 'uninstalled releases, where their history was kept' },
  uninstalling: { kind: 'boolean', summary: 'releases that are being uninstalled' },
} as const satisfies Flags
