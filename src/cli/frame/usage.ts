import type { Command } from './command.ts'

/** A command's usage line without the program: `repo add NAME URL [flags]`. */
export function usageOf(command: Command): string {
  const words = command.args.map(({ name, isOptional, isVariadic }) => {
    const word = isVariadic ? `${name}...` : name
    return isOptional ? `[${word}]` : word
  })
  return [command.name, ...words, '[flags]'].join(' ')
}
