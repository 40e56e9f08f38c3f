import { byteLength, toBytes } from '../bytes.ts'
import { define } from '../define.ts'
import type { GoFunction, Int } from '../value.ts'
import { bcryptLibrary, nodeCrypto } from './crypto-node.ts'
import { joinBytes } from './der.ts'
import type { SprigEnvironment } from './environment.ts'

const BCRYPT_COST = 10
const BCRYPT_LIMIT = 72
/** Steps that hashing or deriving one password counts for. */
const PASSWORD_COST = 320_000

/** Sprig's functions for passwords. */
export function passwordFunctions(environment: SprigEnvironment): GoFunction[] {
  const hash = (password: string): string => bcrypt(password, environment.randomBytes(16))
  return [
    define('bcrypt', ['string'], (password) => hash(password as string), { cost: PASSWORD_COST }),
    define(
      'htpasswd',
      ['string', 'string'],
      (user, password) =>
        (user as string).includes(':')
          ? `invalid username: ${user as string}`
          : `${user as string}:${hash(password as string)}`,
      { cost: PASSWORD_COST },
    ),
    define(
      'derivePassword',
      ['uint32', 'string', 'string', 'string', 'string'],
      (counter, type, ...texts) => {
        const [password, user, site] = texts as string[] as [string, string, string]
        return derivePassword({ counter: Number((counter as Int).value), type: type as string, password, user, site })
      },
      { cost: 2 * PASSWORD_COST },
    ),
  ]
}

function bcrypt(password: string, salt: Uint8Array): string {
  if (byteLength(password) > BCRYPT_LIMIT) {
    return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes'
  }
  const { encodeBase64, hashSync } = bcryptLibrary()
  return hashSync(password, `$2a$${BCRYPT_COST}$${encodeBase64(salt, salt.length)}`)
}

const SEED = 'com.lyndir.masterpassword'

const TEMPLATES: Readonly<Record<string, string | undefined>> = {
  __proto__: null as unknown as undefined,
  maximum: 'anoxxxxxxxxxxxxxxxxx axxxxxxxxxxxxxxxxxno',
  long:
    'CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv ' +
    'CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv ' +
    'CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno',
  medium: 'CvcnoCvc CvcCvcno',
  short: 'Cvcn',
  basic: 'aaanaaan aannaaan aaannaaa',
  pin: 'nnnn',
}

const CHARACTERS: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
}

interface Derivation {
  readonly counter: number
  readonly type: string
  readonly password: string
  readonly user: string
  readonly site: string
}

/** The Master Password algorithm, version 3's templates. */
function derivePassword({ counter, type, password, user, site }: Derivation): string {
  const templates = TEMPLATES[type]?.split(' ')
  if (templates === undefined) return `cannot find password template ${type}`
  const crypto = nodeCrypto()
  const salt = joinBytes([toBytes(SEED), counted(user)])
  const key = crypto.scryptSync(toBytes(password), salt, 64, { N: 32_768, r: 8, p: 2, maxmem: 128 * 1024 * 1024 })
  const message = joinBytes([toBytes(SEED), counted(site), bigEndian(counter)])
  const seed = crypto.createHmac('sha256', key).update(message).digest()
  const template = templates[(seed[0] as number) % templates.length] as string
  return Array.from(template, (kind, index) => {
    const characters = CHARACTERS[kind] as string
    return characters.charAt((seed[index + 1] as number) % characters.length)
  }).join('')
}

function counted(text: string): Uint8Array {
  const bytes = toBytes(text)
  return joinBytes([bigEndian(bytes.length), bytes])
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
