import { completionScript, loading, type Shell } from '../completion/scripts.ts'
import { type Command, defineCommand } from '../frame/command.ts'

const flags = { 'no-descriptions': { kind: 'boolean', summary: 'offer words without summaries' } } as const

/** `completion SHELL` prints the script that the shell loads. */
function completionCommand(shell: Shell): Command<typeof flags> {
  return defineCommand({
    name: `completion ${shell}`,
    summary: `print the completion script for ${shell}`,
    examples: [loading[shell]],
    args: [],
    flags,
    run: async (input, session) => ({
      text: completionScript(shell, session.persona, !input.flags['no-descriptions']),
    }),
  })
}

/** The four scripts, by shell. */
export const bash = completionCommand('bash')
/** See `bash`. */
export const zsh = completionCommand('zsh')
/** See `bash`. */
export const fish = completionCommand('fish')
/** See `bash`. */
export const powershell = completionCommand('powershell')
