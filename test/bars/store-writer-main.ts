// Writes to a store until it is killed, and keeps a diary: each line was written before (`?`) or after (`!`) the store took
// the write. A file, because a pipe that nobody empties fast enough would refuse lines. `ready` on stdout: it is writing.
import { openSync, writeSync } from 'node:fs'
import { argv, stdout } from 'node:process'
import { deleted, openSqliteStore } from '#store'
import { valueOf } from './store-value.ts'

const [, , path = '', diaryPath = '', round = '0'] = argv
const diary = openSync(diaryPath, 'a')
const store = openSqliteStore({ path, history: { rows: 3000, bytes: 2 ** 23 } })
const keysEach = 40
stdout.write('ready\n')
await Promise.all(Array.from({ length: 16 }, (_, writer) => writeForever(writer)))

async function writeForever(writer: number): Promise<never> {
  for (let at = 0; ; at++) {
    const key = `/k/${writer}/${(at * 17) % keysEach}`
    const number = Number(round) * 1_000_000 + at
    const present = (await store.get(key))?.revision ?? 0
    const value = at % 11 === 10 ? deleted : valueOf(key, number)
    writeSync(diary, `? ${key} ${value === deleted ? '-' : number}\n`)
    const revision = await store.write(key, value, present)
    writeSync(diary, `! ${key} ${value === deleted ? '-' : number} ${revision}\n`)
  }
}
