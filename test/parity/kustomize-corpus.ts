/**
 * Builds every case of the overlay corpus in process and compares with what the reference printed.
 * As a program: `node test/parity/kustomize-corpus.ts [suite|real] [part of an id]`, one report for each case that differs.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpus } from '../peers.ts'
import { type Printed, runProgram } from './lint-session.ts'

/** One line of cases.jsonl; paths are relative to the set's folder. */
export interface OverlayCase {
  readonly id: string
  readonly dir: string
  readonly flags: readonly string[]
  readonly exit: number
  readonly stdout: string | null
  readonly stderr: string | null
}

/** A set of cases: the reference's own tests, or folders of public repositories. */
export type OverlaySet = 'suite' | 'real'

/** The folder of a set, or undefined when this machine has none. */
export function overlayFolder(set: OverlaySet): string | undefined {
  const folder = corpus(join('kustomize', set))
  return folder !== undefined && existsSync(join(folder, 'cases.jsonl')) ? folder : undefined
}

/** The cases of a set, those with `part` in their name. */
export function overlayCases(folder: string, part = ''): OverlayCase[] {
  const lines = readFileSync(join(folder, 'cases.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as OverlayCase).filter((entry) => entry.id.includes(part))
}

/** Runs a case as a user would. */
export async function runOverlay(folder: string, { dir, flags }: OverlayCase): Promise<Printed> {
  const words = flags.map((flag) => (flag === 'HELM' ? 'helm' : flag))
  const home = join(folder, 'home')
  const stage = { persona: 'helm', cwd: folder, environment: { XDG_CONFIG_HOME: home }, home } as const
  return runProgram(['kustomize', 'build', join(folder, dir), ...words], stage)
}

/** Says in what an outcome differs from the record, or undefined where it does not. */
export function overlayDifference(folder: string, entry: OverlayCase, printed: Printed): string | undefined {
  if (printed.exit !== entry.exit) return `exit ${printed.exit}, not ${entry.exit}: ${printed.stderr}`
  const stderr = comparable(recorded(folder, entry.stderr), folder)
  const ours = comparable(printed.stderr.replace(/^Error: /m, 'error: '), folder)
  if (ours !== stderr) return `stderr:\n${ours}\nnot:\n${stderr}`
  const stdout = recorded(folder, entry.stdout)
  return entry.exit !== 0 || printed.stdout === stdout ? undefined : firstDifference(printed.stdout, stdout)
}

/** The text of a recorded file; empty where none was recorded. */
export function recorded(folder: string, path: string | null): string {
  return path === null ? '' : readFileSync(join(folder, path), 'utf8')
}

/** A text without what differs from run to run: addresses of memory, time stamps of the log, the folder itself. */
export function comparable(text: string, folder: string): string {
  const stamp = /^I\d{4} [\d:.]+ +\d+ log\.go:\d+\] /gm
  return text
    .replaceAll(folder, '{root}')
    .replace(/0xc[0-9a-f]{9}/g, '0x…')
    .replace(stamp, '')
    .trimEnd()
}

function firstDifference(ours: string, theirs: string): string {
  const left = ours.split('\n')
  const right = theirs.split('\n')
  const at = left.findIndex((line, index) => line !== right[index])
  return `line ${at + 1}: ${JSON.stringify(left[at])}, not ${JSON.stringify(right[at])}`
}

async function main(set: OverlaySet, part: string): Promise<void> {
  const folder = overlayFolder(set)
  if (folder === undefined) throw new Error('no overlay corpus: set BERTH_CORPUS')
  let passed = 0
  const cases = overlayCases(folder, part)
  for (const entry of cases) {
    const difference = overlayDifference(folder, entry, await runOverlay(folder, entry))
    if (difference === undefined) passed++
    else console.log(`${entry.id} (${entry.dir})\n${difference}\n`)
  }
  console.log(`${set}: ${passed} of ${cases.length}`)
}

if (import.meta.main) await main((process.argv[2] ?? 'suite') as OverlaySet, process.argv[3] ?? '')
