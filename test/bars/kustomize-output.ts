import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import {
  comparable,
  type OverlayCase,
  type OverlaySet,
  overlayCases,
  overlayFolder,
  recorded,
} from '../parity/kustomize-corpus.ts'
import type { Printed } from '../parity/lint-session.ts'
import { executable } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** kustomize.1 and kustomize.2: every case of a set of overlays through the executable, against what kustomize printed. */
export async function outputEqualsKustomize(set: OverlaySet): Promise<Verdict> {
  const folder = overlayFolder(set)
  if (folder === undefined) return { holds: false, figure: 'no overlay corpus: set BERTH_CORPUS' }
  const cases = overlayCases(folder, process.env['BERTH_CASES'])
  const count = { built: 0, equal: 0, failing: 0, sameCause: 0, sameText: 0, sameWarnings: 0 }
  for (const entry of cases) {
    const printed = build(folder, entry)
    const found = entry.exit === 0 ? judgeOutput(folder, entry, printed) : judgeFailure(folder, entry, printed)
    count[entry.exit === 0 ? 'built' : 'failing']++
    if (found.complaint === undefined) count[entry.exit === 0 ? 'equal' : 'sameCause']++
    if (found.isSameStderr) count[entry.exit === 0 ? 'sameWarnings' : 'sameText']++
    const report = found.complaint ?? (found.isSameStderr ? undefined : 'other words on stderr')
    if (report !== undefined) stdout.write(`${entry.id}\n  ${report}\n${found.detail}`)
  }
  const { built, equal, failing, sameCause, sameText, sameWarnings } = count
  const failures = `${sameCause}/${failing} failures with the same exit code and cause, ${sameText} with the same text`
  return {
    holds: cases.length > 0 && equal === built && sameCause === failing,
    figure: `${equal}/${built} outputs equal (${sameWarnings} with the same warnings), ${failures}`,
  }
}

/** One whole process, in the words of the reference: warnings, then one line with the error. */
function build(folder: string, { dir, flags }: OverlayCase): Printed {
  const words = flags.map((flag) => (flag === 'HELM' ? 'helm' : flag))
  const home = join(folder, 'home')
  const result = spawnSync(executable(), ['helm', 'kustomize', 'build', join(folder, dir), ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', HOME: home, XDG_CONFIG_HOME: home },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { exit: result.status ?? -1, stdout: result.stdout, stderr: result.stderr }
}

interface Judgement {
  /** What must not differ and does. */
  readonly complaint: string | undefined
  readonly isSameStderr: boolean
  readonly detail: string
}

function judgeOutput(folder: string, entry: OverlayCase, printed: Printed): Judgement {
  const theirs = entry.stdout === null ? '' : readFileSync(join(folder, entry.stdout), 'utf8')
  const isEqual = printed.exit === 0 && printed.stdout === theirs
  const complaint = isEqual ? undefined : `exit ${printed.exit}, stdout differs`
  return { complaint, ...compareStderr(folder, entry, printed) }
}

function judgeFailure(folder: string, entry: OverlayCase, printed: Printed): Judgement {
  const compared = compareStderr(folder, entry, printed)
  const ours = causeOf(comparable(printed.stderr, folder))
  const theirs = causeOf(comparable(recorded(folder, entry.stderr), folder))
  const isSameCause = compared.isSameStderr || ours === theirs
  const isSameExit = printed.exit === entry.exit
  const complaint = isSameExit && isSameCause ? undefined : `exit ${printed.exit}, cause ${ours}`
  return { complaint, ...compared }
}

function compareStderr(folder: string, entry: OverlayCase, printed: Printed): Omit<Judgement, 'complaint'> {
  const ours = comparable(printed.stderr.replace(/^Error: /m, 'error: '), folder)
  const theirs = comparable(recorded(folder, entry.stderr), folder)
  const isSameStderr = ours === theirs
  return { isSameStderr, detail: isSameStderr ? '' : `    ${ours}\n  and not\n    ${theirs}\n` }
}

/** The innermost part of an error that others are wrapped around: what stands behind the last colon, values left out. */
function causeOf(stderr: string): string {
  const message = stderr.slice(stderr.search(/^error: /im))
  const cause =
    message
      .trimEnd()
      .split(/: (?=[a-z])/)
      .at(-1) ?? ''
  return cause.replace(/(["'`]).*?\1|\d+|\[[^\]]*\]|\{[^}]*\}/g, '…')
}
