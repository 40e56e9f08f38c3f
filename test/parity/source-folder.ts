import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Folder } from './source-cases.ts'

/** Writes the folder of a case below `root`. */
export function writeFolder(root: string, files: Folder): void {
  mkdirSync(root, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    if (content.startsWith('link:')) symlinkSync(content.slice('link:'.length), path)
    else writeFileSync(path, content)
  }
}
