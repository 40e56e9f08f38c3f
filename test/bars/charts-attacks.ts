import { archiveAttacks } from './attacks/archives.ts'
import { attacksHold } from './attacks/hold.ts'
import { networkAttacks } from './attacks/network.ts'
import { nunjucksAttacks } from './attacks/nunjucks.ts'
import { templateAttacks } from './attacks/templates.ts'
import { chartAttacks, valuesAttacks } from './attacks/values.ts'
import type { Verdict } from './verdict.ts'

/** charts.5: hostile charts, values, archives and servers. */
export function attacksHeld(): Promise<Verdict> {
  return attacksHold([
    ...templateAttacks(),
    ...nunjucksAttacks(),
    ...valuesAttacks(),
    ...chartAttacks(),
    ...archiveAttacks(),
    ...networkAttacks(),
  ])
}
