import { existsSync } from 'node:fs'
import { printVerification, verifyFile } from '#repo'
import { keyringPath } from '../chart/keyring.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'

/** `berth verify PATH`: checks an archive against the `.prov` file beside it. */
export const command = defineCommand({
  name: 'verify',
  summary: "check a chart archive's signature",
  args: [{ name: 'PATH', summary: 'chart archive; PATH.prov lies beside it' }],
  flags: { keyring: { kind: 'string', value: 'file', summary: 'public keys to check with' } },
  run: async (input, session) => {
    const keyring = keyringPath(input.flags.keyring, input.flags, session)
    const [path] = input.args as [string]
    if (!existsSync(path)) throw new CliError('input', `stat ${path}: no such file or directory`)
    const verification = await verifyFile(path, keyring, new Date(session.now()))
    const lines = await printVerification(verification)
    return { text: `${lines.join('\n')}\n`, data: verification }
  },
})
