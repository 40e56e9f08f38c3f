import { addRepository } from '#repo'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { httpOptions, readPassword, repositoryFiles } from '../chart/network.ts'
import { durationMs } from '../flags/duration.ts'
import { tlsFlags } from '../flags/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** Repositories that have moved; Helm refuses to add them. */
const MOVED: Readonly<Record<string, string>> = {
  'https://kubernetes-charts.storage.googleapis.com': 'https://charts.helm.sh/stable',
  'https://kubernetes-charts-incubator.storage.googleapis.com': 'https://charts.helm.sh/incubator',
}

/** `berth repo add NAME URL`: remembers a repository after its index was fetched. */
export const command = defineCommand({
  name: 'repo add',
  summary: 'add a chart repository',
  args: [
    { name: 'NAME', summary: 'what to call it' },
    { name: 'URL', summary: 'where its index.yaml is' },
  ],
  flags: {
    ...tlsFlags,
    username: { kind: 'string', value: 'name', summary: 'user name' },
    password: { kind: 'string', value: 'text', summary: 'password' },
    'password-stdin': { kind: 'boolean', summary: 'read the password from stdin' },
    'pass-credentials': { kind: 'boolean', summary: 'send the credentials to other hosts as well' },
    'force-update': { kind: 'boolean', summary: 'replace a repository of that name' },
    'allow-deprecated-repos': { kind: 'boolean', summary: 'add repositories that have moved' },
    'no-update': { kind: 'boolean', summary: 'accepted and without effect', isHidden: true },
    timeout: { kind: 'duration', default: '2m0s', summary: 'longest wait for the index' },
  },
  run: async ({ args, flags }, session) => {
    const [name, url] = args as [string, string]
    const moved = Object.entries(MOVED).find(([old]) => url.startsWith(old))
    if (moved && !flags['allow-deprecated-repos']) {
      throw new CliError('input', `repo "${url}" is no longer available; try "${moved[1]}" instead`)
    }
    await checkScheme(url, flags, session)
    const password = flags['password-stdin'] ? await readPassword(session) : (flags.password ?? '')
    const http = { ...httpOptions(flags, session), timeoutMs: durationMs(flags.timeout) }
    const { caFile = '', certFile = '', keyFile = '', insecureSkipTlsVerify = false } = http
    const entry = {
      name,
      url,
      username: flags.username ?? '',
      password,
      passCredentialsAll: flags['pass-credentials'],
      caFile,
      certFile,
      keyFile,
      insecureSkipTlsVerify,
    }
    const printed = await addRepository(entry, {
      ...repositoryFiles(flags, session),
      ...http,
      isForced: flags['force-update'],
    })
    return { text: `${printed}\n` }
  },
})

/** Refuses an address that no chart repository has, and no getter plugin knows. Throws CliError `input`. */
async function checkScheme(url: string, flags: GlobalInput, session: Session): Promise<void> {
  const { persona } = session
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1] ?? ''
  if (scheme === 'http' || scheme === 'https') return
  if (scheme !== 'oci' && (await import('../plugin/getter.ts')).knowsProtocol(scheme, flags, session)) return
  const hint =
    scheme === 'oci' ? 'registries need no adding: name the chart as oci://HOST/PATH' : 'expected http:// or https://'
  const isRegistry = scheme === 'oci' && persona === 'helm'
  const problem = isRegistry
    ? `looks like "${url}" is not a valid chart repository or cannot be reached: failed to perform "FetchReference" on source: invalid reference`
    : `could not find protocol handler for: ${scheme}`
  throw new CliError('input', problem, { hint })
}
