const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const VALUE = `(${NAME})?`
const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'
const IS_NAME = new RegExp(`^${NAME}$`)
const IS_VALUE = new RegExp(`^${VALUE}$`)
const IS_SUBDOMAIN = new RegExp(`^${SUBDOMAIN}$`)
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const NAME_FAULT = `${NAME_RULE} (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME}')`
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const VALUE_FAULT = `${VALUE_RULE} (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${VALUE}')`
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const SUBDOMAIN_FAULT = `${SUBDOMAIN_RULE} (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`
const MAX_NAME = 63
const MAX_SUBDOMAIN = 253

/** Everything that is wrong with a label key such as `example.com/name`; nothing when it is one (content.IsLabelKey). */
export function labelKeyFaults(key: string): readonly string[] {
  const parts = key.split('/')
  if (parts.length > 2) {
    const form = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    return [`a valid label key ${NAME_FAULT} ${form}`]
  }
  const name = parts.at(-1) as string
  const faults = parts.length === 2 ? prefixFaults(parts[0] as string) : []
  if (name === '') faults.push('name part must be non-empty')
  else if (bytesOf(name) > MAX_NAME) faults.push(`name part must be no more than ${MAX_NAME} bytes`)
  if (!IS_NAME.test(name)) faults.push(`name part ${NAME_FAULT}`)
  return faults
}

/** Everything that is wrong with the value of a label; nothing when it is one (content.IsLabelValue). */
export function labelValueFaults(value: string): readonly string[] {
  const faults: string[] = []
  if (bytesOf(value) > MAX_NAME) faults.push(`must be no more than ${MAX_NAME} bytes`)
  if (!IS_VALUE.test(value)) faults.push(VALUE_FAULT)
  return faults
}

function prefixFaults(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty']
  const faults: string[] = []
  if (bytesOf(prefix) > MAX_SUBDOMAIN) faults.push(`prefix part must be no more than ${MAX_SUBDOMAIN} bytes`)
  if (!IS_SUBDOMAIN.test(prefix)) faults.push(`prefix part ${SUBDOMAIN_FAULT}`)
  return faults
}

function bytesOf(text: string): number {
  if (text.length * 3 <= MAX_NAME) return text.length
  return new TextEncoder().encode(text).length
}
