import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey } from 'openpgp'
import { describe, expect, test } from 'vitest'
import { parseMetadata, printVerification, RepoError, signChart, validateMetadata, verifyFile } from '#repo'
import { helmBinaries, startPeer } from './repo-peer.ts'

const now = (): Date => new Date()
const chart = 'apiVersion: v1\nname: web\nversion: 1.0.0\ndescription: "- dashes\\n"\nkeywords: [a]\n'

interface Ring {
  readonly kind: string
  readonly publicRing: string
  readonly secretRing: string
  readonly passphrase: string
}

async function ownRing(kind: 'rsa' | 'ecc', passphrase: string): Promise<Ring> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-key-'))
  const { privateKey, publicKey } = await generateKey({
    ...(kind === 'rsa' ? { type: 'rsa', rsaBits: 2048 } : { type: 'ecc', curve: 'ed25519Legacy' }),
    userIDs: [{ name: 'Ann Key', email: 'ann@example.test' }],
    passphrase,
    date: new Date(Date.now() - 60_000),
    format: 'binary',
  } as Parameters<typeof generateKey>[0])
  const [secretRing, publicRing] = [join(folder, 'secring.gpg'), join(folder, 'pubring.gpg')]
  writeFileSync(secretRing, privateKey as unknown as Uint8Array)
  writeFileSync(publicRing, publicKey as unknown as Uint8Array)
  return { kind: `own ${kind}${passphrase === '' ? '' : ' locked'}`, publicRing, secretRing, passphrase }
}

/** A key from GnuPG, where it is installed. */
function gnupgRing(): Ring[] {
  const folder = mkdtempSync(join(tmpdir(), 'berth-gpg-'))
  const gpg = (...args: string[]): Buffer =>
    execFileSync('gpg', ['--homedir', folder, '--batch', '--passphrase', '', '--pinentry-mode', 'loopback', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  try {
    gpg('--quick-generate-key', 'Gnu Key <gnu@example.test>', 'rsa2048', 'sign', 'never')
  } catch {
    console.warn('no gpg: its keys are not tried')
    return []
  }
  const [secretRing, publicRing] = [join(folder, 'sec.gpg'), join(folder, 'pub.gpg')]
  writeFileSync(secretRing, gpg('--export-secret-keys'))
  writeFileSync(publicRing, gpg('--export'))
  return [{ kind: 'gnupg rsa', publicRing, secretRing, passphrase: '' }]
}

const rings = [await ownRing('rsa', ''), await ownRing('rsa', 'geheim'), await ownRing('ecc', ''), ...gnupgRing()]

if (helmBinaries.length === 0) console.warn('no helm to compare with: run `npm run peers`')

describe.each(helmBinaries)('%s', (binary) => {
  const readable = rings.filter(({ kind }) => kind !== 'own ecc' || binary.includes('helm-4'))

  test.each(readable)('$kind: helm verifies our signature, and we verify its', async (ring) => {
    const peer = startPeer(binary)
    mkdirSync(join(peer.home, 'web/templates'), { recursive: true })
    writeFileSync(join(peer.home, 'web/Chart.yaml'), chart)
    writeFileSync(join(peer.home, 'web/values.yaml'), 'a: 1\n')
    writeFileSync(join(peer.home, 'pass'), ring.passphrase)
    const id = ring.kind.startsWith('gnupg') ? 'Gnu Key' : 'Ann Key'
    const unlocking = ring.passphrase === '' ? [] : ['--passphrase-file', 'pass']
    const signing = ['--sign', '--key', id, '--keyring', ring.secretRing, ...unlocking]
    const packed = await peer.run('package', 'web', ...signing)
    expect(packed.status, packed.stderr).toBe(0)
    const path = join(peer.home, 'web-1.0.0.tgz')
    const theirs = readFileSync(`${path}.prov`, 'utf8')
    const verification = await verifyFile(path, ring.publicRing, now())
    const said = await peer.run('verify', path, '--keyring', ring.publicRing)
    expect((await printVerification(verification)).join('\n')).toBe(said.stdout.trimEnd())

    const metadata = validateMetadata(parseMetadata(chart, 'Chart.yaml'))
    const packedChart = { archive: readFileSync(path), fileName: 'web-1.0.0.tgz', metadata }
    const signer = { keyring: ring.secretRing, key: id, passphrase: async () => ring.passphrase }
    const ours = await signChart(packedChart, signer, now())
    // Helm 3's library leaves the empty line before the signature out.
    const signedPart = (text: string): string => {
      const part = text.slice(0, text.indexOf('-----BEGIN PGP SIGNATURE'))
      return binary.includes('helm-4') ? part : part.trimEnd()
    }
    expect(signedPart(ours)).toBe(signedPart(theirs))
    writeFileSync(`${path}.prov`, ours)
    const checked = await peer.run('verify', path, '--keyring', ring.publicRing)
    expect(checked.status, checked.stderr).toBe(0)
    expect(checked.stdout).toBe(said.stdout)
    if (ring.passphrase !== '') {
      const wrong = signChart(packedChart, { ...signer, passphrase: async () => 'no' }, now())
      await expect(wrong).rejects.toThrow(RepoError)
    }
  })

  test('what does not hold is refused in the same words', async () => {
    const [ring, other] = rings as [Ring, Ring]
    const peer = startPeer(binary)
    const path = join(peer.home, 'web-1.0.0.tgz')
    const metadata = validateMetadata(parseMetadata(chart, 'Chart.yaml'))
    const archive = Buffer.from('archive')
    const signer = { keyring: ring.secretRing, key: 'Ann', passphrase: async () => '' }
    const signed = await signChart({ archive, fileName: 'web-1.0.0.tgz', metadata }, signer, now())
    const cases: readonly (readonly [string, string, string])[] = [
      ['archive', signed, ring.publicRing],
      ['changed', signed, ring.publicRing],
      ['archive', signed.replace('name: web', 'name: wab'), ring.publicRing],
      ['archive', signed, other.publicRing],
      ['archive', signed.replaceAll('web-1.0.0.tgz', 'web-1.0.1.tgz'), ring.publicRing],
      ['archive', 'nothing', ring.publicRing],
      ['archive', signed, '/nowhere'],
    ]
    for (const [content, provenance, keyring] of cases) {
      writeFileSync(path, content)
      writeFileSync(`${path}.prov`, provenance)
      const said = await peer.run('verify', path, '--keyring', keyring)
      const text = await verifyFile(path, keyring, now()).then(
        () => '',
        (error: unknown) => `Error: ${(error as Error).message}`,
      )
      const stem = (line: string): string =>
        line
          .trim()
          .replace(/(invalid signature: ).*/, '$1…')
          .replace('failed to decode signature: ', '')
      expect(stem(text)).toBe(stem(said.stderr))
    }
  })
})
