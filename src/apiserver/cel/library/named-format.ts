import {
  ArrayList,
  type CostOf,
  knownSize,
  method,
  Opaque,
  Optional,
  type Overload,
  opaque,
  parseTimestamp,
  plain,
  scaled,
  sizeOf,
  type Type,
  UNIT,
  type Value,
} from '#cel'
import { checkDns1035Label, checkDnsLabel, checkDnsSubdomain, checkLabelValue, checkQualifiedName } from '#kube'

/** A format that texts are checked against. */
class FormatValue extends Opaque {
  readonly type = opaque('kubernetes.NamedFormat') as Type & { readonly kind: 'opaque' }
  readonly name: string
  readonly patternSize: number
  readonly check: (text: string) => readonly string[]
  constructor(name: string, [patternSize, check]: Row) {
    super()
    this.name = name
    this.patternSize = patternSize
    this.check = check
  }
  equals(other: Value): boolean {
    return other instanceof FormatValue && other.name === this.name
  }
}

/** The size a format's cost is counted by, and what is wrong with a text. */
type Row = readonly [patternSize: number, check: (text: string) => readonly string[]]

const asPrefix = (check: (text: string) => readonly string[]) => (text: string) =>
  check(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text)
const matches = (pattern: RegExp, message: string) => (text: string) => (pattern.test(text) ? [] : [message])

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/

const FORMATS: ReadonlyMap<string, FormatValue> = new Map(
  Object.entries({
    dns1123Label: [30, checkDnsLabel],
    dns1123Subdomain: [60, checkDnsSubdomain],
    dns1035Label: [30, checkDns1035Label],
    qualifiedName: [60, checkQualifiedName],
    dns1123LabelPrefix: [30, asPrefix(checkDnsLabel)],
    dns1123SubdomainPrefix: [60, asPrefix(checkDnsSubdomain)],
    dns1035LabelPrefix: [30, asPrefix(checkDns1035Label)],
    labelValue: [40, checkLabelValue],
    uri: [1104, matches(/^(?:[A-Za-z][A-Za-z0-9+.-]*:\S|\/)/, 'invalid URI for request')],
    uuid: [
      71,
      matches(
        /^(?:[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12})$/i,
        'does not match the UUID format',
      ),
    ],
    byte: [84, matches(BASE64, 'invalid base64')],
    date: [72, (text) => (parseTimestamp(`${text}T00:00:00Z`) === undefined ? ['invalid date'] : [])],
    datetime: [72, (text) => (parseTimestamp(text.toUpperCase()) === undefined ? ['invalid datetime'] : [])],
  } satisfies Record<string, Row>).map(([name, row]) => [name, new FormatValue(name, row as Row)] as const),
)

const VALIDATE: CostOf = {
  isCostOfAllForms: true,
  cost: ([format, text]) =>
    format instanceof FormatValue ? Math.ceil((1 + sizeOf(text)) * 0.1) * Math.ceil(format.patternSize * 0.25) : 1,
  estimate: ([, text]) => ({ cost: scaled(scaled(knownSize(text), 0.1), 32) }),
}

/** `format.dns1123Label().validate(…)` and the formats by name. */
export const namedFormat: readonly Overload[] = [
  ...[...FORMATS].map(([name, format]) => plain(`format.${name}`, '-> kubernetes.NamedFormat', () => format)),
  plain(
    'format.named',
    'string -> optional(kubernetes.NamedFormat)',
    (name: string) => new Optional(FORMATS.get(name)),
    UNIT,
  ),
  method(
    'validate',
    'kubernetes.NamedFormat, string -> optional(list(string))',
    ({ check }: FormatValue, text: string) => {
      const problems = check(text)
      return new Optional(problems.length === 0 ? undefined : new ArrayList(problems))
    },
    VALIDATE,
  ),
]
