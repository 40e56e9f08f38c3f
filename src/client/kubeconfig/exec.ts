import { spawn } from 'node:child_process'
import type { JsonObject } from '#kube'
import { ClientError, codeOf, messageOf } from '../error.ts'
import type { CredentialSource, Credentials } from '../transport/credentials.ts'
import type { ExecEntry } from './kubeconfig.ts'
import type { UserContext } from './user-context.ts'

const VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

/**
 * Credentials from a program (client.authentication.k8s.io ExecCredential): asked once, kept until they expire or are
 * refused. Throws ClientError `bad-config`, later `credentials`.
 */
export function execCredentials(exec: ExecEntry, base: Credentials, context: UserContext): CredentialSource {
  checkEntry(exec)
  let held: Promise<Credentials> | undefined
  const isGood = async (asked: Promise<Credentials>): Promise<boolean> => {
    const { expiresAt } = await asked
    return expiresAt === undefined || expiresAt > context.clock.now()
  }
  const fetch = (): Promise<Credentials> => {
    const asked = runPlugin(exec, context).then((status) => ({ ...base, ...status }))
    held = asked
    asked.catch(() => {
      if (held === asked) held = undefined
    })
    return asked
  }
  return {
    current: async () => {
      const judged = held
      if (judged !== undefined && (await isGood(judged))) return judged
      // another request may have asked meanwhile
      return held === undefined || held === judged ? fetch() : held
    },
    refuse: () => {
      held = undefined
      return true
    },
  }
}

function checkEntry({ apiVersion, command, interactiveMode }: ExecEntry): void {
  if (typeof command !== 'string' || command === '')
    throw new ClientError('bad-config', 'exec: command must be specified')
  if (apiVersion === undefined || !VERSIONS.includes(apiVersion)) {
    throw new ClientError('bad-config', `exec plugin: invalid apiVersion "${apiVersion ?? ''}"`, {
      hint: `expected ${VERSIONS[0]}`,
    })
  }
  if (apiVersion === VERSIONS[0] && interactiveMode === undefined) {
    throw new ClientError('bad-config', `exec: interactiveMode must be specified to use ${apiVersion}`)
  }
}

async function runPlugin(exec: ExecEntry, context: UserContext): Promise<Credentials> {
  const isInteractive = exec.interactiveMode !== 'Never' && context.isInteractive
  if (exec.interactiveMode === 'Always' && !isInteractive) {
    throw new ClientError('credentials', `exec plugin ${exec.command} needs a terminal`)
  }
  const info = execInfo(exec, isInteractive, context)
  const environment = { ...context.environment, KUBERNETES_EXEC_INFO: JSON.stringify(info) } as Record<string, string>
  for (const { name, value } of exec.env ?? []) environment[name] = value
  const { text, code } = await run(exec, environment, isInteractive)
  if (code !== 0) {
    throw new ClientError('credentials', `exec: executable ${exec.command} failed with exit code ${code}`, {
      hint: exec.installHint,
    })
  }
  return readStatus(text, exec)
}

function execInfo(exec: ExecEntry, isInteractive: boolean, { cluster }: UserContext): JsonObject {
  const config = cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension
  const told = {
    server: cluster.server ?? '',
    ...(cluster['tls-server-name'] !== undefined && { 'tls-server-name': cluster['tls-server-name'] }),
    ...(cluster['insecure-skip-tls-verify'] === true && { 'insecure-skip-tls-verify': true }),
    ...(cluster.authority !== undefined && {
      'certificate-authority-data': Buffer.from(cluster.authority).toString('base64'),
    }),
    ...(cluster['proxy-url'] !== undefined && { 'proxy-url': cluster['proxy-url'] }),
    ...(config !== undefined && { config: config as JsonObject }),
  }
  return {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion ?? '',
    spec: { ...(exec.provideClusterInfo === true && { cluster: told }), interactive: isInteractive },
  }
}

/** A program that writes more than this writes no credentials. */
const MAX_OUTPUT = 1024 * 1024

function run(
  exec: ExecEntry,
  env: Record<string, string>,
  isInteractive: boolean,
): Promise<{ text: string; code: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(exec.command, [...(exec.args ?? [])], {
      env,
      stdio: [isInteractive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout?.setEncoding('utf8')
    child.stdout?.on('data', (chunk: string) => {
      text += chunk
      if (text.length > MAX_OUTPUT) child.kill()
    })
    child.on('error', (error) => {
      const reason = codeOf(error) === 'ENOENT' ? 'not found' : messageOf(error)
      reject(
        new ClientError('credentials', `exec: executable ${exec.command} ${reason}`, {
          hint: exec.installHint,
          cause: error,
        }),
      )
    })
    child.on('close', (code) => resolve({ text, code: code ?? 1 }))
  })
}

interface ExecCredential {
  readonly kind?: string
  readonly apiVersion?: string
  readonly status?: {
    readonly token?: string
    readonly clientCertificateData?: string
    readonly clientKeyData?: string
    readonly expirationTimestamp?: string
  }
}

function readStatus(text: string, exec: ExecEntry): Credentials {
  const { kind, apiVersion, status } = parse(text, exec)
  const refuse = (why: string): ClientError => new ClientError('credentials', `exec plugin ${exec.command}: ${why}`)
  if (kind !== 'ExecCredential') throw refuse('answer is no ExecCredential')
  if (apiVersion !== exec.apiVersion) {
    throw refuse(`plugin is configured to use API version ${exec.apiVersion}, returned version ${apiVersion}`)
  }
  if (status === undefined || status === null) throw refuse("exec plugin didn't return a status field")
  const { token, clientCertificateData: certificate, clientKeyData: key, expirationTimestamp } = status
  if (!token && !certificate && !key) throw refuse("exec plugin didn't return a token or cert/key pair")
  if (((certificate ?? '') === '') !== ((key ?? '') === ''))
    throw refuse('only a certificate or only a key was returned')
  const expiresAt = expirationTimestamp === undefined ? Number.NaN : Date.parse(expirationTimestamp)
  return {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(certificate && key && { certificate, key }),
    ...(!Number.isNaN(expiresAt) && { expiresAt }),
  }
}

function parse(text: string, exec: ExecEntry): ExecCredential {
  try {
    return (JSON.parse(text) ?? {}) as ExecCredential
  } catch (error) {
    throw new ClientError('credentials', `exec plugin ${exec.command}: decoding stdout: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
