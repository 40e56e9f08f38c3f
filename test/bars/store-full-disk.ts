import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore, type Store, StoreError } from '#store'
import { numberOf, valueOf } from './store-value.ts'

/** Fills a small disk under a store. Gives what went wrong; undefined where a disk of our own may not be made. */
export async function fillDisk(): Promise<readonly string[] | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'full-'))
  if (!mount(folder)) return undefined
  try {
    return await checkFullDisk(folder)
  } finally {
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true })
  }
}

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function checkFullDisk(folder: string): Promise<readonly string[]> {
  const faults: string[] = []
  const expected = (holds: boolean, fault: string) => void (holds || faults.push(fault))
  const path = join(folder, 'store.db')
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, Buffer.alloc(12 * 2 ** 20))
  let store = openSqliteStore({ path })
  const written = new Set<string>()
  const refusal = await writeUntilRefused(store, written, 'first')
  expected(refusal === 'read-only', `a full disk is refused with ${refusal}`)
  const { readOnly } = await store.health()
  expected(readOnly?.code === 'disk-full' && readOnly.message.includes('disk'), `health is ${JSON.stringify(readOnly)}`)
  expected((await store.list('/')).entries.length === written.size, 'a full disk loses entries')
  await store.close()
  store = openSqliteStore({ path })
  expected(
    (await store.list('/')).entries.length === written.size,
    'a store that is opened on a full disk loses entries',
  )
  expected(
    (await writeUntilRefused(store, written, 'full')) === 'read-only',
    'a store that is opened on a full disk takes writes',
  )
  rmSync(ballast)
  expected((await store.health()).readOnly === undefined, 'space is back and health does not say so')
  expected((await writeUntilRefused(store, written, 'second', 2000)) === 'ok', 'space is back and writes are refused')
  await store.close()
  const again = openSqliteStore({ path })
  const { entries } = await again.list('/')
  expected(entries.length === written.size, `${entries.length} entries of ${written.size} acknowledged`)
  expected(
    entries.every(({ key, value }) => written.has(key) && numberOf(key, value) === 1),
    'a value is damaged',
  )
  await again.close()
  return faults
}

/** Writes until the store refuses, at most `limit` times sixteen; gives the code of the refusal. */
async function writeUntilRefused(store: Store, written: Set<string>, prefix: string, limit = 20_000): Promise<string> {
  try {
    for (let at = 0; at < limit; at += 16) {
      const keys = Array.from({ length: 16 }, (_, offset) => `/${prefix}/${at + offset}`)
      await Promise.all(keys.map((key) => store.write(key, valueOf(key, 1), 0).then(() => written.add(key))))
    }
    return 'ok'
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error)
  }
}
