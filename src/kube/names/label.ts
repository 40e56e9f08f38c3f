import { checkDnsSubdomain } from './dns.ts'
import { byteLength, lengthMessage, regexMessage } from './regular.ts'

/** What is wrong with a label key, annotation key, finalizer or resource name (`[prefix/]name`). */
export function checkQualifiedName(value: string): readonly string[] {
  const parts = value.split('/')
  if (parts.length > 2) return [shapeMessage]
  const name = parts.at(-1) ?? ''
  const found = parts.length === 2 ? [...checkPrefix(parts[0] ?? '')] : []
  if (name === '') found.push('name part must be non-empty')
  else if (byteLength(name) > 63) found.push(`name part ${lengthMessage(63)}`)
  if (!nameRule.test(name)) found.push(`name part ${keyMessage}`)
  return found
}

/** What is wrong with the value of a label. */
export function checkLabelValue(value: string): readonly string[] {
  const found = byteLength(value) > 63 ? [lengthMessage(63)] : []
  if (!valueRule.test(value)) found.push(regexMessage(valueSentence, valueFormat, 'MyValue', 'my_value', '12345'))
  return found
}

const nameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const valueFormat = `(${nameFormat})?`
const nameRule = new RegExp(`^${nameFormat}$`)
const valueRule = new RegExp(`^${valueFormat}$`)
const sentence =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const valueSentence = `a valid label must be an empty string or ${sentence.slice('must '.length)}`
const keyMessage = regexMessage(sentence, nameFormat, 'MyName', 'my.name', '123-abc')
const shapeMessage = `a valid label key ${keyMessage} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`

function checkPrefix(prefix: string): readonly string[] {
  if (prefix === '') return ['prefix part must be non-empty']
  return checkDnsSubdomain(prefix).map((message) => `prefix part ${message}`)
}
