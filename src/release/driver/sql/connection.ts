import { readFileSync } from 'node:fs'
import type { Client as PgClient } from 'pg'
import { ReleaseError } from '../../error.ts'
import { migrate } from './migrate.ts'
import type { Query, Row } from './query.ts'
import { clientSettings } from './settings.ts'

/** What the type of the library leaves out. */
interface Connected extends PgClient {
  ref(): void
  unref(): void
}

/** A database that is reached when it is first asked. */
export interface Database {
  readonly query: Query
  /** Runs statements that hold together or not at all; others wait. */
  transaction<T>(run: (query: Query) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The database of a connection string. Sends nothing yet; the schema is made when it is first asked. */
export function openDatabase(connection: string): Database {
  let client: Promise<Connected> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: (query: Query) => Promise<T>): Promise<T> => {
    client ??= connect(connection)
    const reached = client
    const turn = last.then(async () => awake(await reached, run))
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    query: (statement, values) => inTurn((query) => query(statement, values)),
    transaction: (run) => inTurn((query) => holdingTogether(query, run)),
    close: async () => {
      await last
      const reached = await client
      // what waits for the end of an idle connection is to see it
      reached?.ref()
      await reached?.end()
    },
  }
}

async function connect(connection: string): Promise<Connected> {
  const { Client } = await import('pg')
  const settings = clientSettings(connection, (path) => readFileSync(path, 'utf8'))
  try {
    const client = new Client(settings) as Connected
    // a server that goes away between two statements is told by the next one
    client.on('error', () => undefined)
    await client.connect()
    await migrate(queryOf(client))
    client.unref()
    return client
  } catch (cause) {
    throw new ReleaseError('record-store', `unable to instantiate SQL driver: ${textOf(cause)}`, {
      hint: 'see HELM_DRIVER_SQL_CONNECTION_STRING; a server without TLS wants sslmode=disable',
      cause,
    })
  }
}

/** The program lives while a statement runs; an idle connection does not keep it. */
async function awake<T>(client: Connected, run: (query: Query) => Promise<T>): Promise<T> {
  client.ref()
  try {
    return await run(queryOf(client))
  } finally {
    client.unref()
  }
}

async function holdingTogether<T>(query: Query, run: (query: Query) => Promise<T>): Promise<T> {
  await query('BEGIN')
  try {
    const result = await run(query)
    await query('COMMIT')
    return result
  } catch (error) {
    await query('ROLLBACK')
    throw error
  }
}

function queryOf(client: PgClient): Query {
  return async (statement, values) => {
    try {
      const answer = await client.query<Row>(statement, values === undefined ? undefined : [...values])
      return answer.rows
    } catch (cause) {
      throw new ReleaseError('record-store', textOf(cause), { cause })
    }
  }
}

function textOf(cause: unknown): string {
  if (cause instanceof ReleaseError) return cause.message
  const isServer = cause instanceof Error && 'severity' in cause
  if (cause instanceof AggregateError) return cause.errors.map(textOf).join('; ')
  return `${isServer ? 'pq: ' : ''}${cause instanceof Error ? cause.message : String(cause)}`
}
