import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What a peer printed. */
export interface PeerRun {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A real helm with a home of its own. */
export interface Peer {
  readonly name: string
  readonly home: string
  run(...args: readonly string[]): Promise<PeerRun>
}

const peers = process.env.BERTH_PEERS ?? '.cache/peers'

/** The helm binaries that are there; empty when none is (`npm run peers` fetches them). */
export const helmBinaries = ['helm-4.1.4', 'helm-3.17.2']
  .map((name) => resolve(peers, name))
  .filter((path) => existsSync(path))

/** A peer in a new home; nothing of the user's own configuration is read. */
export function startPeer(binary: string, variables: Readonly<Record<string, string>> = {}): Peer {
  const home = mkdtempSync(join(tmpdir(), 'berth-repo-'))
  const env = { HOME: home, PATH: process.env.PATH ?? '', ...variables }
  return {
    name: binary.split('/').at(-1) ?? binary,
    home,
    run: (...args) =>
      new Promise((done) => {
        execFile(binary, args, { env, cwd: home }, (error, stdout, stderr) => {
          const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
          done({ status, stdout, stderr })
        })
      }),
  }
}
