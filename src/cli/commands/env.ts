import { environmentVariables } from '#repo'
import { helmEnvironmentOf } from '../chart/helm-environment.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth env [NAME]`: Helm's variables, all as `NAME="value"` lines or the value of one. */
export const command = defineCommand({
  name: 'env',
  summary: "print Helm's environment",
  args: [{ name: 'NAME', summary: 'one variable; its value alone is printed', isOptional: true }],
  flags: {},
  run: async (input, session) => {
    const environment = helmEnvironmentOf(input.flags, session)
    const variables = environmentVariables(environment, { compat: input.flags.compat, bin: session.persona })
    const [name] = input.args
    if (name !== undefined) return { text: `${variables.get(name) ?? ''}\n`, data: variables.get(name) ?? '' }
    const lines = [...variables].map(([key, value]) => `${key}=${JSON.stringify(value)}\n`)
    return { text: lines.join(''), data: Object.fromEntries(variables) }
  },
})
