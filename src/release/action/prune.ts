import { surplusOf } from '../history/prune.ts'
import type { Run } from './run.ts'

/** The step that makes room for one more revision; left out when there is room. Throws what the driver throws. */
export async function prune(run: Run, historyMax: number): Promise<void> {
  const surplus = surplusOf(run.history, historyMax)
  if (surplus.length === 0) return
  await run.step('prune', async () => {
    for (const record of surplus) await run.remove(record)
  })
}
