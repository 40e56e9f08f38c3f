/** An element of an XML document. */
interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Element[]
}

/** What an element may have: required and allowed attributes, and children. */
interface Rule {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  readonly children: readonly string[]
}

const OUTPUTS = ['system-out', 'system-err']

/** JUnit's schema as CI servers read it (Jenkins' junit-10.xsd, with the `file` and `line` that GitLab and others add). */
const RULES: Readonly<Record<string, Rule>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors', 'disabled'],
    children: ['testsuite'],
  },
  testsuite: {
    required: ['name', 'tests'],
    optional: ['failures', 'errors', 'skipped', 'disabled', 'time', 'timestamp', 'hostname', 'id', 'package'],
    children: ['properties', 'testcase', ...OUTPUTS],
  },
  testcase: {
    required: ['name', 'classname'],
    optional: ['time', 'assertions', 'status', 'file', 'line'],
    children: ['skipped', 'error', 'failure', ...OUTPUTS],
  },
  failure: { required: [], optional: ['type', 'message'], children: [] },
  error: { required: [], optional: ['type', 'message'], children: [] },
  skipped: { required: [], optional: ['type', 'message'], children: [] },
  'system-out': { required: [], optional: [], children: [] },
  'system-err': { required: [], optional: [], children: [] },
}

/** What is wrong with a JUnit report; empty when nothing is. */
export function junitProblems(text: string): string[] {
  try {
    const root = parse(text)
    return root.name === 'testsuites' ? problemsOf(root) : [`the root is ${root.name}`]
  } catch (error) {
    return [String(error)]
  }
}

function problemsOf(element: Element): string[] {
  const { name, attributes, children } = element
  const rule = RULES[name]
  if (rule === undefined) return [`${name} is no element of JUnit`]
  const known = [...rule.required, ...rule.optional]
  return [
    ...rule.required.filter((one) => !attributes.has(one)).map((one) => `${name} without ${one}`),
    ...[...attributes.keys()].filter((one) => !known.includes(one)).map((one) => `${name} with ${one}`),
    ...children.filter((one) => !rule.children.includes(one.name)).map((one) => `${one.name} in ${name}`),
    ...numberProblems(element),
    ...(name === 'testsuite' ? countProblems(element) : []),
    ...children.flatMap(problemsOf),
  ]
}

function numberProblems({ name, attributes }: Element): string[] {
  const numbers = ['tests', 'failures', 'errors', 'skipped', 'disabled', 'time', 'line']
  const wrong = numbers.filter((one) => attributes.has(one) && !/^\d+(?:\.\d+)?$/.test(attributes.get(one) ?? ''))
  return wrong.map((one) => `${name}: ${one}="${attributes.get(one)}" is no number`)
}

/** The counts of a suite are those of its cases. */
function countProblems({ attributes, children }: Element): string[] {
  const cases = children.filter(({ name }) => name === 'testcase')
  const having = (child: string): number =>
    cases.filter((one) => one.children.some(({ name }) => name === child)).length
  const counts = {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  }
  return Object.entries(counts)
    .filter(([name, count]) => attributes.has(name) && Number(attributes.get(name)) !== count)
    .map(([name, count]) => `testsuite: ${name}="${attributes.get(name)}" and there are ${count}`)
}

/** Reads XML strictly, as far as reports have it. Throws for what is not well-formed. */
function parse(text: string): Element {
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/, '')
  if (body === text) throw new Error('no XML declaration')
  const open: Element[] = [{ name: '', attributes: new Map(), children: [] }]
  const token = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w.:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy
  while (token.lastIndex < body.length) {
    const found = token.exec(body)
    if (found === null) throw new Error(`not well-formed: ${body.slice(0, 200)}`)
    const [, closing, name = '', attributes = '', isEmpty, characters] = found
    if (characters !== undefined) checkText(characters)
    else if (closing === '/') close(open, name)
    else {
      const element = { name, attributes: attributesOf(attributes), children: [] }
      open.at(-1)?.children.push(element)
      if (isEmpty !== '/') open.push(element)
    }
  }
  const [root] = open[0]?.children ?? []
  if (open.length !== 1 || root === undefined || open[0]?.children.length !== 1) throw new Error('not one root')
  return root
}

function close(open: Element[], name: string): void {
  const last = open.pop()
  if (open.length === 0 || last?.name !== name) throw new Error(`</${name}> ends ${last?.name}`)
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const)
  const attributes = new Map(found)
  if (attributes.size !== found.length) throw new Error(`an attribute twice: ${text}`)
  for (const value of attributes.values()) checkText(value)
  return attributes
}

/** No bare `&`, no control characters that XML 1.0 does not have. */
function checkText(text: string): void {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(text)) throw new Error(`a bare & in ${text.slice(0, 100)}`)
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(text)) throw new Error(`a control character in ${text.slice(0, 100)}`)
}
