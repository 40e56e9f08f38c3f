import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { renderKustomize } from '../../src/render/kustomize/target/render.ts'
import { localFiles } from '../../src/source/overlay/local.ts'

/** Texts of files by their paths. */
export type Files = Readonly<Record<string, string>>

/** What a build ends with: what it prints, or its error without `error: `. */
export interface Outcome {
  readonly text?: string
  readonly error?: string
}

/** Builds the folder of some files with ours and with the real tool. */
export function buildBoth(
  files: Readonly<Record<string, string | Uint8Array>>,
  real: string,
  folder = '.',
): { readonly ours: Outcome; readonly theirs: Outcome } {
  const root = mkdtempSync(join(tmpdir(), 'berth-overlay-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    const target = join(root, folder)
    return { ours: ourBuild(target), theirs: realBuild(real, target) }
  } finally {
    rmSync(root, { recursive: true })
  }
}

function ourBuild(folder: string): Outcome {
  try {
    return { text: renderKustomize(folder, { files: localFiles() }).text }
  } catch (error) {
    return { error: (error as Error).message }
  }
}

function realBuild(real: string, folder: string): Outcome {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 } as const
    return { text: execFileSync(real, ['kustomize', folder], options) }
  } catch (error) {
    const { stderr } = error as { stderr: string }
    const at = stderr.startsWith('error: ') ? 0 : stderr.indexOf('\nerror: ') + 1
    return { error: stderr.slice(at + 'error: '.length, -1) }
  }
}
