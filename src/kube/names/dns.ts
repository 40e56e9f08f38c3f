import { byteLength, lengthMessage, regexMessage } from './regular.ts'

/** What is wrong with a lowercase RFC 1123 label; empty when nothing is. */
export function checkDnsLabel(value: string): readonly string[] {
  const found = tooLong(value, 63)
  if (labelRule.test(value)) return found
  const sentence = subdomainRule.test(value)
    ? 'must not contain dots'
    : regexMessage(labelSentence, label, 'my-name', '123-abc')
  return [...found, sentence]
}

/** What is wrong with a lowercase RFC 1123 subdomain, the usual form of names. */
export function checkDnsSubdomain(value: string): readonly string[] {
  const found = tooLong(value, 253)
  return subdomainRule.test(value) ? found : [...found, regexMessage(subdomainSentence, subdomain, 'example.com')]
}

/** The same, with underscores: search domains of a pod's DNS configuration. */
export function checkDnsSubdomainWithUnderscore(value: string): readonly string[] {
  const found = tooLong(value, 253)
  if (underscoreRule.test(value)) return found
  return [...found, regexMessage(underscoreSentence, underscoreSubdomain, 'example.com')]
}

/** What is wrong with an RFC 1035 label: names of services. */
export function checkDns1035Label(value: string): readonly string[] {
  const found = tooLong(value, 63)
  return rfc1035Rule.test(value) ? found : [...found, regexMessage(rfc1035Sentence, rfc1035, 'my-name', 'abc-123')]
}

/** What is wrong with `*.` before a subdomain: hosts of ingresses. */
export function checkWildcardSubdomain(value: string): readonly string[] {
  const found = tooLong(value, 253)
  return wildcardRule.test(value) ? found : [...found, regexMessage(wildcardSentence, wildcard, '*.example.com')]
}

/** What is wrong with a domain of at least three parts: signer names, finalizers of CSRs. */
export function checkFullyQualifiedName(value: string): readonly string[] {
  const found = checkDnsSubdomain(value)
  if (found.length > 0) return [found.join(',')]
  return value.split('.').length < 3 ? ['should be a domain with at least three segments separated by dots'] : []
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const labelSentence =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
const subdomain = `${label}(\\.${label})*`
const subdomainSentence =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const underscoreLabel = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const underscoreSubdomain = `${underscoreLabel}(\\.${underscoreLabel})*`
const underscoreSentence =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character"
const rfc1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const rfc1035Sentence =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
const wildcard = `\\*\\.${subdomain}`
const wildcardSentence =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"

const labelRule = new RegExp(`^${label}$`)
const subdomainRule = new RegExp(`^${subdomain}$`)
const underscoreRule = new RegExp(`^${underscoreSubdomain}$`)
const rfc1035Rule = new RegExp(`^${rfc1035}$`)
const wildcardRule = new RegExp(`^${wildcard}$`)

function tooLong(value: string, limit: number): readonly string[] {
  return byteLength(value) > limit ? [lengthMessage(limit)] : []
}
