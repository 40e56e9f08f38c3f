import { loginRegistry } from '#repo'
import type { Compat } from '#source'
import { logLine } from '../chart/log.ts'
import { credentialFiles, httpOptions, readPassword } from '../chart/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** `berth registry login HOST`: tries credentials on a registry and keeps them. */
export const command = defineCommand({
  name: 'registry login',
  summary: 'log in to a registry',
  examples: ['echo "$TOKEN" | berth registry login registry.example.com -u me --password-stdin'],
  args: [{ name: 'HOST', summary: 'host and port of the registry' }],
  flags: {
    username: { kind: 'string', short: 'u', value: 'name', summary: 'user name' },
    password: { kind: 'string', short: 'p', value: 'text', summary: 'password or token' },
    'password-stdin': { kind: 'boolean', summary: 'read the password from stdin' },
    insecure: { kind: 'boolean', summary: "trust the registry's certificate unseen" },
    'plain-http': { kind: 'boolean', summary: 'speak HTTP' },
    'ca-file': { kind: 'string', value: 'file', summary: 'certificate authorities to trust' },
    'cert-file': { kind: 'string', value: 'file', summary: 'client certificate' },
    'key-file': { kind: 'string', value: 'file', summary: 'key of the client certificate' },
  },
  run: async ({ args, flags }, session) => {
    const fromStdin = flags['password-stdin'] || flags.password === undefined
    if (fromStdin && session.stdin.isTTY) {
      throw new CliError('usage', 'a password is needed', { hint: 'pipe it in with --password-stdin' })
    }
    const password = fromStdin ? await readPassword(session) : (flags.password as string)
    if (!flags['password-stdin'] && flags.password !== undefined) {
      const text = 'sing --password via the CLI is insecure. Use --password-stdin'
      session.stderr.write(flags.compat === 'helm3' ? `WARNING: U${text}.\n` : logLine('WARN', `u${text}`))
    }
    checkHost(args[0] as string, flags.compat, session)
    const printed = await loginRegistry(
      args[0] as string,
      { username: flags.username ?? '', password },
      {
        ...httpOptions({ ...flags, 'insecure-skip-tls-verify': flags.insecure }, session),
        plainHttp: flags['plain-http'],
        files: credentialFiles(flags, session),
      },
    )
    session.stderr.write(`${printed}\n`)
    return undefined
  },
})

/** Refuses an address or a path where a host is wanted, as Helm 4 does. Throws CliError `input`. */
function checkHost(host: string, compat: Compat, session: Session): void {
  if (host !== '' && (compat === 'helm3' || !host.includes('/'))) return
  if (host !== '') {
    const suggested = host.slice(0, host.indexOf('/'))
    const text = 'registry login currently only supports registry hostname, not a repository path'
    session.stderr.write(logLine('WARN', text, { host, suggested }))
  }
  throw new CliError('input', `invalid reference: invalid registry ${JSON.stringify(host)}`, {
    hint: 'name the host (and port) alone',
  })
}
