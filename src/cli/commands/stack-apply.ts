import { stackApplyFlags } from '../flags/stack.ts'
import { defineCommand } from '../frame/command.ts'
import { applyStack } from '../stack/apply.ts'
import { stackArgument } from '../stack/argument.ts'

/** `berth stack apply [FILE]`: the releases of a stack, in the order of their needs, several at once. */
export const command = defineCommand({
  name: 'stack apply',
  summary: 'install and upgrade the releases of a stack or helmfile',
  description:
    'Releases start as soon as what they need is done. Where one fails, what needs it is not started; the rest goes on.',
  examples: [
    'berth stack apply stack.yaml -e production',
    'berth stack apply helmfile.yaml -l tier=backend --include-needs',
  ],
  args: [stackArgument],
  flags: stackApplyFlags,
  run: async (input, session) => ({ data: await applyStack(input, session) }),
})
