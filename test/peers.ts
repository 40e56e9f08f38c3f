import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The real tools that parity tests and benches compare with. */
export type Peer = 'helm-3.17.2' | 'helm-4.1.4' | 'kubectl-1.32' | 'kubectl-1.34'

/** Path of a peer in `$BERTH_PEERS` (default `.cache/peers`, filled by `npm run peers`); undefined when it is absent. */
export function peer(name: Peer): string | undefined {
  const path = resolve(join(process.env['BERTH_PEERS'] ?? '.cache/peers', name))
  return existsSync(path) ? path : undefined
}

/** Path of a part of the corpus in `$BERTH_CORPUS` (default `../shared/corpus`); undefined when it is absent. */
export function corpus(part: string): string | undefined {
  const path = resolve(join(process.env['BERTH_CORPUS'] ?? '../shared/corpus', part))
  return existsSync(path) ? realpathSync(path) : undefined
}

/** The built executable; throws with the way out when it is missing. */
export function executable(): string {
  const path = resolve('dist/berth')
  if (!existsSync(path)) throw new Error('dist/berth is missing: run `npm run build` first')
  return path
}
