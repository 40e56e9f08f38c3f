import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import type { Identity, Stanza } from 'age-encryption'
import { type SshKey, tagOf } from './ssh-key.ts'

/** Opens files that age encrypted for a key of SSH. Source: filippo.io/age agessh. */
export function sshIdentity(key: SshKey): Identity {
  const [tag, open] = [tagOf(key), openerOf(key)]
  return {
    unwrapFileKey: (stanzas) => {
      const own = stanzas.find(({ args }) => args[0] === key.kind && args[1] === tag)
      return own === undefined ? null : open(own)
    },
  }
}

function openerOf(key: SshKey): (stanza: Stanza) => Uint8Array {
  return key.kind === 'ssh-rsa' ? (stanza) => openRsa(key.key, stanza) : (stanza) => openEd25519(key, stanza)
}

function openRsa(key: KeyObject, { body }: Stanza): Uint8Array {
  const oaepLabel = Buffer.from('age-encryption.org/v1/ssh-rsa')
  return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel }, body)
}

const LABEL = 'age-encryption.org/v1/ssh-ed25519'

/** The key of Edwards' curve as one of Montgomery's, tied to the SSH key by a factor that follows from it. */
function openEd25519({ seed, wire }: Extract<SshKey, { kind: 'ssh-ed25519' }>, { args, body }: Stanza): Uint8Array {
  const share = Buffer.from(args[2] ?? '', 'base64')
  const secret = privateOf(createHash('sha512').update(seed).digest().subarray(0, 32))
  const factor = privateOf(derived(new Uint8Array(), wire))
  const agreed = agree(factor, agree(secret, share))
  const key = derived(agreed, Buffer.concat([share, rawOf(createPublicKey(secret))]))
  return chacha20poly1305(key, new Uint8Array(12)).decrypt(body)
}

function derived(secret: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, LABEL, 32))
}

function agree(privateKey: KeyObject, point: Uint8Array): Uint8Array {
  return diffieHellman({ privateKey, publicKey: publicOf(point) })
}

/** What stands before the 32 bytes of an X25519 key in DER (RFC 8410). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex')
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex')

function privateOf(scalar: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, scalar]), format: 'der', type: 'pkcs8' })
}

function publicOf(point: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, point]), format: 'der', type: 'spki' })
}

function rawOf(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length)
}
