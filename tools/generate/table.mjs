import { describe, describeEnum } from './describe.mjs'

const basics = new Map([
  ['string', 'string'],
  ['bool', 'bool'],
  ['int', 'int32'],
  ['int32', 'int32'],
  ['int64', 'int64'],
  ['uint32', 'int64'],
  ['uint64', 'int64'],
  ['float64', 'float64'],
  ['byte', 'byte'],
])
/** JSON types that a table names by one word: how they are written has a rule of its own. */
const written = new Map([
  ['k8s.io/apimachinery/pkg/api/resource.Quantity', 'Quantity'],
  ['k8s.io/apimachinery/pkg/util/intstr.IntOrString', 'IntOrString'],
  ['k8s.io/apimachinery/pkg/apis/meta/v1.Time', 'Time'],
  ['k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime', 'MicroTime'],
  ['k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1', 'FieldsV1'],
  ['k8s.io/apimachinery/pkg/runtime.RawExtension', 'RawExtension'],
  ['k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON', 'JSON'],
  ['k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray', 'SchemaOrArray'],
  ['k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool', 'SchemaOrBool'],
  ['k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray', 'SchemaOrTexts'],
])
/** Types with JSON of their own that no object holds. */
const notInJson = new Set(['GroupVersion', 'Unknown'])
const marks = { patchStrategy: 'P', patchMergeKey: 'G', listType: 'L', listMapKey: 'K', mapType: 'M', structType: 'M' }

/** Types and enums of one package as the printers want them. `all` holds every package read, by path. */
export function tableOf(source, all) {
  const types = []
  for (const [name, type] of source.types) {
    const isWritten = written.has(`${source.path}.${name}`)
    if (type.members === undefined || (!isWritten && !isShown(name, type))) continue
    if (source.unmarshals.has(name) !== isWritten && !notInJson.has(name)) process.stderr.write(`${source.path}.${name} – is its JSON that of its fields?\n`)
    const fields = isWritten ? [] : type.members.flatMap((member) => fieldOf(member, source, all))
    types.push({ name, fields, marks: marksOf(type.comment), unions: unionOf(type), description: describe(type.comment) })
  }
  return { types, enums: enumsOf(source, all) }
}

function isShown(name, type) {
  return /^[A-Z]/.test(name) && (type.members.length === 0 || type.members.some((member) => member.json !== undefined))
}

function fieldOf(member, source, all) {
  if (member.json === undefined || member.json === '-') return []
  const [json, ...options] = member.json.split(',')
  const number = Number(member.protobuf?.split(',')[1] ?? 0)
  const isInline = options.includes('inline') || (json === '' && member.name === undefined)
  const type = typeText(member.type, { source, imports: member.imports, all })
  if (type === undefined) {
    if (number > 0) process.stderr.write(`${source.path} – ${json}: ${member.type} is no type that was read\n`)
    return []
  }
  const omits = options.includes('omitempty')
  const tags = tagsOf(member.comment)
  const isOptional = tags.has('optional') || (!tags.has('required') && omits)
  const flags =
    (isInline ? 'i' : '') + (omits ? 'e' : '') + (options.includes('omitzero') ? 'z' : '') + (isOptional ? '' : 'r')
  const fallback = defaultOf(member, tags, source, all)
  const enumType = enumTypeOf(member.type, member, source, all)
  const lines = [...member.comment, ...(enumType === undefined ? [] : describeEnum(enumType))]
  return [
    {
      json: isInline ? '' : json || member.name,
      number,
      type,
      flags,
      marks: marksOf(member.comment),
      fallback,
      description: describe(lines),
    },
  ]
}

/** Go's type in the words of the tables; undefined for what never travels (interfaces, functions). */
function typeText(go, context) {
  const { source, imports, all } = context
  if (go.startsWith('*')) return prefixed('*', typeText(go.slice(1), context))
  if (go === '[]byte') return 'bytes'
  if (go.startsWith('[]')) return prefixed('[]', typeText(go.slice(2), context))
  const map = /^map\[([\w.]+)\](.*)$/.exec(go)
  if (map !== null) return prefixed('{}', typeText(map[2], context))
  if (basics.has(go)) return basics.get(go)
  const [path, name] = resolve(go, source, imports)
  const special = written.get(`${path}.${name}`)
  if (special !== undefined) return special
  const home = all.get(path)
  const type = home?.types.get(name)
  if (type === undefined) return undefined
  if (type.members !== undefined) return home === source ? name : `${home.key}.${name}`
  const stands = typeText(type.stands, { source: home, imports: type.imports, all })
  if (stands === 'string') return isEnum(type, home, name) ? `string#${home === source ? '' : `${home.key}.`}${name}` : stands
  return home.messages.has(name) ? prefixed('~', stands) : stands
}

const prefixed = (mark, text) => (text === undefined ? undefined : mark + text)

function resolve(go, source, imports) {
  const dot = go.indexOf('.')
  return dot < 0 ? [source.path, go] : [imports.get(go.slice(0, dot)), go.slice(dot + 1)]
}

const isEnum = (type) => type.stands === 'string' && type.comment.some((line) => /^\+enum\b/.test(line))

function enumTypeOf(go, member, source, all) {
  const bare = go.replace(/^\*/, '')
  if (/[[\]]/.test(bare) || basics.has(bare)) return undefined
  const [path, name] = resolve(bare, source, member.imports)
  const home = all.get(path)
  const type = home?.types.get(name)
  return type !== undefined && isEnum(type) ? valuesOf(home, name) : undefined
}

function enumsOf(source) {
  const enums = []
  for (const [name, type] of source.types) if (isEnum(type)) enums.push({ name, values: valuesOf(source, name) })
  return enums
}

function valuesOf(source, name) {
  const values = new Map()
  for (const [constant, row] of source.constants) {
    if (row.type !== name) continue
    const comment = row.comment.join(' ')
    const old = values.get(row.value)
    if (old === undefined || old.comment.length < comment.length) values.set(row.value, { name: constant, value: row.value, comment })
  }
  return [...values.values()].sort((a, b) => (a.value < b.value ? -1 : 1))
}

function defaultOf(member, tags, source, all) {
  const text = tags.get('default')?.[0]
  if (text === undefined) return undefined
  const reference = /^ref\((?:(.*)\.)?(\w+)\)$/.exec(text)
  if (reference === null) return JSON.parse(text)
  const home = reference[1] === undefined ? source : all.get(reference[1])
  return home?.constants.get(reference[2])?.value
}

function marksOf(comment) {
  const found = []
  for (const [tag, values] of tagsOf(comment))
    if (Object.hasOwn(marks, tag)) found.push([marks[tag], values.join(',')])
  return found
}

/** The union that `+union` makes of all members of a struct; member names are Go's. */
function unionOf(type) {
  if (!tagsOf(type.comment).has('union')) return undefined
  const rows = type.members.map((member) => ({ json: member.json.split(',')[0], name: member.name, tags: tagsOf(member.comment) }))
  const discriminator = rows.find((row) => row.tags.has('unionDiscriminator'))?.json ?? ''
  return [discriminator, ...rows.filter((row) => row.json !== discriminator).map((row) => `${row.json}:${row.name}`)].join(',')
}

function tagsOf(comment) {
  const tags = new Map()
  for (const line of comment) {
    const match = /^ *\+([\w:.-]+)(?:=(.*))?$/.exec(line)
    if (match !== null) tags.set(match[1], [...(tags.get(match[1]) ?? []), match[2] ?? ''])
  }
  return tags
}
