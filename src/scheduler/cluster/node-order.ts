import { type NodeInfo, zoneOf } from '../node/node-info.ts'

/** The nodes, one of each zone in turn, so that a part of them is of all zones. Source: kube-scheduler nodeTree. */
export function spreadOverZones(nodes: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>()
  for (const node of nodes) {
    const zone = zoneOf(node)
    const members = zones.get(zone)
    if (members === undefined) zones.set(zone, [node])
    else members.push(node)
  }
  if (zones.size <= 1) return nodes
  const lists = [...zones.values()]
  const longest = Math.max(...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((members) => members.slice(at, at + 1))).flat()
}
