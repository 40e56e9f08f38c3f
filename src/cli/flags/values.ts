import type { Flags } from '../frame/flag.ts'

/** Where values come from, lowest precedence first: files, `--values-from`, JSON, `--set`, strings, files as strings, literals. */
export const valuesFlags = {
  values: { kind: 'list', short: 'f', value: 'file', summary: 'values from a YAML file, a URL, or - for stdin' },
  'values-from': {
    kind: 'array',
    value: 'source',
    summary:
      'values from configmap/NAME:KEY, secret/NAME:KEY or env:NAME of the cluster or environment, =PATH for a text',
  },
  'set-json': { kind: 'array', value: 'path=json', summary: 'values as JSON' },
  set: { kind: 'array', value: 'path=value', summary: 'values by path; commas separate several' },
  'set-string': { kind: 'array', value: 'path=value', summary: 'values by path that stay strings' },
  'set-file': { kind: 'array', value: 'path=file', summary: 'values read from files' },
  'set-literal': { kind: 'array', value: 'path=value', summary: 'one value by path, taken as it stands' },
} as const satisfies Flags
