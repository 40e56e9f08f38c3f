import { closeSync, fdatasync, openSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { StoreError } from '../error.ts'
import type { Commit, Journal, Row, RowHead } from '../log/journal.ts'
import type { Revision } from '../store.ts'
import { openDatabase } from './database.ts'
import { sqliteError } from './sqlite-error.ts'

/** Values read by one statement. */
const valuesStep = 256

/** Rows in a SQLite file. */
export class SqliteJournal implements Journal {
  readonly #path: string
  readonly #database: DatabaseSync
  readonly #statements: Statements
  /** The write-ahead log, once there is one. */
  #logFile: number | undefined

  constructor(path: string) {
    this.#path = path
    this.#database = openDatabase(path)
    this.#statements = prepare(this.#database)
  }

  load(visit: (row: RowHead) => void): { readonly revision: Revision; readonly compacted: Revision } {
    return this.#guard(() => {
      let last = 0
      for (const row of this.#statements.heads.iterate()) {
        const head = headOf(row)
        last = head.revision
        visit(head)
      }
      const meta = new Map(this.#statements.meta.all().map((row) => [String(row['name']), Number(row['number'])]))
      return { revision: Math.max(last, meta.get('revision') ?? 0), compacted: meta.get('compacted') ?? 0 }
    })
  }

  async commit(commit: Commit): Promise<void> {
    this.#guard(() => this.#transact(commit))
    await this.#sync()
  }

  value(revision: Revision): Uint8Array {
    const bytes = this.#guard(() => this.#statements.value.get(revision))?.['bytes']
    if (bytes instanceof Uint8Array) return bytes
    throw new StoreError('corrupted', `${this.#path} - has no value of revision ${revision} - expected one`)
  }

  values(revisions: readonly Revision[]): readonly Uint8Array[] {
    if (revisions.length < 8) return revisions.map((revision) => this.value(revision))
    const values: Uint8Array[] = []
    for (let at = 0; at < revisions.length; at += valuesStep) {
      values.push(...this.#valuesOf(revisions.slice(at, at + valuesStep)))
    }
    return values
  }

  rows(after: Revision, upTo: Revision, limit: number): readonly RowHead[] {
    return this.#guard(() => this.#statements.rows.all(after, upTo, limit)).map(headOf)
  }

  sizeBytes(): number {
    return fileBytes(this.#path) + fileBytes(`${this.#path}-wal`)
  }

  usedBytes(): number {
    const pages = Number(this.#statements.pages.get()?.['page_count'] ?? 0)
    const free = Number(this.#statements.free.get()?.['freelist_count'] ?? 0)
    return (pages - free) * pageBytes
  }

  hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#path))
    return bavail * bsize >= roomBytes
  }

  close(): void {
    this.#database.close()
    if (this.#logFile !== undefined) closeSync(this.#logFile)
  }

  #transact({ rows, forgotten, revision, compacted }: Commit): void {
    const { begin, commit, rollback } = this.#statements
    begin.run()
    try {
      for (const row of rows) this.#insert(row)
      for (const old of forgotten) this.#remove(old)
      if (forgotten.length > 0 || rows.length === 0) this.#writeMeta(revision, compacted)
      commit.run()
    } catch (error) {
      if (this.#database.isTransaction) rollback.run()
      throw error
    }
  }

  #insert({ revision, key, created, previous, sizeBytes, value }: Row): void {
    this.#statements.insertHead.run(revision, key, created, previous, sizeBytes)
    if (value !== undefined) this.#statements.insertValue.run(revision, value)
  }

  #remove(revision: Revision): void {
    this.#statements.removeHead.run(revision)
    this.#statements.removeValue.run(revision)
  }

  #writeMeta(revision: Revision, compacted: Revision): void {
    this.#statements.writeMeta.run('revision', revision)
    this.#statements.writeMeta.run('compacted', compacted)
  }

  /** Brings the log to the disk without keeping the thread: what `synchronous = FULL` does inside COMMIT. */
  #sync(): Promise<void> {
    this.#logFile ??= openSync(`${this.#path}-wal`, 'r')
    const file = this.#logFile
    return new Promise((resolve, reject) => {
      fdatasync(file, (error) => (error === null ? resolve() : reject(this.#unsynced(error))))
    })
  }

  /** What the kernel could not bring to the disk may be forgotten by it: nothing in memory tells what is kept. */
  #unsynced(cause: Error): StoreError {
    const message = `${this.#path} - the disk did not confirm the last write (${cause.message}) - expected it to; open the store again`
    return new StoreError('unavailable', message, { cause })
  }

  #valuesOf(revisions: readonly Revision[]): readonly Uint8Array[] {
    const rows = this.#guard(() => this.#statements.values.all(JSON.stringify(revisions)))
    if (rows.length !== revisions.length) return revisions.map((revision) => this.value(revision))
    return rows.map((row) => row['bytes'] as Uint8Array)
  }

  #guard<T>(run: () => T): T {
    try {
      return run()
    } catch (error) {
      throw sqliteError(error, this.#path)
    }
  }
}

const pageBytes = 8192

/** Free space below which a disk that was full still is: a checkpoint needs about as much as the log holds. */
const roomBytes = 8 * 2 ** 20

type Statements = Readonly<Record<keyof typeof texts, StatementSync>>

/** Prepared once: preparing takes longer than running. */
const texts = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  insertHead: 'INSERT INTO log VALUES (?, ?, ?, ?, ?)',
  insertValue: 'INSERT INTO value VALUES (?, ?)',
  removeHead: 'DELETE FROM log WHERE revision = ?',
  removeValue: 'DELETE FROM value WHERE revision = ?',
  writeMeta: 'UPDATE meta SET number = ?2 WHERE name = ?1',
  meta: 'SELECT name, number FROM meta',
  heads: 'SELECT revision, key, created, previous, size FROM log ORDER BY revision',
  rows: 'SELECT revision, key, created, previous, size FROM log WHERE revision > ? AND revision <= ? ORDER BY revision LIMIT ?',
  value: 'SELECT bytes FROM value WHERE revision = ?',
  values: 'SELECT bytes FROM json_each(?) AS asked CROSS JOIN value ON value.revision = asked.value ORDER BY asked.key',
  pages: 'PRAGMA page_count',
  free: 'PRAGMA freelist_count',
} as const

function prepare(database: DatabaseSync): Statements {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, database.prepare(text)])) as Statements
}

function headOf(row: Readonly<Record<string, unknown>>): RowHead {
  return {
    revision: Number(row['revision']),
    key: String(row['key']),
    created: Number(row['created']),
    previous: Number(row['previous']),
    sizeBytes: Number(row['size']),
  }
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
