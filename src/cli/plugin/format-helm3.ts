import { join } from 'node:path'
import { decodeGoStruct, type GoStruct, goBool, goString, mapOf, optional, sliceOf } from '#repo'
import { load } from '#yaml'
import { type LegacyText, legacyFields } from './legacy-fields.ts'
import type { PlatformCommand, Plugin } from './plugin.ts'
import { isPluginName } from './rule.ts'

/**
 * A plugin.yaml as Helm 3 reads it: every field must be known, a plugin that fetches is a command too, and `command` is
 * what is left when no platform fits. Throws `Error` with Helm's reason. Source: helm.sh/helm/v3 pkg/plugin/plugin.go.
 */
export function helm3Plugin(source: string, folder: string): Plugin {
  const file = join(folder, 'plugin.yaml')
  const raw = decodeGoStruct(load(source, { file }), metadataType, { isStrict: true, raw: source }) as Metadata
  const { name = '', version = '', command = '', platformCommand = [], downloaders = [], hooks = {} } = raw
  if (!isPluginName(name)) throw new Error(`invalid plugin name at "${file}"`)
  const isFor = platformCommand.map(({ os = '', ...rest }) => ({ os: os || 'none', ...rest }))
  return {
    folder,
    name,
    version,
    ...legacyFields(raw),
    word: name,
    runtime: {
      kind: 'subprocess',
      commands: command === '' ? isFor : [...isFor, { command }],
      hooks: Object.fromEntries(
        Object.entries(hooks)
          .filter(([, line]) => line !== '')
          .map(([event, line]) => [event, [{ command: 'sh', args: ['-c', line] }]]),
      ),
      expandsHookArgs: false,
      downloaders: downloaders.map(({ protocols = [], command: program = '' }) => ({
        protocols,
        commands: [{ command: program }],
      })),
    },
  }
}

interface Metadata extends LegacyText {
  readonly name?: string
  readonly version?: string
  readonly platformCommand?: readonly PlatformCommand[]
  readonly command?: string
  readonly hooks?: Readonly<Record<string, string>>
  readonly downloaders?: readonly { readonly protocols?: readonly string[]; readonly command?: string }[]
}

const struct = (name: string, fields: GoStruct['fields']): GoStruct => ({
  kind: 'struct',
  name,
  pkg: 'plugin',
  isPointer: false,
  fields,
})

/** `plugin.Metadata` of Helm 3.17. */
const metadataType = struct('Metadata', [
  optional('name', goString),
  optional('version', goString),
  optional('usage', goString),
  optional('description', goString),
  optional(
    'platformCommand',
    sliceOf(
      struct('PlatformCommand', [optional('os', goString), optional('arch', goString), optional('command', goString)]),
    ),
  ),
  optional('command', goString),
  optional('ignoreFlags', goBool),
  optional('hooks', mapOf(goString)),
  optional(
    'downloaders',
    sliceOf(struct('Downloaders', [optional('protocols', sliceOf(goString)), optional('command', goString)])),
  ),
  optional('useTunnel', goBool),
])
