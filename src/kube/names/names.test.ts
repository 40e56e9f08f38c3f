import { describe, expect, it } from 'vitest'
import {
  checkCidr,
  checkConfigKey,
  checkDns1035Label,
  checkDnsLabel,
  checkDnsSubdomain,
  checkEnvironmentName,
  checkIp,
  checkLabelValue,
  checkPathSegment,
  checkPortName,
  checkQualifiedName,
  checkWildcardSubdomain,
  maskedAddress,
  parseCidr,
  parseIp,
  printIp,
} from './door.ts'

const rules = {
  checkCidr,
  checkConfigKey,
  checkDns1035Label,
  checkDnsLabel,
  checkDnsSubdomain,
  checkEnvironmentName,
  checkIp,
  checkLabelValue,
  checkPathSegment,
  checkPortName,
  checkQualifiedName,
  checkWildcardSubdomain,
} as const

describe('names', () => {
  const rows: [keyof typeof rules, string, number][] = [
    ['checkDnsLabel', 'web-1', 0],
    ['checkDnsLabel', 'web.1', 1],
    ['checkDnsLabel', 'x'.repeat(64), 1],
    ['checkDnsLabel', '-', 1],
    ['checkDnsSubdomain', 'a.b-c.d', 0],
    ['checkDnsSubdomain', 'A', 1],
    ['checkDnsSubdomain', '', 1],
    ['checkDns1035Label', '1a', 1],
    ['checkQualifiedName', 'example.com/Name_1', 0],
    ['checkQualifiedName', '/x', 1],
    ['checkQualifiedName', 'a/b/c', 1],
    ['checkQualifiedName', '', 2],
    ['checkLabelValue', '', 0],
    ['checkLabelValue', 'a b', 1],
    ['checkPortName', 'http', 0],
    ['checkPortName', '-80-', 2],
    ['checkEnvironmentName', 'my var', 0],
    ['checkEnvironmentName', 'a=b', 1],
    ['checkConfigKey', '..a', 1],
    ['checkConfigKey', 'a.b_C-1', 0],
    ['checkPathSegment', 'system:x', 0],
    ['checkPathSegment', 'a/b%', 2],
    ['checkWildcardSubdomain', '*.example.com', 0],
    ['checkWildcardSubdomain', '*', 1],
    ['checkIp', '10.0.0.1', 0],
    ['checkIp', '10.0.0.01', 1],
    ['checkIp', '::ffff:1.2.3.4', 0],
    ['checkIp', '1::2::3', 1],
    ['checkCidr', '10.0.0.0/8', 0],
    ['checkCidr', '10.1.0.0/8', 1],
    ['checkCidr', '10.0.0.0/33', 1],
  ]
  it.each(rows)('%s of %j has %d findings', (rule, value, count) => {
    expect(rules[rule](value)).toHaveLength(count)
  })

  it("speaks Kubernetes' words", () => {
    expect(checkDnsSubdomain('A')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ])
    expect(checkLabelValue('a b')).toEqual([
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ])
  })

  it.each([
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['10.0.0.1', '10.0.0.1'],
  ])('address %s is %s', (text, canonical) => {
    const address = parseIp(text)
    expect(address && printIp(address)).toBe(canonical)
  })

  it('masks', () => {
    const cidr = parseCidr('10.255.255.255/9')
    expect(cidr && printIp(maskedAddress(cidr))).toBe('10.128.0.0')
  })
})
