import { byteLength, lengthMessage, rangeMessage, regexMessage } from './regular.ts'

/** What is wrong with the name of a port (IANA service name). */
export function checkPortName(value: string): readonly string[] {
  const found = byteLength(value) > 15 ? [lengthMessage(15)] : []
  if (!/^[-a-z0-9]+$/.test(value)) {
    found.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  }
  if (!/[a-z]/.test(value)) found.push('must contain at least one letter (a-z)')
  if (value.includes('--')) found.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) found.push('must not begin or end with a hyphen')
  return found
}

/** What is wrong with the number of a port. */
export function checkPortNumber(value: number): readonly string[] {
  return value >= 1 && value <= 65_535 ? [] : [rangeMessage(1, 65_535)]
}

/** What is wrong with the name of an environment variable. */
export function checkEnvironmentName(value: string): readonly string[] {
  if (value === '') return ['environment variable name must be non-empty']
  // Printable ASCII without the equals sign.
  return /^[ -<>-~]*$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

/** What is wrong with a key of a ConfigMap or Secret. */
export function checkConfigKey(value: string): readonly string[] {
  const found = byteLength(value) > 253 ? [lengthMessage(253)] : []
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) {
    const sentence = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
    found.push(regexMessage(sentence, '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name'))
  }
  if (value === '.') found.push("must not be '.'")
  else if (value === '..') found.push("must not be '..'")
  else if (value.startsWith('..')) found.push("must not start with '..'")
  return found
}

/** What is wrong with a percentage such as `25%`. */
export function checkPercent(value: string): readonly string[] {
  const sentence = "a valid percent string must be a numeric string followed by an ending '%'"
  return /^[0-9]+%$/.test(value) ? [] : [regexMessage(sentence, '[0-9]+%', '1%', '93%')]
}

/** What is wrong with the name of an HTTP header. */
export function checkHeaderName(value: string): readonly string[] {
  const sentence = "a valid HTTP header must consist of alphanumeric characters or '-'"
  return /^[-A-Za-z0-9]+$/.test(value) ? [] : [regexMessage(sentence, '[-A-Za-z0-9]+', 'X-Header-Name')]
}

/** What is wrong with a C identifier. */
export function checkIdentifier(value: string): readonly string[] {
  const sentence =
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'"
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
    ? []
    : [regexMessage(sentence, '[A-Za-z_][A-Za-z0-9_]*', 'my_name', 'MY_NAME', 'MyName')]
}

/** What is wrong with a name that only has to fit one segment of a URL path: RBAC. */
export function checkPathSegment(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter((sign) => value.includes(sign)).map((sign) => `may not contain '${sign}'`)
}
