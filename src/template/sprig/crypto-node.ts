import { createRequire } from 'node:module'

type Crypto = typeof import('node:crypto')
type Bcrypt = typeof import('bcryptjs')

let crypto: Crypto | undefined
let bcrypt: Bcrypt | undefined

/** Node's cryptography, loaded when the first function needs it. */
export function nodeCrypto(): Crypto {
  crypto ??= (
    typeof require === 'function' ? require('node:crypto') : createRequire(import.meta.url)('node:crypto')
  ) as Crypto
  return crypto
}

/** The bcrypt library, loaded when the first password is hashed. A bundler resolves the first form. */
export function bcryptLibrary(): Bcrypt {
  if (bcrypt === undefined) {
    const loaded = (
      typeof require === 'function' ? require('bcryptjs') : createRequire(import.meta.url)('bcryptjs')
    ) as Bcrypt & { default?: Bcrypt }
    bcrypt = loaded.default ?? loaded
  }
  return bcrypt
}
