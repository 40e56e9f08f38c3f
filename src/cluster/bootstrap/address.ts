import { ClusterError } from '../error.ts'

/** The first address of an IPv4 range that may be used: `10.96.0.1` of `10.96.0.0/12`. Throws ClusterError `bad-option`. */
export function firstAddress(cidr: string): string {
  const [base = '', bits = ''] = cidr.split('/')
  const parts = base.split('.').map(Number)
  const length = Number(bits)
  const isRange = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)
  if (!isRange || bits === '' || !(length >= 8 && length <= 28)) {
    throw new ClusterError('bad-option', `service range "${cidr}" is not usable`, {
      hint: 'expected an IPv4 range of 8 to 28 bits such as 10.96.0.0/12',
    })
  }
  const number = parts.reduce((sum, part) => sum * 256 + part, 0)
  const size = 2 ** (32 - length)
  const first = number - (number % size) + 1
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')
}
