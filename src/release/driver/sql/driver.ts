import { type Clock, parseLabelSelector } from '#kube'
import type { RecordFilter, ReleaseDriver, ReleaseSummary } from '../../contract/driver.ts'
import type { Release } from '../../contract/release.ts'
import { ReleaseError } from '../../error.ts'
import { decodeRecord } from '../../record/decode.ts'
import { encodeRecord } from '../../record/encode.ts'
import { type LabelMap, systemLabelsOf } from '../../record/labels.ts'
import { recordName } from '../../record/name.ts'
import type { RecordLevel } from '../../record/structs.ts'
import { decodeSummary } from '../../record/summary.ts'
import { alreadyThere, missingRecord, undecoded } from '../failure.ts'
import { newestOf } from '../newest.ts'
import { type Database, openDatabase } from './connection.ts'
import type { Query, Row } from './query.ts'

/** Which database, and how records are written to it. */
export interface SqlStore {
  /** As Go's lib/pq takes it. */
  readonly connection: string
  /** Empty: all of them, to read only. */
  readonly namespace: string
  readonly clock: Clock
  readonly level: RecordLevel
  readonly onBroken: (name: string, error: ReleaseError) => void
}

const BREACH = '23505' // unique_violation
const LABELS =
  "(SELECT coalesce(json_object_agg(l.key, l.value), '{}') FROM custom_labels_v1 l WHERE l.releaseKey = r.key AND l.releaseNamespace = r.namespace) AS labels"

/** Keeps records in a Postgres database with Helm's schema. */
export function sqlDriver(store: SqlStore): ReleaseDriver & { readonly close: () => Promise<void> } {
  const database = openDatabase(store.connection)
  return {
    name: 'sql',
    get: (name, revision) => get(database, store, recordName(name, revision)),
    list: (filter) => list(database, store, filter ?? {}),
    summaries: async ({ name, isNewest } = {}) => {
      const rows = await select(database, store, name === undefined ? {} : { name })
      const found = readable(store, rows, ({ body, labels }) => withSystemLabels(decodeSummary(body, labels)))
      return isNewest === true ? newestOf(found) : found
    },
    create: (release) => database.transaction((query) => insert(query, store, release)),
    update: (release) => update(database, store, release),
    remove: (name, revision) => database.transaction((query) => remove(query, store, recordName(name, revision))),
    close: () => database.close(),
  }
}

/** A record as its row holds it. */
interface Stored {
  readonly key: string
  readonly body: string
  readonly labels: LabelMap
}

async function get({ query }: Database, { namespace }: SqlStore, key: string): Promise<Release> {
  const statement = `SELECT r.key, r.body, ${LABELS} FROM releases_v1 r WHERE r.key = $1 AND r.namespace = $2`
  const [row] = (await query(statement, [key, namespace])).map(storedOf)
  if (row === undefined) throw missingRecord()
  try {
    return decodeRecord(row.body, row.labels)
  } catch (error) {
    throw undecoded(error, key)
  }
}

async function list(database: Database, store: SqlStore, filter: RecordFilter): Promise<readonly Release[]> {
  const rows = await select(database, store, filter)
  const releases = readable(store, rows, ({ body, labels }) => decodeRecord(body, labels))
  if (filter.selector === undefined) return releases
  const selector = parseLabelSelector(filter.selector)
  return releases.filter((release) => selector.matches({ ...release.labels, ...systemLabelsOf(release) }))
}

async function select({ query }: Database, { namespace }: SqlStore, filter: RecordFilter): Promise<readonly Stored[]> {
  const terms: readonly (readonly [column: string, value: string | undefined])[] = [
    ['owner', 'helm'],
    ['namespace', namespace === '' ? undefined : namespace],
    ['name', filter.name],
    ['status', filter.status],
  ]
  const given = terms.filter(([, value]) => value !== undefined)
  const where = given.map(([column], at) => `r.${column} = $${at + 1}`).join(' AND ')
  const statement = `SELECT r.key, r.body, ${LABELS} FROM releases_v1 r WHERE ${where}`
  return (
    await query(
      statement,
      given.map(([, value]) => value),
    )
  ).map(storedOf)
}

function storedOf({ key, body, labels }: Row): Stored {
  return { key: String(key), body: String(body), labels: labels as LabelMap }
}

function readable<T>(store: SqlStore, rows: readonly Stored[], read: (row: Stored) => T): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)]
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error
      store.onBroken(row.key, error)
      return []
    }
  })
}

function withSystemLabels(summary: ReleaseSummary): ReleaseSummary {
  return { ...summary, labels: { ...summary.labels, ...systemLabelsOf(summary) } }
}

async function insert(query: Query, store: SqlStore, release: Release): Promise<void> {
  const key = recordName(release.name, release.version)
  const values = [
    key,
    'helm.sh/release.v1',
    encodeRecord(release, store.level),
    release.name,
    store.namespace,
    release.version,
    release.info.status,
    'helm',
    secondsNow(store),
  ]
  try {
    await query(
      `INSERT INTO releases_v1 (key, type, body, name, namespace, version, status, owner, createdAt)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values,
    )
  } catch (error) {
    throw isBreach(error) ? alreadyThere(error) : error
  }
  for (const [name, value] of Object.entries(release.labels)) {
    const labelValues = [key, store.namespace, name, value]
    const columns = '(releaseKey, releaseNamespace, key, value)'
    await query(`INSERT INTO custom_labels_v1 ${columns} VALUES ($1, $2, $3, $4)`, labelValues)
  }
}

function isBreach(error: unknown): boolean {
  const cause = error instanceof ReleaseError ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === BREACH
}

async function update({ query }: Database, store: SqlStore, release: Release): Promise<void> {
  const changed = await query(
    `UPDATE releases_v1 SET body = $1, name = $2, version = $3, status = $4, owner = 'helm', modifiedAt = $5
     WHERE key = $6 AND namespace = $7 RETURNING key`,
    [
      encodeRecord(release, store.level),
      release.name,
      release.version,
      release.info.status,
      secondsNow(store),
      recordName(release.name, release.version),
      store.namespace,
    ],
  )
  if (changed.length === 0) throw missingRecord()
}

async function remove(query: Query, { namespace }: SqlStore, key: string): Promise<void> {
  const place = [key, namespace]
  const gone = await query('DELETE FROM releases_v1 WHERE key = $1 AND namespace = $2 RETURNING key', place)
  if (gone.length === 0) throw missingRecord()
  await query('DELETE FROM custom_labels_v1 WHERE releaseKey = $1 AND releaseNamespace = $2', place)
}

function secondsNow({ clock }: SqlStore): number {
  return Math.floor(clock.now() / 1000)
}
