import type { Flags } from '../frame/flag.ts'
import { limitsFlag } from './limits.ts'
import { valuesFlags } from './values.ts'

/** What `lint` takes: Helm's flags, and `--output`. */
export const lintFlags = {
  ...valuesFlags,
  'kube-version': { kind: 'string', value: 'version', summary: 'Kubernetes version of capabilities and deprecations' },
  limits: limitsFlag,
  output: {
    kind: 'string',
    short: 'o',
    choices: ['text', 'json', 'sarif', 'junit', 'github'],
    default: 'text',
    summary: 'form of the report',
  },
  quiet: { kind: 'boolean', summary: 'only warnings and errors' },
  'skip-schema-validation': { kind: 'boolean', summary: 'do not check values against values.schema.json' },
  strict: { kind: 'boolean', summary: 'fail on warnings' },
  'with-subcharts': { kind: 'boolean', summary: 'the charts below charts/ too' },
} as const satisfies Flags
