import { basename } from 'node:path'

/** Nodes that a script needs when one is not enough, by its name. */
const NODES: Readonly<Record<string, number>> = { 'daemon-set': 100, 'node-lost': 3 }

/** Scripts that ask what pods use. */
const METRICS: ReadonlySet<string> = new Set(['autoscale'])

/** Words of `cluster start` for the cluster that a script runs against. */
export function flagsFor(file: string): readonly string[] {
  const name = basename(file, '.txtar')
  const nodes = NODES[name]
  const words = ['--store', 'memory', '--runtime', 'simulated', ...(METRICS.has(name) ? ['--metrics'] : [])]
  return nodes === undefined ? words : [...words, '--nodes', String(nodes)]
}
