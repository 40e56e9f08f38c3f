import { faultOf, type Heard } from './judge.ts'
import { type Address, openPipeline, type Pipeline } from './pipeline.ts'

/** One request that costs more than it looks, and the codes that are a right answer. */
interface Bomb {
  readonly what: string
  readonly method: string
  readonly target: string
  readonly type: string
  body(): string
  readonly codes: readonly number[]
  /** Longest time it may take, in milliseconds. */
  readonly patienceMs?: number
}

const MAPS = '/api/v1/namespaces/fuzz-a/configmaps'
const JSON_TYPE = 'application/json'
const map = (rest: string): string => `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"bomb"}${rest}}`
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth)
const crd = (name: string, schema: string): string =>
  `{"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"${name.toLowerCase()}s.bomb.example"},"spec":{"group":"bomb.example","scope":"Namespaced","names":{"plural":"${name.toLowerCase()}s","kind":"${name}"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":${schema}}}}}]}}`

const aliases = (levels: number): string => {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]']
  for (let level = 1; level < levels; level++)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(',')}]`,
    )
  return lines.join('\n')
}
const copies = (times: number): string => {
  const steps = Array.from({ length: times }, (_, at) => `{"op":"copy","from":"/data","path":"/data/x${at}"}`)
  return `[{"op":"add","path":"/data","value":{"a":"b"}},${steps.join(',')}]`
}
const terms = (count: number): string => Array.from({ length: count }, (_, at) => `k${at}%21%3Dv`).join(',')
const big = (bytes: number): string => map(`,"data":{"a":"${'x'.repeat(bytes)}"}`)

/** Everything that once brought some parser to its knees. */
export const bombs: readonly Bomb[] = [
  {
    what: 'JSON 100,000 deep',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () => map(`,"data":${nested('[', ']', 100_000)}`),
    codes: [400],
  },
  {
    what: 'maps 100,000 deep',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () => map(`,"data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    codes: [400],
  },
  {
    what: 'JSON 9,000 deep where anything goes',
    method: 'POST',
    target: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    type: JSON_TYPE,
    body: () =>
      crd('Deep', '{"type":"object","properties":{"a":'.repeat(3000) + '{"type":"string"}' + '}}'.repeat(3000)),
    codes: [400, 422],
  },
  {
    what: 'YAML 50,000 deep',
    method: 'POST',
    target: MAPS,
    type: 'application/yaml',
    body: () => `data: ${nested('[', ']', 50_000)}`,
    codes: [400],
  },
  {
    what: 'YAML aliases, 9 to the 9th',
    method: 'POST',
    target: MAPS,
    type: 'application/yaml',
    body: () => `metadata: {name: b}\n${aliases(9)}`,
    codes: [400],
  },
  {
    what: 'YAML aliases, 9 to the 6th',
    method: 'POST',
    target: MAPS,
    type: 'application/yaml',
    body: () => `metadata: {name: b}\n${aliases(6)}`,
    codes: [400, 201],
  },
  {
    what: 'YAML merge keys',
    method: 'POST',
    target: MAPS,
    type: 'application/yaml',
    body: () =>
      `a: &a {x: 1}\n${Array.from({ length: 5000 }, (_, at) => `k${at}: &k${at} {<<: [*a${at === 0 ? '' : `, *k${at - 1}`}], y${at}: 1}`).join('\n')}`,
    codes: [400, 201, 422],
  },
  {
    what: 'a JSON patch that copies exponentially',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/json-patch+json',
    body: () => copies(40),
    codes: [413, 422, 400],
  },
  {
    what: 'a JSON patch of 20,000 steps',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/json-patch+json',
    body: () => `[${Array(20_000).fill('{"op":"test","path":"/kind","value":"ConfigMap"}').join(',')}]`,
    codes: [413, 422],
  },
  {
    what: 'a JSON patch of 9,999 steps',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/json-patch+json',
    body: () => `[${Array(9_999).fill('{"op":"add","path":"/data/a","value":"b"}').join(',')}]`,
    codes: [200],
  },
  {
    what: 'a merge patch 900 deep',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/merge-patch+json',
    body: () => `{"data":${'{"a":'.repeat(900)}1${'}'.repeat(900)}}`,
    codes: [400, 422],
  },
  {
    what: 'a merge patch 9,900 deep',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/merge-patch+json',
    body: () => `{"x":${'{"a":'.repeat(9900)}1${'}'.repeat(9900)}}`,
    codes: [200, 400, 422],
  },
  {
    what: 'a strategic patch 9,900 deep',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/strategic-merge-patch+json',
    body: () => `{"x":${'{"a":'.repeat(9900)}1${'}'.repeat(9900)}}`,
    codes: [200, 400, 422],
  },
  {
    what: 'an apply 9,900 deep',
    method: 'PATCH',
    target: `${MAPS}/bomb-target?fieldManager=a`,
    type: 'application/apply-patch+yaml',
    body: () => `{"kind":"ConfigMap","apiVersion":"v1","x":${'{"a":'.repeat(9900)}1${'}'.repeat(9900)}}`,
    codes: [200, 400, 422, 500],
  },
  {
    what: 'managed fields 5,000 deep',
    method: 'PATCH',
    target: `${MAPS}/bomb-target`,
    type: 'application/merge-patch+json',
    body: () =>
      `{"metadata":{"managedFields":[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","time":"2024-01-01T00:00:00Z","fieldsV1":${'{"f:a":'.repeat(5000)}{}${'}'.repeat(5000)}}]}}`,
    codes: [200, 400, 422],
  },
  {
    what: '20,000 managers',
    method: 'PATCH',
    target: `${MAPS}/bomb-target?dryRun=All`,
    type: 'application/merge-patch+json',
    body: () =>
      `{"metadata":{"managedFields":[${Array.from({ length: 15_000 }, (_, at) => `{"manager":"m${at}","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:a":{}}}`).join(',')}]}}`,
    codes: [200, 400, 413, 422],
    patienceMs: 5000,
  },
  {
    what: 'a selector of 3,000 terms',
    method: 'GET',
    target: `${MAPS}?labelSelector=${terms(3000)}`,
    type: '',
    body: () => '',
    codes: [200, 400, 414, 431],
  },
  {
    what: 'a selector of brackets',
    method: 'GET',
    target: `${MAPS}?labelSelector=${'%28'.repeat(20_000)}`,
    type: '',
    body: () => '',
    codes: [400],
  },
  {
    what: 'a set of 10,000 values',
    method: 'GET',
    target: `${MAPS}?labelSelector=a%20in%20(${Array.from({ length: 10_000 }, (_, at) => `v${at}`).join(',')})`,
    type: '',
    body: () => '',
    codes: [200, 400],
  },
  {
    what: 'a field selector of 3,000 terms',
    method: 'GET',
    target: `${MAPS}?fieldSelector=${Array(3000).fill('metadata.name!=a').join(',')}`,
    type: '',
    body: () => '',
    codes: [200, 400],
  },
  { what: '5,000 accepted types', method: 'GET', target: MAPS, type: '', body: () => '', codes: [200, 406] },
  {
    what: 'a continue token of 60 kB',
    method: 'GET',
    target: `${MAPS}?limit=1&continue=${'A'.repeat(60_000)}`,
    type: '',
    body: () => '',
    codes: [400, 410],
  },
  {
    what: 'a body past the limit',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () => big(3 * 1024 * 1024 + 1),
    codes: [413],
  },
  {
    what: 'a body just below it',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () => big(3 * 1024 * 1024 - 200),
    codes: [422],
  },
  {
    what: 'a million small values',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () => map(`,"data":{"a":[${'1,'.repeat(1_000_000)}1]}`),
    codes: [400],
  },
  {
    what: '150,000 labels, more than fits into one object',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () =>
      `{"metadata":{"name":"b","labels":{${Array.from({ length: 150_000 }, (_, at) => `"k${at}":""`).join(',')}}}}`,
    codes: [201, 413, 422, 500],
    patienceMs: 5000,
  },
  {
    what: '100,000 bad labels',
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () =>
      `{"metadata":{"name":"b","labels":{${Array.from({ length: 100_000 }, (_, at) => `"k ${at}":"!"`).join(',')}}}}`,
    codes: [422],
    patienceMs: 5000,
  },
  {
    what: 'a pattern that backtracks',
    method: 'POST',
    target: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    type: JSON_TYPE,
    body: () => crd('Slow', '{"type":"object","properties":{"a":{"type":"string","pattern":"^(a+)+$"}}}'),
    codes: [201, 409],
  },
  {
    what: 'a default against a pattern that backtracks',
    method: 'POST',
    target: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    type: JSON_TYPE,
    body: () =>
      crd(
        'Slower',
        `{"type":"object","default":{"a":"${'a'.repeat(40)}!"},"properties":{"a":{"type":"string","pattern":"^(a+)+$"}}}`,
      ),
    codes: [201, 409, 422],
  },
  {
    what: 'a pattern that is none',
    method: 'POST',
    target: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    type: JSON_TYPE,
    body: () => crd('Bad', '{"type":"string","pattern":"("}'),
    codes: [422],
  },
  {
    what: 'a value for a pattern that backtracks',
    method: 'POST',
    target: '/apis/bomb.example/v1/namespaces/fuzz-a/slows',
    type: JSON_TYPE,
    body: () =>
      `{"kind":"Slow","apiVersion":"bomb.example/v1","metadata":{"name":"b"},"spec":{"a":"${'a'.repeat(40)}!"}}`,
    codes: [422, 404],
  },
  {
    what: 'an expression that is deep',
    method: 'POST',
    target: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    type: JSON_TYPE,
    body: () =>
      `{"metadata":{"name":"deep"},"spec":{"failurePolicy":"Ignore","matchConstraints":{"resourceRules":[{"apiGroups":["x.y"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["z"]}]},"validations":[{"expression":"${'('.repeat(5000)}1${')'.repeat(5000)} == 1"}]}}`,
    codes: [422],
  },
]

/** What a bomb did: its fault, if any. */
export async function dropBombs(address: Address, token: string): Promise<readonly string[]> {
  const faults: string[] = []
  let pipeline = await openPipeline(address)
  await drop(pipeline, token, {
    method: 'POST',
    target: MAPS,
    type: JSON_TYPE,
    body: () => '{"metadata":{"name":"bomb-target"},"data":{"a":"b"}}',
  })
  for (const bomb of bombs) {
    if (!pipeline.isOpen) pipeline = await openPipeline(address)
    const begun = performance.now()
    const heard = await drop(pipeline, token, bomb)
    const tookMs = performance.now() - begun
    const fault = heard === undefined ? 'no answer' : codeFault(heard, bomb)
    if (fault !== undefined) faults.push(`${bomb.what}: ${fault}`)
    if (tookMs > (bomb.patienceMs ?? 2000)) faults.push(`${bomb.what}: took ${tookMs.toFixed(0)} ms`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  pipeline.close()
  return faults
}

function codeFault(heard: Heard, { codes }: Bomb): string | undefined {
  if (!codes.includes(heard.status)) return `answered ${heard.status} ${heard.body.toString('utf8', 0, 300)}`
  return heard.status === 500 && codes.includes(500) ? undefined : faultOf(heard)
}

const PATIENCE_MS = 30_000
/** So long that every bomb meets other clients. */
const PAUSE_MS = 400

function drop(
  pipeline: Pipeline,
  token: string,
  bomb: Pick<Bomb, 'method' | 'target' | 'type' | 'body'>,
): Promise<Heard | undefined> {
  const { method, target, type } = bomb
  const body = bomb.body()
  const head = `${method} ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`
  const rest =
    method === 'GET' ? '\r\n' : `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  return new Promise((resolve) => {
    const timer = setTimeout(() => pipeline.close(), PATIENCE_MS)
    pipeline.send({ bytes: head + rest, isHead: false }, (heard) => {
      clearTimeout(timer)
      resolve(typeof heard === 'string' ? undefined : heard)
    })
  })
}
