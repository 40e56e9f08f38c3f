import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Compat, readBounded } from '#source'
import { CliError } from '../frame/error.ts'
import { decodeYaml, text } from './decode.ts'
import { helm3Plugin } from './format-helm3.ts'
import { legacyPlugin } from './format-legacy.ts'
import { modernPlugin } from './format-v1.ts'
import type { Plugin } from './plugin.ts'

/** The file that makes a folder a plugin. */
export const PLUGIN_FILE = 'plugin.yaml'

/** Is a folder a plugin, be it a broken one? */
export function isPluginFolder(folder: string): boolean {
  return existsSync(join(folder, PLUGIN_FILE))
}

/**
 * The plugin in a folder, of either format; `helm3` knows the old one only, and reads it strictly. Throws CliError `input` with
 * Helm's reason. Source: helm.sh/helm/v4 internal/plugin/loader.go, v3 pkg/plugin/plugin.go.
 */
export function readPlugin(folder: string, compat: Compat): Plugin {
  const file = join(folder, PLUGIN_FILE)
  if (!existsSync(file)) {
    throw new CliError('input', `failed to read plugin at "${file}": open ${file}: no such file or directory`)
  }
  const plugin = parsePlugin(Buffer.from(readBounded(file)).toString('utf8'), folder, compat)
  const { runtime } = plugin
  if (runtime.kind === 'subprocess' || existsSync(runtime.file)) return plugin
  throw new CliError('input', `wasm binary missing for extism/v1 plugin: "${runtime.file}"`)
}

/** The same of the text of a plugin.yaml. */
export function parsePlugin(source: string, folder: string, compat: Compat): Plugin {
  try {
    return compat === 'helm3' ? helm3Plugin(source, folder) : parseEither(source, folder)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const file = join(folder, PLUGIN_FILE)
    if (reason.startsWith('invalid plugin name at')) throw new CliError('input', reason, { cause })
    const place = compat === 'helm3' ? `at "${file}"` : `"${folder}"`
    throw new CliError('input', `failed to load plugin ${place}: ${reason}`, { cause })
  }
}

function parseEither(source: string, folder: string): Plugin {
  const apiVersion = peekVersion(source)
  if (apiVersion === '') return legacyPlugin(source, folder)
  if (apiVersion === 'v1') return modernPlugin(source, folder)
  throw new Error(`invalid plugin apiVersion: ${JSON.stringify(apiVersion)}`)
}

const HEAD = { kind: 'struct', name: 'plugin.apiVersion', fields: { apiVersion: text } } as const

function peekVersion(source: string): string {
  try {
    if (/^(?:\s|#.*$)*$/m.test(source) && source.replace(/#.*$/gm, '').trim() === '') throw new Error('EOF')
    return decodeYaml<{ apiVersion?: string }>(source, HEAD, { isStrict: false }).apiVersion ?? ''
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`failed to peek ${PLUGIN_FILE} API version: ${reason}`, { cause })
  }
}
