import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { encryptedStore, openMemoryStore, openSqliteStore, type Store } from './index.ts'
import { checkAgainstModel, type Harness, storeSuite } from './testing.ts'

const secret = { name: 'one', secret: new Uint8Array(32).fill(1) }

async function openMemory(): Promise<Harness> {
  const store = openMemoryStore()
  return { store, close: () => store.close() }
}

async function openEncrypted(): Promise<Harness> {
  const store = encryptedStore(openMemoryStore(), { keys: [secret], prefixes: ['/a'] })
  return { store, close: () => store.close() }
}

async function openFile(): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const path = join(folder, 'store.db')
  let store: Store = openSqliteStore({ path })
  return {
    get store() {
      return store
    },
    reopen: async () => {
      await store.close()
      store = openSqliteStore({ path })
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

storeSuite('memory', openMemory)
storeSuite('encrypted', openEncrypted)
storeSuite('sqlite', openFile)

test('memory does what a list of writes would', () => checkAgainstModel(openMemory, 150))
test('encryption does what a list of writes would', () => checkAgainstModel(openEncrypted, 50))
test('sqlite does what a list of writes would', () => checkAgainstModel(openFile, 40))
