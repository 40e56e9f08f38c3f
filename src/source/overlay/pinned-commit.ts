import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The commit that a branch or tag meant when it was last asked for. */
export function knownCommit(home: string, ref: string): string | undefined {
  try {
    return readFileSync(fileOf(home, ref), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/** Writes down what a branch or tag means. */
export function rememberCommit(home: string, ref: string, commit: string): void {
  writeFileSync(fileOf(home, ref), `${commit}\n`)
}

function fileOf(home: string, ref: string): string {
  return join(home, `ref-${encodeURIComponent(ref === '' ? 'HEAD' : ref).slice(0, MAX_NAME)}`)
}

const MAX_NAME = 200
