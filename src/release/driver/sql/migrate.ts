import type { Query } from './query.ts'

/** One step of the schema, by the name under which it is remembered. */
interface Migration {
  readonly id: string
  readonly statements: string
}

/** Helm's schema, step by step; names without quotes are lower case in the database. Source: helm pkg/storage/driver/sql.go. */
const MIGRATIONS: readonly Migration[] = [
  {
    id: 'custom_labels',
    statements: `
      CREATE TABLE custom_labels_v1 (
        releaseKey VARCHAR(64), releaseNamespace VARCHAR(67), key VARCHAR(317), value VARCHAR(63)
      );
      CREATE INDEX ON custom_labels_v1 (releaseKey, releaseNamespace);
      GRANT ALL ON custom_labels_v1 TO PUBLIC;
      ALTER TABLE custom_labels_v1 ENABLE ROW LEVEL SECURITY;`,
  },
  {
    id: 'init',
    statements: `
      CREATE TABLE releases_v1 (
        key VARCHAR(90), type VARCHAR(64) NOT NULL, body TEXT NOT NULL, name VARCHAR(64) NOT NULL,
        namespace VARCHAR(64) NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL, owner TEXT NOT NULL,
        createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY(key, namespace)
      );
      CREATE INDEX ON releases_v1 (key, namespace);
      CREATE INDEX ON releases_v1 (version);
      CREATE INDEX ON releases_v1 (status);
      CREATE INDEX ON releases_v1 (owner);
      CREATE INDEX ON releases_v1 (createdAt);
      CREATE INDEX ON releases_v1 (modifiedAt);
      GRANT ALL ON releases_v1 TO PUBLIC;
      ALTER TABLE releases_v1 ENABLE ROW LEVEL SECURITY;`,
  },
]

/** Any number: whoever brings the schema up to date holds the lock of this one. */
const LOCK = 7_237_001

/**
 * Brings the database's schema up to date, and remembers each step where Helm does (`gorp_migrations`), so that either finds
 * what the other did. Throws what the database says.
 */
export async function migrate(query: Query): Promise<void> {
  if ((await missingSteps(query)).length === 0) return
  await query('BEGIN')
  try {
    await query(`SELECT pg_advisory_xact_lock(${LOCK})`)
    await query(
      'CREATE TABLE IF NOT EXISTS gorp_migrations (id TEXT NOT NULL PRIMARY KEY, applied_at TIMESTAMP WITH TIME ZONE)',
    )
    for (const { id, statements } of await missingSteps(query)) {
      await query(statements)
      await query('INSERT INTO gorp_migrations (id, applied_at) VALUES ($1, now())', [id])
    }
    await query('COMMIT')
  } catch (error) {
    await query('ROLLBACK')
    throw error
  }
}

async function missingSteps(query: Query): Promise<readonly Migration[]> {
  const [{ there } = { there: null }] = await query("SELECT to_regclass('gorp_migrations') AS there")
  if (there === null) return MIGRATIONS
  const done = new Set((await query('SELECT id FROM gorp_migrations')).map(({ id }) => id))
  return MIGRATIONS.filter(({ id }) => !done.has(id))
}
