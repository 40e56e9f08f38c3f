import { env, stdout } from 'node:process'
import { expect, test } from 'vitest'
import { dropBombs } from '../bars/attacks/api/bombs.ts'
import { runFuzz } from '../bars/attacks/api/fuzz-run.ts'
import { startTarget } from '../bars/attacks/api/target.ts'
import { open } from '../load/connection.ts'
import { seed } from './fuzz.ts'

const REQUESTS = Number(env['FUZZ_REQUESTS'] ?? 3_000)

// bar apiserver.7 is the long form
test('hostile requests get right answers', { timeout: 300_000 }, async () => {
  const target = startTarget()
  try {
    const admin = await open(target.endpoint)
    for (const name of ['fuzz-a', 'fuzz-b'])
      await admin.send('POST', '/api/v1/namespaces', `{"metadata":{"name":"${name}"}}`)
    admin.close()
    stdout.write(`fuzz api: FUZZ_SEED=${seed}\n`)
    const options = { address: target.endpoint, token: 'fuzz', connections: 4, depth: 8, http2Percent: 20 }
    const { faults, answered } = await runFuzz({ ...options, seed, total: REQUESTS })
    expect([...faults.values()]).toEqual([])
    expect(answered).toBeGreaterThan(REQUESTS * 0.9)
    expect((await dropBombs(target.endpoint, 'fuzz')).filter((fault) => !fault.includes(' took '))).toEqual([])
    expect(target.rss()).toBeGreaterThan(0)
  } finally {
    target.close()
  }
})
