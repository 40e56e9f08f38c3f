import { basename } from 'node:path'

/** Nodes that a script needs when one is not enough, by its name. */
const NODES: Readonly<Record<string, number>> = { 'daemon-set': 100, 'node-lost': 3 }

/** Words of `cluster start` for the cluster that a script runs against. */
export function flagsFor(file: string): readonly string[] {
  const nodes = NODES[basename(file, '.txtar')]
  return ['--store', 'memory', '--runtime', 'simulated', ...(nodes === undefined ? [] : ['--nodes', String(nodes)])]
}
