import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Postgres of a test's own, reached through a socket in its folder. */
export interface Postgres {
  /** As HELM_DRIVER_SQL_CONNECTION_STRING takes it. */
  readonly connection: string
  stop(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'
/** The user that everybody's files belong to least; Postgres refuses to run as root. */
const NOBODY = 65_534

/** Where Postgres is installed; undefined where it is not. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : []
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')))
}

/** Starts a Postgres that forgets everything when it stops. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-postgres-'))
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(folder, NOBODY, NOBODY)
  const as = { cwd: folder, ...(isRoot && { uid: NOBODY, gid: NOBODY }) }
  const data = join(folder, 'data')
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, '-U', 'berth', '-A', 'trust', '--no-sync'], {
    ...as,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off']
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await readyToAccept(server.stderr, ended)
  return {
    connection: `host=${folder} user=berth dbname=postgres sslmode=disable`,
    stop: async () => {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The server says in its log when it takes connections. */
function readyToAccept(log: NodeJS.ReadableStream, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    log.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('ready to accept connections')) resolve()
    })
    void ended.then(() => reject(new Error(`postgres ended: ${text}`)))
  })
}
