import { type Shape, text, texts } from './decode.ts'

/** `[]plugin.PlatformCommand` of Helm 4. */
export const platformCommands: Shape = {
  kind: 'list',
  name: '[]plugin.PlatformCommand',
  of: {
    kind: 'struct',
    name: 'plugin.PlatformCommand',
    fields: { os: text, arch: text, command: text, args: texts },
  },
}

/** `plugin.PlatformHooks`: commands by event. */
export const platformHooks: Shape = { kind: 'map', name: 'plugin.PlatformHooks', of: platformCommands }
