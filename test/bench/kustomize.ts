import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { overlayCases, overlayFolder } from '../parity/kustomize-corpus.ts'
import { executable, peer } from '../peers.ts'
import { type Comparison, compare } from './measure.ts'

/** One overlay measured: berth against kubectl 1.34 (kustomize 5.7.1), whole processes. */
export interface KustomizeBench extends Comparison {
  readonly overlay: string
}

/** Rounds of A and B each. */
const ROUNDS = { small: 21, large: 5 }
const LARGEST = 10

/** Measures a small overlay and the ten of the corpus that build to the most text, one after the other. */
export function* benchKustomize(): Generator<KustomizeBench> {
  const kubectl = peer('kubectl-1.34')
  if (kubectl === undefined) throw new Error('kubectl-1.34 is missing: run `npm run peers` first')
  const scratch = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  try {
    layOutSmall(scratch)
    const small = { overlay: 'small', cwd: scratch, args: ['overlay'], rounds: ROUNDS.small }
    for (const { overlay, cwd, args, rounds } of [small, ...largestOverlays()]) {
      const ours = { label: 'berth', command: executable(), args: ['kustomize', 'build', ...args], cwd }
      const theirs = { label: 'kubectl', command: kubectl, args: ['kustomize', ...args], cwd }
      yield { overlay, ...compare(ours, theirs, rounds) }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

interface Measured {
  readonly overlay: string
  readonly cwd: string
  readonly args: readonly string[]
  readonly rounds: number
}

/** Cases with the largest recorded outputs, each output once. */
function largestOverlays(): Measured[] {
  const folder = overlayFolder('real')
  if (folder === undefined) return []
  const bySize = new Map<string, { size: number; measured: Measured }>()
  for (const { id, dir, flags, exit, stdout } of overlayCases(folder)) {
    if (exit !== 0 || stdout === null || flags.includes('HELM') || bySize.has(stdout)) continue
    const { size } = statSync(join(folder, stdout))
    bySize.set(stdout, { size, measured: { overlay: id, cwd: folder, args: [...flags, dir], rounds: ROUNDS.large } })
  }
  const sorted = [...bySize.values()].sort((a, b) => b.size - a.size)
  return sorted.slice(0, LARGEST).map(({ measured }) => measured)
}

/** A base of two objects and an overlay with what overlays usually say: `fixtures/bench/overlay.json` by path. */
function layOutSmall(folder: string): void {
  const files = JSON.parse(readFileSync('fixtures/bench/overlay.json', 'utf8')) as Record<string, string>
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
