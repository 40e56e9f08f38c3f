/** Error numbers of WASI preview 1. */
export const errno = {
  success: 0,
  badDescriptor: 8,
  exists: 20,
  invalid: 28,
  isFolder: 31,
  noEntry: 44,
  noSpace: 51,
  notSupported: 52,
  notFolder: 54,
  notEmpty: 55,
} as const

/** Kinds of files of WASI preview 1. */
export const fileType = { characterDevice: 2, folder: 3, file: 4 } as const

/** The plugin called `proc_exit`. */
export class PluginExit extends Error {
  readonly exitCode: number
  constructor(exitCode: number) {
    super(`module closed with exit_code(${exitCode})`)
    this.name = 'PluginExit'
    this.exitCode = exitCode
  }
}
