import { stdout } from 'node:process'
import { compareWithReference } from '#scheduler/testing'
import { type Placed, placePods } from '../load/scheduling.ts'
import type { Verdict } from './verdict.ts'

const NODES = 1000
const CLUSTERS = 1000
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_121)
const PLAIN_AT_LEAST = 1500
const APART_AT_LEAST = 300

/** Every pod wants a node without others of its group, and zones and nodes that are filled alike. */
const apart = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: 'kubernetes.io/hostname',
          labelSelector: { matchLabels: { app: 'measured' } },
          matchLabelKeys: ['group'],
        },
      ],
    },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'measured' } },
    },
    {
      maxSkew: 2,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: 'measured' } },
    },
  ],
}

/** controllers.3: pods a second on 1,000 nodes through the API with a durable store, and decisions beside a plain reference. */
export async function schedulerHolds(): Promise<Verdict> {
  const differences = compareAll()
  const plain = await placePods({ nodes: NODES, pods: 10_000 })
  tell('without affinity', plain)
  const spread = await placePods({ nodes: NODES, pods: 5000, spec: apart })
  tell('apart and spread', spread)
  const isFast = plain.podsPerSecond >= PLAIN_AT_LEAST && spread.podsPerSecond >= APART_AT_LEAST
  return {
    holds: differences === 0 && isFast && plain.bound === 10_000 && spread.bound === 5000,
    figure: `${Math.round(plain.podsPerSecond)} pods/s, ${Math.round(spread.podsPerSecond)} pods/s apart and spread, ${differences} of ${CLUSTERS} clusters differ`,
  }
}

function tell(name: string, { podsPerSecond, bound, cpuMs, most }: Placed): void {
  const speed = `${Math.round(podsPerSecond)} pods/s, ${cpuMs.toFixed(2)} ms of a processor each`
  stdout.write(`${name}: ${speed}, ${bound} bound, ${most} on the fullest node\n`)
}

function compareAll(): number {
  let differences = 0
  let decisions = 0
  for (let at = 0; at < CLUSTERS; at++) {
    const compared = compareWithReference(FIRST_SEED + at)
    decisions += compared.decisions
    if (compared.difference === undefined) continue
    differences++
    stdout.write(`${compared.difference}\n`)
  }
  stdout.write(`${decisions} decisions on ${CLUSTERS} clusters compared, seeds from ${FIRST_SEED}\n`)
  return differences
}
