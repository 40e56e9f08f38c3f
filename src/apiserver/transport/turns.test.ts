import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const crowd = { of: 'crowd' }
const single = { of: 'single' }

test('what finds time in the turn begins at once', () => {
  const turns = createTurns({ now: () => 0 })
  expect(turns.begin(crowd)).toBeUndefined()
  expect(turns.begin(crowd)).toBeUndefined()
})

test('what finds none waits for the next turn, one of each connection after the other', async () => {
  let nowMs = 0
  const turns = createTurns({ now: () => nowMs })
  const names: string[] = []
  const ask = async (connection: object, name: string): Promise<void> => {
    await turns.begin(connection)
    names.push(name)
    nowMs += 1
  }
  void turns.begin(crowd)
  nowMs = 2
  const asked = [ask(crowd, 'a1'), ask(crowd, 'a2'), ask(crowd, 'a3'), ask(single, 'b1')]
  expect(names).toEqual([])
  await Promise.all(asked)
  expect(names).toEqual(['a1', 'b1', 'a2', 'a3'])
})
