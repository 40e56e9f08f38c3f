import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ioError } from '../folder.ts'

/** What a folder or file holds. */
export type SourceFormat = 'helm' | 'kustomize' | 'oam' | 'plain'

const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
/** An application names its kind near the top; larger files are read this far only. */
const headBytes = 64 * 1024

/**
 * The format of what is at the path: Chart.yaml or an archive is a chart, a kustomization an overlay, a document of kind
 * `Application` in `core.oam.dev` an OAM application, all else plain objects. Throws `not-found`, `io`.
 */
export function detectFormat(path: string): SourceFormat {
  const isFolder = folderAt(path)
  if (!isFolder) return formatOfFile(path)
  const names = new Set(readdirSync(path))
  if (names.has('Chart.yaml')) return 'helm'
  if (kustomizationNames.some((name) => names.has(name))) return 'kustomize'
  const files = [...names].filter((name) => /\.ya?ml$/.test(name)).sort()
  return files.some((name) => isApplication(join(path, name))) ? 'oam' : 'plain'
}

function folderAt(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    throw ioError(`stat ${path}`, error)
  }
}

function formatOfFile(path: string): SourceFormat {
  if (/\.(?:tgz|tar\.gz)$/.test(path)) return 'helm'
  if (kustomizationNames.some((name) => path === name || path.endsWith(`/${name}`))) return 'kustomize'
  return isApplication(path) ? 'oam' : 'plain'
}

function isApplication(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile()) return false
  const head = readFileSync(path).subarray(0, headBytes).toString('utf8')
  return /^kind:\s*["']?Application["']?\s*(?:#.*)?$/m.test(head) && /^apiVersion:\s*["']?core\.oam\.dev\//m.test(head)
}
