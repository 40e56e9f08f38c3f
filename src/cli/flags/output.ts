import type { Flags } from '../frame/flag.ts'

/** How a list is printed. */
export const outputFlags = {
  output: {
    kind: 'string',
    short: 'o',
    choices: ['table', 'json', 'yaml'],
    otherwise: 'invalid format type',
    default: 'table',
    summary: 'format of the list',
  },
} as const satisfies Flags
