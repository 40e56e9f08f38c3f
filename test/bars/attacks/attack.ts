import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Something untrusted, and what must come of it. */
export interface Attack {
  readonly name: string
  /** Files of the folder that it is run in: content, or what makes the thing at that path. */
  readonly files: Readonly<Record<string, string | Uint8Array | ((path: string) => void)>>
  readonly args: readonly string[]
  /** `refused`: exit code and a place or cause in the error. `harmless`: it may go well or be refused, but it ends. */
  readonly ends: 'refused' | 'harmless'
  /** The exit code of a refusal; 1 when left out. */
  readonly exitCode?: number
  /** What the error has to name: the place of the evil, or the limit. */
  readonly names?: RegExp
  /** What must not come out on stdout or stderr. */
  readonly leaks?: RegExp
  /** Environment beside `HOME` and `PATH`. */
  readonly environment?: Readonly<Record<string, string>>
  /** A server that takes part; gives what `{host}` in `args` and `environment` stands for. */
  readonly serve?: () => Promise<{ readonly host: string; close(): Promise<void> }>
  /** Milliseconds that it may take where waiting is what was asked for; 2,000 when left out. */
  readonly withinMs?: number
}

/** A minimal Chart.yaml. */
export const chartYaml = 'apiVersion: v2\nname: c\nversion: 0.1.0\n'

/** A chart in `c/` from files relative to it. */
export function chartFiles(files: Attack['files']): Attack['files'] {
  const below = Object.entries({ 'Chart.yaml': chartYaml, ...files }).map(([name, content]) => [`c/${name}`, content])
  return Object.fromEntries(below) as Attack['files']
}

/** Puts an attack's files into a folder. */
export function layOut({ files }: Attack, folder: string): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof content === 'function') content(path)
    else writeFileSync(path, content)
  }
}
