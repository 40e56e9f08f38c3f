import type { Flags } from '../frame/flag.ts'

const off = { kind: 'boolean', isHidden: true, summary: 'taken as Helm takes it; it has no effect' } as const
const unused = { kind: 'string', isHidden: true, summary: 'taken as Helm takes it; it has no effect' } as const

/** Flags of Helm's client library, which Helm takes everywhere and shows nowhere. Only `-v` does something. */
export const klogFlags = {
  v: { kind: 'integer', short: 'v', isHidden: true, summary: 'how much is told of requests: all from 6 on' },
  'add-dir-header': off,
  alsologtostderr: off,
  'log-backtrace-at': unused,
  'log-dir': unused,
  'log-file': unused,
  'log-file-max-size': unused,
  logtostderr: off,
  'one-output': off,
  'skip-headers': off,
  'skip-log-headers': off,
  stderrthreshold: unused,
  vmodule: unused,
} as const satisfies Flags
