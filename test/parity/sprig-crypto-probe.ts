/** Records what Helm's own Sprig does with hashes, keys and certificates: `node test/parity/sprig-crypto-probe.ts`. */
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordFixture } from './sprig-regex-record.ts'

const TEXTS = ['""', '"hello"', '"Größe 日本 😀"', '(b64dec "/wD+")', '(repeat 1000 "ab")']
const HASHES = ['sha1sum', 'sha256sum', 'sha512sum', 'adler32sum']
const TYPES = ['maximum', 'long', 'medium', 'short', 'basic', 'pin']

const DERIVED = TYPES.flatMap((type) => [
  `{{ derivePassword 1 "${type}" "password" "user" "example.com" }}`,
  `{{ derivePassword 4294967295 "${type}" "pässwörd" "" "日本.example" }}`,
  `{{ derivePassword 7 "${type}" "" "user@host" "" }}`,
])

const PASSWORDS = [
  '{{ bcrypt "x" | len }} {{ bcrypt "x" | trunc 7 }} {{ bcrypt (repeat 72 "a") | len }} {{ bcrypt (repeat 73 "a") }} {{ bcrypt (repeat 40 "é") }} {{ bcrypt "" | len }}',
  '{{ htpasswd "user" "pass" | len }} {{ htpasswd "user" "pass" | trunc 12 }} {{ htpasswd "us:er" "pass" }} {{ htpasswd "" "" | len }} {{ htpasswd "u" (repeat 73 "a") }}',
  '{{ derivePassword 1 "odd" "p" "u" "s" }}',
  '{{ derivePassword -1 "long" "p" "u" "s" }}',
  '{{ derivePassword 4294967296 "long" "p" "u" "s" }}',
  '{{ derivePassword "1" "long" "p" "u" "s" }}',
  '{{ derivePassword 1 "long" "p" "u" }}',
  '{{ derivePassword 1 "toString" "p" "u" "s" }}',
  '{{ bcrypt 5 }}',
  '{{ bcrypt }}',
  '{{ htpasswd "u" }}',
  '{{ htpasswd "u" "p" "sha" }}',
  '{{ sha256sum 5 }}',
  '{{ sha1sum nil }}',
  '{{ adler32sum }}',
  '{{ sha512sum .Values.nothing }}',
  '{{ randBytes 16 | b64dec | len }} {{ randBytes 0 }} {{ randBytes 5 | len }} {{ typeOf (randBytes 3) }}',
  '{{ randBytes -1 }}',
  '{{ randBytes "4" }}',
  '{{ randBytes 1.5 }}',
]

const CIPHERS = [
  '{{ encryptAES "key" "plain" | decryptAES "key" }} {{ encryptAES "" "plain" | decryptAES "" }} {{ encryptAES (repeat 50 "k") "x" | decryptAES (repeat 32 "k") }} {{ encryptAES "k" "日本" | decryptAES "k" }} {{ encryptAES "k" "" }}|{{ decryptAES "k" "" }}|',
  '{{ encryptAES "k" (repeat 15 "a") | b64dec | len }} {{ encryptAES "k" (repeat 16 "a") | b64dec | len }} {{ encryptAES "k" (repeat 16 "a") | decryptAES "k" }}',
  '{{ decryptAES "secretkey" "30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ=" }}',
  ...[
    '"YWJj"',
    '"!!!!"',
    '"YWJ"',
    '"YQ=="',
    '"YWJjZGVmZ2hpamtsbW5vcA=="',
    '"YWJjZGVmZ2hpamtsbW5v"',
    '"YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnc="',
    '"YWJj=ZGV"',
    '"YQ=x"',
    '"YQ==YQ=="',
    '"YQ="',
    '"Y"',
    '"YWJjZGVmZ2hpamtsbW4="',
    '"YWJ\\njx"',
    '5',
  ].map((text) => `{{ decryptAES "k" ${text} }}`),
  '{{ encryptAES 1 "x" }}',
  '{{ encryptAES "x" }}',
]

const KEYS = [
  ...['rsa', 'ecdsa', 'ed25519', ''].map(
    (type) =>
      `{{ $k := genPrivateKey "${type}" }}{{ index (splitList "\\n" $k) 0 }} {{ last (compact (splitList "\\n" $k)) }} {{ hasSuffix "\\n" $k }} {{ index (splitList "\\n" $k) 1 | len }}`,
  ),
  '{{ genPrivateKey "ed25519" | len }} {{ genPrivateKey "ecdsa" | len }} {{ genPrivateKey "foo" }} {{ genPrivateKey "RSA" }}',
  '{{ genPrivateKey 1 }}',
  '{{ genPrivateKey }}',
  '{{ $k := genPrivateKey "dsa" }}{{ index (splitList "\\n" $k) 0 }} {{ last (compact (splitList "\\n" $k)) }} {{ genCAWithKey "x" 1 $k }}',
  '{{ $ca := genCA "ca" 1 }}{{ genSignedCertWithKey "x" nil nil 1 $ca (genPrivateKey "dsa") }}',
]

const pem = (label: string, base64: string): string =>
  `"-----BEGIN ${label}-----\\n${base64}\\n-----END ${label}-----\\n"`
const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const folder = mkdtempSync(join(tmpdir(), 'probe-'))
execFileSync(
  'openssl',
  [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    'k',
    '-out',
    'c',
    '-subj',
    '/CN=other/O=Org',
    '-days',
    '36500',
  ],
  { cwd: folder, stdio: 'ignore' },
)
const values = {
  nothing: null,
  n: 5,
  list: ['a'],
  sec1: ec.export({ type: 'sec1', format: 'pem' }),
  pkcs8: ec.export({ type: 'pkcs8', format: 'pem' }),
  sec1AsRsa: String(ec.export({ type: 'sec1', format: 'pem' })).replaceAll('EC PRIVATE', 'RSA PRIVATE'),
  sec1AsPkcs8: String(ec.export({ type: 'sec1', format: 'pem' })).replaceAll('EC PRIVATE', 'PRIVATE'),
  pkcs8AsRsa: String(ec.export({ type: 'pkcs8', format: 'pem' })).replaceAll('PRIVATE', 'RSA PRIVATE'),
  pkcs8AsEc: String(ec.export({ type: 'pkcs8', format: 'pem' })).replaceAll('PRIVATE', 'EC PRIVATE'),
  cert: readFileSync(join(folder, 'c'), 'utf8'),
  key: readFileSync(join(folder, 'k'), 'utf8'),
}
rmSync(folder, { recursive: true })

const CERTIFICATES = [
  '{{ $c := genCA "ca" 365 }}{{ typeOf $c }} {{ kindOf $c }} {{ index (splitList "\\n" $c.Cert) 0 }} {{ index (splitList "\\n" $c.Key) 0 }} {{ hasSuffix "-----END CERTIFICATE-----\\n" $c.Cert }} {{ $c | toJson | fromJson | keys | sortAlpha }} {{ index (splitList "\\n" $c.Cert) 1 | len }}',
  '{{ $c := genCA "ca" 365 }}{{ $c.Foo }}',
  '{{ genCA "ca" }}',
  '{{ genCA 1 1 }}',
  '{{ genCA "ca" 1.5 }}',
  '{{ genCA "ca" .Values.n }}',
  '{{ (genCA "" 0).Cert | trunc 27 }} {{ (genCA "é" -5).Cert | trunc 27 }} {{ (genCA "x" 365000).Cert | trunc 27 }}',
  '{{ $ca := genCA "ca" 1 }}{{ $s := genSignedCert "foo" (list "10.0.0.1" "::1") (list "a.example" "*.b") 365 $ca }}{{ typeOf $s }} {{ index (splitList "\\n" $s.Cert) 0 }} {{ index (splitList "\\n" $s.Key) 0 }}',
  '{{ (genSelfSignedCert "foo" nil nil 1).Cert | trunc 27 }} {{ (genSelfSignedCert "foo" (list) (list) 1).Cert | trunc 27 }} {{ (genSelfSignedCert "foo" .Values.nothing nil 1).Cert | trunc 27 }}',
  ...[
    '"1.2.3"',
    '"1.2.3.256"',
    '"01.2.3.4"',
    '"::g"',
    '""',
    '"fe80::1%eth0"',
    '"1.2.3.4/8"',
    '1',
    'nil',
    '"1::2::3"',
    '":::"',
    '"1:2:3:4:5:6:7:8:9"',
    '"::1.2.3"',
    '"12345::"',
    '" 1.2.3.4"',
    '"1:2:3:4:5:6:7"',
    '1.5',
    '(list 1)',
    '(dict "a" 1)',
    'true',
  ].map((address) => `{{ genSelfSignedCert "x" (list ${address}) nil 1 }}`),
  ...[
    '"1.2.3.4"',
    '"::"',
    '"::ffff:1.2.3.4"',
    '"2001:db8::1"',
    '"1:2:3:4:5:6:1.2.3.4"',
    '"1::8"',
    '"::1.2.3.4"',
    '"A:b::"',
  ].map((address) => `{{ (genSelfSignedCert "x" (list ${address}) nil 1).Cert | trunc 27 }}`),
  ...['1', 'nil', '(list "a")', '"é"', 'true'].map((name) => `{{ genSelfSignedCert "x" nil (list ${name}) 1 }}`),
  '{{ genSelfSignedCert "x" "1.2.3.4" nil 1 }}',
  '{{ genSelfSignedCert "x" nil nil }}',
  '{{ genSelfSignedCert "x" nil nil "1" }}',
  '{{ genSignedCert "x" nil nil 1 (dict "Cert" "a") }}',
  '{{ genSignedCert "x" nil nil 1 nil }}',
  '{{ genSignedCert "x" nil nil 1 }}',
  '{{ genSelfSignedCert "x" (splitList "," "1.2.3.4") nil 1 }}',
  '{{ genSelfSignedCert "x" .Values.list nil 1 }}',
  '{{ (genCAWithKey "x" 1 .Values.sec1).Key | trunc 30 }}',
  '{{ (genCAWithKey "x" 1 .Values.pkcs8).Key | trunc 30 }}',
  '{{ eq (genCAWithKey "x" 1 .Values.pkcs8).Key .Values.sec1 }}',
  '{{ genCAWithKey "x" 1 .Values.sec1AsRsa }}',
  '{{ genCAWithKey "x" 1 .Values.sec1AsPkcs8 }}',
  '{{ genCAWithKey "x" 1 .Values.pkcs8AsRsa }}',
  '{{ genCAWithKey "x" 1 .Values.pkcs8AsEc }}',
  '{{ genCAWithKey "x" 1 (printf "junk\\n%s junk" .Values.sec1) | typeOf }}',
  ...[
    '""',
    '"junk"',
    pem('PUBLIC KEY', 'YWJj'),
    pem('PRIVATE KEY', 'YWJj'),
    pem('RSA PRIVATE KEY', 'YWJj'),
    pem('EC PRIVATE KEY', 'YWJj'),
    pem('DSA PRIVATE KEY', 'YWJj'),
    pem('FOO PRIVATE KEY', 'YWJj'),
    pem('RSA PRIVATE KEY', 'MAA='),
    pem('RSA PRIVATE KEY', '!!!'),
    pem('RSA PRIVATE KEY', ''),
    pem('RSA PRIVATE KEY', 'MAA'),
    pem('X', 'YWJj'),
  ].flatMap((key) => [`{{ genCAWithKey "x" 1 ${key} }}`]),
  '{{ genSelfSignedCertWithKey "x" nil nil 1 "junk" }}',
  '{{ genSignedCertWithKey "x" nil nil 1 (genCAWithKey "ca" 1 .Values.sec1) "junk" }}',
  '{{ (genSelfSignedCertWithKey "x" nil nil 1 (genPrivateKey "ed25519")).Key | trunc 27 }}',
  '{{ (genSignedCertWithKey "x" nil nil 1 (genCAWithKey "ca" 1 .Values.sec1) (genPrivateKey "ed25519")).Key | trunc 27 }}',
  '{{ $c := buildCustomCert (b64enc .Values.cert) (b64enc .Values.key) }}{{ eq $c.Cert .Values.cert }} {{ eq $c.Key .Values.key }} {{ typeOf $c }} {{ (genSignedCert "leaf" nil (list "leaf") 1 $c).Cert | trunc 27 }}',
  '{{ $c := buildCustomCert (b64enc .Values.cert) (b64enc .Values.sec1) }}{{ genSignedCert "leaf" nil nil 1 $c }}',
  '{{ buildCustomCert "!" "" }}',
  '{{ buildCustomCert "YWJj" "!" }}',
  '{{ buildCustomCert "YWJj" "YWJj" }}',
  '{{ buildCustomCert "" "" }}',
  '{{ buildCustomCert (b64enc .Values.cert) "YWJj" }}',
  '{{ buildCustomCert (b64enc .Values.cert) "" }}',
  `{{ buildCustomCert (b64enc ${pem('CERTIFICATE', 'YWJj')}) "" }}`,
  `{{ buildCustomCert (b64enc ${pem('CERTIFICATE', 'MAA=')}) "" }}`,
  `{{ buildCustomCert (b64enc .Values.cert) (b64enc ${pem('PUBLIC KEY', 'YWJj')}) }}`,
  '{{ buildCustomCert 1 "" }}',
  '{{ buildCustomCert "" }}',
  `{{ buildCustomCert (b64enc .Values.sec1) (b64enc .Values.sec1) }}`,
  `{{ buildCustomCert (b64enc (printf "text\\n%s" .Values.cert)) (b64enc .Values.key) | typeOf }}`,
]

recordFixture(
  'crypto',
  [
    ...TEXTS.flatMap((text) => HASHES.map((hash) => `{{ ${hash} ${text} }}`)),
    ...DERIVED,
    ...PASSWORDS,
    ...CIPHERS,
    ...KEYS,
    ...CERTIFICATES,
  ],
  { values, batch: 1, onlyHelm4: true },
)
