import { pushArchive } from '#repo'
import { credentialFiles, httpOptions } from '../chart/network.ts'
import { networkFlags } from '../flags/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'

/** `berth push ARCHIVE oci://HOST/PATH`: uploads a chart, and its `.prov` file when there is one. */
export const command = defineCommand({
  name: 'push',
  summary: 'upload a chart to a registry',
  args: [
    { name: 'ARCHIVE', summary: 'chart archive, as package writes it' },
    { name: 'REMOTE', summary: 'oci://HOST/PATH; name and version are added' },
  ],
  flags: networkFlags,
  run: async ({ args, flags }, session) => {
    const [archive, remote] = args as [string, string]
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(remote)?.[1]
    if (scheme !== undefined && scheme !== 'oci') throw new CliError('input', `scheme "${scheme}" not supported`)
    const { username, password } = flags
    const pushed = await pushArchive(archive, remote, {
      ...httpOptions(flags, session),
      plainHttp: flags['plain-http'],
      files: credentialFiles(flags, session),
      ...(username && password && { credentials: async () => ({ username, password }) }),
    })
    session.stderr.write(pushed.printed.map((line) => `${line}\n`).join(''))
    return undefined
  },
})
