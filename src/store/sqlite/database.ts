import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../error.ts'
import { sqliteError } from './sqlite-error.ts'

/** Layout of the tables; a file of a newer one is refused. */
const layout = 1

const tables = `
  CREATE TABLE log (revision INTEGER PRIMARY KEY, key TEXT NOT NULL, created INTEGER NOT NULL, previous INTEGER NOT NULL, size INTEGER NOT NULL);
  CREATE TABLE value (revision INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO meta VALUES ('revision', 0), ('compacted', 0);
  PRAGMA user_version = ${layout};`

/**
 * Opens the file for this process alone; another one that has it open makes this throw `unavailable`. Commits go to the
 * write-ahead log without waiting for the disk: whoever acknowledges one syncs the log first.
 */
export function openDatabase(path: string): DatabaseSync {
  createPrivate(path)
  if (existsSync(`${path}-wal`)) syncPath(`${path}-wal`)
  const database = new DatabaseSync(path)
  try {
    setUp(database, path)
    return database
  } catch (error) {
    database.close()
    throw error instanceof StoreError ? error : sqliteError(error, path)
  }
}

/** Secrets may be in it: nobody else reads the file, nor the log beside it, which takes over its mode. */
function createPrivate(path: string): void {
  if (existsSync(path)) return
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  syncPath(folder)
}

/**
 * Brings a file to the disk, or of a folder the names in it. The log of a process that was killed may hold writes that
 * nobody acknowledged: once they can be read they must not go away.
 */
function syncPath(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}

function setUp(database: DatabaseSync, path: string): void {
  database.exec('PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;')
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 512; PRAGMA mmap_size = 1073741824;')
  database.exec('PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;')
  database.exec('BEGIN IMMEDIATE')
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > layout) {
    throw new StoreError(
      'corrupted',
      `${path} - was written by a newer version (layout ${version}) - expected layout ${layout}`,
    )
  }
  if (version === 0) database.exec(tables)
  database.exec('COMMIT')
}
