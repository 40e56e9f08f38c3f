import { existsSync, mkdirSync, readFileSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { signArchive } from '#repo'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { keyringPath } from '../chart/keyring.ts'
import { readPassword } from '../chart/network.ts'
import { pluginPackageFlags, pluginVerifyFlags } from '../flags/plugin.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { packPlugin } from '../plugin/archive.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { provenanceText } from '../plugin/provenance-text.ts'
import { readPlugin } from '../plugin/read.ts'
import { checkSignature, verificationText } from '../plugin/signature.ts'

/** `berth plugin package FOLDER`. */
export const packaging = defineCommand({
  name: 'plugin package',
  summary: 'pack a plugin into an archive',
  args: [{ name: 'FOLDER', summary: 'folder of a plugin' }],
  flags: pluginPackageFlags,
  run: async ({ args, flags }, session) => {
    const plugin = pluginIn(args[0] ?? '', session)
    const fileName = `${plugin.name}-${plugin.version}.tgz`
    const path = join(flags.destination, fileName)
    const archive = await packPlugin(resolve(session.cwd, args[0] ?? ''), plugin.name)
    const provenance = flags.sign ? await sign(plugin, { archive, fileName }, { flags, session }) : undefined
    if (!flags.sign) {
      const reason = 'This is not recommended for plugins intended for distribution.'
      session.stdout.write(`WARNING: Skipping plugin signing. ${reason}\n`)
    }
    mkdirSync(resolve(session.cwd, flags.destination), { recursive: true })
    writeFileSync(resolve(session.cwd, path), archive)
    if (provenance !== undefined) {
      writeFileSync(resolve(session.cwd, `${path}.prov`), provenance)
      session.stdout.write(`Successfully signed. Signature written to: ${path}.prov\n`)
    }
    return { text: `Successfully packaged plugin and saved it to: ${path}\n`, data: { path } }
  },
})

function pluginIn(place: string, session: Session): Plugin {
  if (!statsOf(place, session).isDirectory()) {
    throw new CliError('input', 'plugin package only supports directories, not tarballs')
  }
  try {
    return readPlugin(resolve(session.cwd, place), 'helm4')
  } catch (cause) {
    throw new CliError('input', `invalid plugin directory: ${(cause as Error).message}`, { cause })
  }
}

function statsOf(place: string, session: Session): Stats {
  const stats = statSync(resolve(session.cwd, place), { throwIfNoEntry: false })
  if (stats !== undefined) return stats
  throw new CliError('input', `stat ${place}: no such file or directory`)
}

interface Caller {
  readonly flags: Input<typeof pluginPackageFlags>['flags'] & GlobalInput
  readonly session: Session
}

async function sign(
  plugin: Plugin,
  packed: { readonly archive: Uint8Array; readonly fileName: string },
  { flags, session }: Caller,
): Promise<string> {
  const signer = {
    keyring: keyringPath(flags.keyring, flags, session),
    key: flags.key ?? '',
    passphrase: () => passphrase(flags['passphrase-file'], session),
  }
  const text = { ...packed, metadata: provenanceText(plugin) }
  return signArchive(text, signer, new Date(session.now())).catch((error: unknown) => {
    const isOfRing = error instanceof Error && !(error instanceof CliError) && !OF_KEY.test(error.message)
    if (isOfRing) error.message = `error reading from keyring: ${error.message}`
    throw error
  })
}

/** What is wrong with the chosen key, not with the keyring. */
const OF_KEY = /private key/

async function passphrase(file: string | undefined, session: Session): Promise<string> {
  if (file === '-') return readPassword(session)
  if (file !== undefined && !existsSync(resolve(session.cwd, file))) {
    throw new CliError('input', `open ${file}: no such file or directory`, { hint: 'it holds the passphrase' })
  }
  if (file !== undefined) return readFileSync(resolve(session.cwd, file), 'utf8').replace(/[\r\n]+$/, '')
  throw new CliError('input', 'the key is locked', { hint: 'give its passphrase with --passphrase-file' })
}

/** `berth plugin verify ARCHIVE`. */
export const verify = defineCommand({
  name: 'plugin verify',
  summary: "check a plugin archive's signature",
  args: [{ name: 'ARCHIVE', summary: 'plugin archive; ARCHIVE.prov lies beside it' }],
  flags: pluginVerifyFlags,
  run: async ({ args, flags }, session) => {
    const path = args[0] ?? ''
    if (statsOf(path, session).isDirectory()) {
      throw new CliError('input', 'directory verification not supported - only plugin tarballs can be verified')
    }
    if (extname(path) !== '.gz' && extname(path) !== '.tgz') {
      throw new CliError('input', 'plugin file must be a gzipped tarball (.tar.gz or .tgz)')
    }
    const file = resolve(session.cwd, path)
    if (!existsSync(`${file}.prov`)) {
      const reason = `stat ${path}.prov: no such file or directory`
      throw new CliError('input', `could not find provenance file ${path}.prov: ${reason}`)
    }
    const packed = {
      archive: readFileSync(file),
      fileName: basename(path),
      provenance: readFileSync(`${file}.prov`),
    }
    const found = await checkSignature(packed, flags, session)
    return { text: verificationText(found), data: found }
  },
})
