import type { Flag } from '../frame/flag.ts'

/** What a chart may spend; the names and defaults are those of `renderBudget`. */
export const limitsFlag = {
  kind: 'list',
  value: 'name=amount',
  summary: 'bounds of one render: steps=5000000,output=48Mi,time=1300ms,memory=400Mi,depth=100000; 0 is none',
} as const satisfies Flag
