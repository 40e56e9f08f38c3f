import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { signChart } from '#repo'
import { loadChart, packageChart } from '#source'
import { fetchDependencies } from '../chart/dependencies.ts'
import { keyringPath } from '../chart/keyring.ts'
import { readPassword } from '../chart/network.ts'
import { versionRules } from '../chart/versions.ts'
import { networkFlags } from '../flags/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** `berth package CHART...`: NAME-VERSION.tgz for each chart folder, signed on demand. */
export const command = defineCommand({
  name: 'package',
  summary: 'pack a chart into an archive',
  examples: ['berth package ./web --version 1.2.3', "berth package ./web --sign --key 'Release <release@example.com>'"],
  args: [{ name: 'CHART', summary: 'chart folder', isVariadic: true }],
  flags: {
    ...networkFlags,
    'app-version': { kind: 'string', value: 'version', summary: 'appVersion of the package' },
    'dependency-update': { kind: 'boolean', short: 'u', summary: 'fetch dependencies first' },
    destination: { kind: 'string', short: 'd', value: 'dir', default: '.', summary: 'where to write it' },
    key: { kind: 'string', value: 'name', summary: 'user id of the key to sign with' },
    keyring: { kind: 'string', value: 'file', summary: 'secret keys to sign with' },
    'passphrase-file': { kind: 'string', value: 'file', summary: 'file with the passphrase of the key; - for stdin' },
    sign: { kind: 'boolean', summary: 'write a signed provenance file too' },
    version: { kind: 'string', value: 'version', summary: 'version of the package' },
  },
  run: async ({ args, flags }, session) => {
    if (args.length === 0) throw new CliError('usage', 'need at least one argument, the path to the chart')
    if (flags.sign && !flags.key) throw new CliError('usage', '--key is required for signing a package')
    const secret = flags['passphrase-file']
    if (flags.sign && secret && secret !== '-' && !existsSync(secret)) {
      throw new CliError('input', `open ${secret}: no such file or directory`)
    }
    for (const folder of args) {
      if (flags['dependency-update']) {
        await fetchDependencies('update', folder, { flags: { ...flags, verify: false }, session: quiet(session) })
      }
      const path = await packageChart(folder, {
        destination: flags.destination,
        isVersion: versionRules.isVersion,
        nowMs: session.now(),
        compat: flags.compat,
        onWarning: (line) => session.stderr.write(`${line}\n`),
        ...(flags.version && { version: flags.version }),
        ...(flags['app-version'] && { appVersion: flags['app-version'] }),
      }).catch((error: Error) => {
        if (flags.destination !== '.') {
          error.message = error.message.replace(resolve(flags.destination), flags.destination)
        }
        throw error
      })
      if (flags.sign) {
        const keyring = keyringPath(flags.keyring, flags, session)
        const signer = {
          keyring,
          key: flags.key ?? '',
          passphrase: () => passphrase(flags['passphrase-file'], session),
        }
        await sign(path, signer, session)
      }
      session.stdout.write(`Successfully packaged chart and saved it to: ${shown(path, flags.destination)}\n`)
    }
    return undefined
  },
})

/** The session for what Helm does without a word. */
function quiet(session: Session): Session {
  return { ...session, stdout: { ...session.stdout, write: () => undefined } }
}

/** The path as Helm prints it: as the destination was named, absolute when none was. */
function shown(path: string, destination: string): string {
  return destination === '.' ? path : join(destination, basename(path))
}

async function sign(path: string, signer: Parameters<typeof signChart>[1], session: Session): Promise<void> {
  const chart = { archive: readFileSync(path), fileName: basename(path), metadata: loadChart(path).metadata }
  writeFileSync(`${path}.prov`, await signChart(chart, signer, new Date(session.now())))
}

async function passphrase(file: string | undefined, session: Session): Promise<string> {
  if (file === '-') return readPassword(session)
  if (file !== undefined) return readFileSync(file, 'utf8').split('\n', 1)[0] as string
  throw new CliError('input', 'the key is locked', { hint: 'give its passphrase with --passphrase-file' })
}
