import { stackDestroyFlags } from '../flags/stack.ts'
import { defineCommand } from '../frame/command.ts'
import { stackArgument } from '../stack/argument.ts'
import { destroyStack } from '../stack/destroy.ts'

/** `berth stack destroy [FILE]`: the releases of a stack go, those that need others first. */
export const command = defineCommand({
  name: 'stack destroy',
  summary: 'uninstall the releases of a stack, in reverse order',
  examples: ['berth stack destroy stack.yaml -e staging', 'berth stack destroy stack.yaml -l name=web'],
  args: [stackArgument],
  flags: stackDestroyFlags,
  run: async (input, session) => ({ data: await destroyStack(input, session) }),
})
